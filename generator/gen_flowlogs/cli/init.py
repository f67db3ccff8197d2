"""`init`: a commented starter spec, the schemas that editors read through its first line, and a `.gitignore`.

An existing spec or `.gitignore` is never overwritten; schemas that another version wrote are renewed.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from gen_flowlogs import schema
from gen_flowlogs.aws.placeholders import BUCKET_START, VPC
from gen_flowlogs.cli import exits, gitignore, schemas, shell, terminal
from gen_flowlogs.cli.exits import UsageError
from gen_flowlogs.cli.project import FOLDER
from gen_flowlogs.cli.spec_names import refuse_name
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.repository import ENDINGS, misleading_link

if TYPE_CHECKING:
    import argparse

_STARTER = """\
# yaml-language-server: $schema={schema}
#
# A spec of VPC flow logs, which this compiles to Terraform in out/{name}/:
# gen-flowlogs {path}
---
version: 1
name: {name}

# What is recorded of the traffic. `all`, `accept` and `reject` are built in;
# this one adds fields to AWS's own. `gen-flowlogs fields` lists every field.
filters:
  security:
    traffic: ALL  # or ACCEPT, REJECT
    max_aggregation_interval: 60  # seconds: 60 or 600
    fields:
      preset: default
      add:
        [vpc-id, subnet-id, tcp-flags, pkt-srcaddr, pkt-dstaddr, flow-direction]

# Where the records go. Each is created unless it has `existing: true`.
destinations:
  central:
    cloudwatch_logs:
      log_group: /vpc/flow-logs/{name}
      retention_days: 365
  archive:
    s3:
      # The name of a bucket is unique in all of AWS.
      bucket: {bucket}
      file_format: parquet  # or plain-text
      hive_compatible_partitions: true
      per_hour_partition: true
      expire_days: 400

# What a capture point has where it says nothing.
defaults:
  filter: security
  destinations: [archive]
  tags:
    Owner: network-security

# What is recorded: vpc, subnet, eni, transit_gateway,
# transit_gateway_attachment or regional_nat_gateway, by id, by a Terraform
# variable ({{var: NAME}}), by a reference ({{ref: module.network.vpc_id}})
# or by tags ({{lookup: …}}).
capture_points:
  core:
    description: the VPC that everything passes through
    vpc: {vpc}  # write the id of yours
    destinations: [central, archive]
"""


def run(arguments: argparse.Namespace) -> int:
    """Write the spec, write or renew the schemas beside it, and have Terraform's own files ignored."""
    path = _path(arguments.spec)
    if not arguments.schemas:
        _refuse_place(arguments.spec, path)
        name = path.stem.removesuffix(".flowlogs")
        refuse_name(name)
        _create(path, _starter(path, name))
        terminal.say(f"{path.as_posix()}: created")
    _renew_schemas(path.parent)
    if not arguments.schemas:
        _ignore()
        build = shell.command(["gen-flowlogs", path.as_posix()])
        terminal.note(f"next: write the id of your VPC and the name of your bucket into it, then `{build}`")
    return exits.CLEAN


def _starter(path: Path, name: str) -> str:
    bucket = f"{BUCKET_START}-{name}-flow-logs"
    return _STARTER.format(schema=schema.SCHEMA_FILE, path=path.as_posix(), name=name, bucket=bucket, vpc=VPC)


def _renew_schemas(folder: Path) -> None:
    for path, text in schemas.renewed(folder):
        if text is None:
            terminal.note(f"{path.as_posix()} is no schema of gen-flowlogs, and stays as it is")
        elif path.exists():
            _write(path, text, "w")
            terminal.say(f"{path.as_posix()}: renewed")
        else:
            _create(path, text)
            terminal.say(f"{path.as_posix()}: created")


def _ignore() -> None:
    lines = gitignore.missing()
    if not lines:
        return
    path = Path(gitignore.NAME)
    if os.path.lexists(path):
        terminal.note(f"add to {path}, since states and plans may hold secrets: {' '.join(lines)} (a line each)")
    else:
        _write(path, gitignore.text(lines), "x")
        terminal.say(f"{path}: created")


def _path(text: str) -> Path:
    if "/" in text or "\\" in text or text.endswith(ENDINGS):
        return Path(text)
    return Path("specs", f"{text}.yaml")


def _refuse_place(text: str, path: Path) -> None:
    """Raise UsageError for a path without the ending of a spec, and for `specs/` that would be made inside of one."""
    here = Path(os.path.realpath(os.curdir))
    if path.suffix not in ENDINGS:
        instead = shell.command(["gen-flowlogs", "init", f"{path.as_posix()}.yaml"])
        raise UsageError(f"{shown(text, 200)} does not end in .yaml, as the file of a spec does: run `{instead}`")
    if path == Path(FOLDER, path.name) and "/" not in text and here.name == FOLDER and not (here / FOLDER).is_dir():
        instead = shell.command(["gen-flowlogs", "init", text])
        raise UsageError(f"this folder is {FOLDER}/, and `init` makes that: run `cd .. && {instead}`")


def _create(path: Path, text: str) -> None:
    if path.exists():
        raise exits.FileError(f"{path.as_posix()} already exists, and was not changed: name another spec, `init NAME`")
    _write(path, text, "x")


def _write(path: Path, text: str, mode: str) -> None:
    why = misleading_link(str(path))
    if why:
        raise exits.FileError(f"cannot write {shown(path.as_posix(), 200)}: {why}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open(mode, encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise exits.FileError(f"cannot write {path.as_posix()}: {error.strerror or error}") from error
