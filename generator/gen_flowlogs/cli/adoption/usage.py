"""Usage of `adopt`: combinations of options that mean nothing are refused, each with what to write instead."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gen_flowlogs.adopt.situation import OtherRoot, SameFolder, SameModule, Situation, Unmanaged
from gen_flowlogs.cli.exits import UsageError
from gen_flowlogs.cli.options import OUT
from gen_flowlogs.cli.spec_names import name_like, refuse_name
from gen_flowlogs.diagnostics import shown

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping

    from gen_flowlogs.observe.existing import Existing

_SOURCES: Final = """\
  terraform state pull > state.json      a state: SOURCE is state.json
  aws ec2 describe-flow-logs > aws.json  what AWS has, made by hand too: SOURCE is aws.json
  --live                                 the same, asked now with the credentials of the environment"""

_WAYS: Final = """\
  --state same --folder ROOT  they stay in this state, in ROOT, the folder of its root module, which gets one file
  --state same --module ROOT  they stay in this state, and ROOT calls the output as a module
  --state other               the output becomes a root module with a state of its own, and the old one forgets them"""


def refuse(arguments: argparse.Namespace) -> None:
    """Raise UsageError for the first option that does not fit with the others."""
    for why in _mistakes(arguments):
        raise UsageError(why)
    for option, folder in (("--folder", arguments.folder), ("--module", arguments.module)):
        if folder is not None and not Path(folder).is_dir():
            why = "is a file" if os.path.lexists(folder) else "does not exist"
            raise UsageError(
                f"{option}: {shown(folder, 200)} {why}: name the folder of the root module that has the flow logs"
            )
    if arguments.name is not None:
        refuse_name(arguments.name)
    variables(arguments)


def _mistakes(arguments: argparse.Namespace) -> Iterator[str]:
    if not arguments.sources and not arguments.live:
        yield f"name at least one SOURCE of the flow logs that exist:\n{_SOURCES}"
    if arguments.sources.count("-") > 1:
        yield "standard input can be read once, and `-` is named more than once: name it once"
    if arguments.prove is not None:
        yield from _beside_prove(arguments)
    yield from _of_state(arguments)
    if arguments.spec is not None and arguments.own is not None:
        yield "--own cannot be used with --spec, whose file decides what the spec creates: leave it out"
    if arguments.spec is not None and arguments.name is not None:
        yield "--name cannot be used with --spec, whose file has the name: leave it out"
    yield from _of_live(arguments)


def _of_live(arguments: argparse.Namespace) -> Iterator[str]:
    if not arguments.live:
        for option in ("region", "profile", "role", "external_id"):
            if getattr(arguments, option):
                yield f"--{option.replace('_', '-')} is for --live, which asks AWS: add --live"
    if arguments.external_id is not None and not arguments.role:
        yield "--external-id is sent when a role is assumed: add --role ARN"


def _beside_prove(arguments: argparse.Namespace) -> Iterator[str]:
    """Find options that say what to write, beside the one that writes nothing."""
    given = ("state", "folder", "module", "name", "own", "spec")
    named = [option for option in given if getattr(arguments, option) is not None]
    if arguments.out != OUT:
        named.append("out")
    if named:
        yield f"--{named[0]} cannot be used with --prove, which judges plans and writes nothing: leave it out"


def _of_state(arguments: argparse.Namespace) -> Iterator[str]:
    folder, module = arguments.folder is not None, arguments.module is not None
    if folder and module:
        yield (
            "--folder and --module cannot be used together: --folder ROOT puts one file into ROOT, "
            "--module ROOT lets ROOT call the output; choose one"
        )
    if arguments.state == "other" and (folder or module):
        option = "--folder" if folder else "--module"
        yield (
            f"{option} cannot be used with --state other, where the output is a root module of its own below "
            f"{shown(arguments.out, 200)}: leave it out, or write --state same"
        )
    if arguments.state is None and (folder or module):
        yield f"{'--folder' if folder else '--module'} is for --state same: add it"
    if arguments.state == "same" and not (folder or module):
        yield f"--state same needs the root module that has the flow logs:\n{chr(10).join(_WAYS.splitlines()[:2])}"


def situation(arguments: argparse.Namespace, existing: Existing) -> Situation:
    """The situation of an adoption. Raises UsageError where the state is to be named, or none has the flow logs."""
    managed = next((each for each in existing.flow_logs if each.address is not None), None)
    if managed is None and arguments.state is not None:
        raise UsageError(
            f"--state {arguments.state} is for flow logs that a state of Terraform has, and no SOURCE is one: leave it "
            "out, or add the state (`terraform state pull > state.json`)"
        )
    match arguments.state:
        case None if managed is None:
            return Unmanaged()
        case None:
            file = shown(managed.source.file, 200) if managed is not None else ""
            raise UsageError(
                f"{file} has flow logs that Terraform manages: choose which state has them afterwards:\n{_WAYS}"
            )
        case "other":
            return OtherRoot()
        case "same" if arguments.folder is not None:
            return SameFolder(Path(arguments.folder))
        case "same":
            return SameModule(Path(arguments.module))
    raise ValueError(arguments.state)


def spec_name(arguments: argparse.Namespace) -> str:
    """The name of the spec to write: the one that is given, or that of the root module, or `flowlogs`."""
    if arguments.name is not None:
        return str(arguments.name)
    root = arguments.folder or arguments.module
    return name_like([] if root is None else [Path(os.path.realpath(root)).name], "flowlogs")


def variables(arguments: argparse.Namespace) -> Mapping[str, str]:
    """The variables of `.tf` files. Raises UsageError for what is none."""
    found = {}
    for text in arguments.var:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"--var: {shown(text.partition('=')[0], 60)} has no value: write --var NAME=VALUE")
        found[name.strip()] = value
    return found
