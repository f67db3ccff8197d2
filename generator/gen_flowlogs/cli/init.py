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
from gen_flowlogs.cli.configuration import configuration
from gen_flowlogs.cli.exits import FileError, UsageError
from gen_flowlogs.cli.options import OUT
from gen_flowlogs.cli.project import FOLDER
from gen_flowlogs.cli.spec_names import refuse_name
from gen_flowlogs.cli.starter_place import is_path, place
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.emit.creation import TakenError, create, refuse_taken
from gen_flowlogs.emit.disk import Change, exchange
from gen_flowlogs.emit.errors import UnwritableError
from gen_flowlogs.repository import ENDINGS, misleading_link

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from gen_flowlogs.cli.configuration import Configuration

_STARTER = """\
# yaml-language-server: $schema={schema}
#
# A spec of VPC flow logs, which this compiles to Terraform in {out}/{name}/:
# {build}
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
    """Write the spec, write or renew the schemas beside it, and have Terraform's own files ignored: all, or nothing."""
    found = configuration(making=True)
    chosen = place(arguments.spec, found)
    path = chosen.path
    if arguments.schemas:
        folder = Path(arguments.spec)
        path = folder / path.name if is_path(arguments.spec) and folder.is_dir() else path
        if not path.parent.is_dir():
            raise FileError(f"there is no folder {_named(path.parent)}, so no spec for the schemas to be beside")
    changes, notes = [], []
    if not arguments.schemas:
        _refuse_place(arguments.spec, path)
        name = path.stem.removesuffix(".flowlogs")
        refuse_name(name)
        changes.append(Change(path=path, old=None, new=_starter(path, name, found).encode()))
    for each, text in schemas.renewed(path.parent):
        if text is None:
            notes.append(f"{_named(each)} is no schema of gen-flowlogs, and stays as it is")
        else:
            changes.append(Change(path=each, old=each.read_bytes() if each.exists() else None, new=text.encode()))
    if not arguments.schemas:
        ignored = _ignored(os.curdir if found is None else found.folder, notes)
        build = shell.command(["gen-flowlogs", path.as_posix()])
        changes += ignored
        notes += [chosen.note] if chosen.note else []
        notes.append(f"next: write the id of your VPC and the name of your bucket into it, then `{build}`")
    _write(changes)
    for change in changes:
        terminal.say(f"{_named(change.path)}: {'created' if change.old is None else 'renewed'}")
    for note in notes:
        terminal.note(note)
    return exits.CLEAN


def _starter(path: Path, name: str, found: Configuration | None) -> str:
    """The text of a spec. Its comment names paths as they are from the folder of the configuration, for all readers."""
    start = os.curdir if found is None else found.folder
    own = path.as_posix() if found is None else os.path.relpath(path, start).replace(os.sep, "/")
    out = OUT if found is None or found.out is None else os.path.relpath(found.out, start).replace(os.sep, "/")
    return _STARTER.format(
        schema=schema.SCHEMA_FILE,
        build=shell.command(["gen-flowlogs", own]),
        out=shown(out, 200),
        name=name,
        bucket=f"{BUCKET_START}-{name}-flow-logs",
        vpc=VPC,
    )


def _ignored(folder: str, notes: list[str]) -> list[Change]:
    """A new `.gitignore`; where a folder has one, a note of the lines that it lacks."""
    lines = gitignore.missing(folder)
    path = Path(folder, gitignore.NAME)
    if not lines:
        return []
    if os.path.lexists(path):
        notes.append(f"add to {_named(path)}, since states and plans may hold secrets: {' '.join(lines)} (a line each)")
        return []
    return [Change(path=path, old=None, new=gitignore.text(lines).encode())]


def _refuse_place(text: str, path: Path) -> None:
    """Raise UsageError for a path without the ending of a spec, and for `specs/` that would be made inside of one."""
    here = Path(os.path.realpath(os.curdir))
    if path.suffix not in ENDINGS:
        instead = shell.command(["gen-flowlogs", "init", f"{path.as_posix()}.yaml"])
        raise UsageError(f"{shown(text, 200)} does not end in .yaml, as the file of a spec does: run `{instead}`")
    if path == Path(FOLDER, path.name) and not is_path(text) and here.name == FOLDER and not (here / FOLDER).is_dir():
        instead = shell.command(["gen-flowlogs", "init", text])
        raise UsageError(f"this folder is {FOLDER}/, and `init` makes that: run `cd .. && {instead}`")


def _write(changes: Sequence[Change]) -> None:
    """Write files, all of them or none; of new ones, none that is there meanwhile. Raises FileError."""
    for change in changes:
        why = misleading_link(str(change.path))
        if why:
            raise FileError(f"cannot write {_named(change.path)}: {why}; nothing was written")
    new = {change.path: (change.new or b"").decode() for change in changes if change.old is None}
    try:
        refuse_taken(new)
        if len(new) < len(changes):
            exchange([change for change in changes if change.old is not None])
        if new:
            create(new)
    except TakenError as error:
        raise FileError(
            f"{_named(error.paths[0])} already exists, and was not changed: name another spec, `init NAME`"
        ) from error
    except UnwritableError as error:
        raise FileError(f"{error}; nothing was written") from error
    except OSError as error:
        raise FileError(f"cannot write {_named(changes[0].path)}: {error.strerror or error}") from error


def _named(path: Path) -> str:
    return shown(path.as_posix(), 500)
