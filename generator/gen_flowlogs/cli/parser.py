"""The commands and their arguments, as one argparse parser: the help, the completion and `run` all read it.

A first argument that is no command and no option of the program itself is a spec, and `build` is meant.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Final

from gen_flowlogs import DOCS, HOMEPAGE, __version__
from gen_flowlogs.cli.exits import UsageError
from gen_flowlogs.cli.help_format import RawFormatter
from gen_flowlogs.cli.options import add_listing, need_specs
from gen_flowlogs.cli.spec_options import (
    add_build,
    add_check,
    add_checking,
    add_compiling,
    add_diff,
    add_lint,
    add_stacks,
)
from gen_flowlogs.cli.usage import Parser
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.phrasing import nearest, quoted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

_EPILOG = """\
`gen-flowlogs SPEC…` is short for `gen-flowlogs build SPEC…`.

exit codes:
  0    clean; warnings are shown
  1    a spec has errors (build, check, diff, inventory, lint, report, stacks); the output is stale (check); a file
       that gen-flowlogs did not generate is in its place (build, check); there are warnings under --strict (audit,
       build, check, lint); AWS differs from the specs (audit); anything is replaced or destroyed, records are lost or
       at risk, a change fails or is ignored, or another version wrote the output of the base (diff --exit-code);
       not every flow log can be adopted, there is none, or a plan does not keep them (adopt);
       an id, an ARN or an IP address is not certainly recorded (explain)
  2    the command line is wrong, or a WHAT is not understood (explain)
  3    a file cannot be read or written, there are no credentials (adopt --live, audit --live, inventory), AWS was not
       looked at in full (audit), or a bug in gen-flowlogs
  130  interrupted
"""

_ADDRESS = f"\ndocumentation: {HOMEPAGE}/tree/v{__version__}/docs\n"


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its purpose in a line, what adds its arguments, and its page in `docs/`.

    Its module has `run(arguments) -> exit code`.
    """

    module: str
    help: str
    arguments: Callable[[argparse.ArgumentParser], None]
    page: str = "README.md"


def parser(only: str | None = None) -> argparse.ArgumentParser:
    """The whole parser, or as much of it as the arguments of one command need: making all of it takes a while."""
    root = Parser(
        prog="gen-flowlogs",
        description="Compile a YAML spec into the Terraform of AWS VPC Flow Logs.",
        epilog=_EPILOG + _ADDRESS,
        formatter_class=RawFormatter,
        allow_abbrev=False,
    )
    root.add_argument("-V", "--version", action="store_true", help="show the version and exit")
    commands = root.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in COMMANDS.items() if only is None else ((only, COMMANDS[only]),):
        one = commands.add_parser(
            name,
            help=command.help,
            description=command.help,
            epilog=f"documentation: {DOCS}/{command.page}",
            allow_abbrev=False,
        )
        command.arguments(one)
    return root


def arguments_of(argv: list[str]) -> argparse.Namespace:
    """`argv`, which is not empty, as arguments. Exits by itself on `--help` and on wrong options."""
    first = argv[0]
    if first in COMMANDS:
        return parser(first).parse_args(argv)
    if first in {"-h", "--help"}:
        return parser().parse_args(argv)
    if first and not first.startswith("-") and not os.path.lexists(first) and not {"/", ".", os.sep} & set(first):
        from gen_flowlogs.cli.meant import no_command  # noqa: PLC0415 - of a mistake alone

        raise UsageError(no_command(first, {name: each.help for name, each in COMMANDS.items()}))
    whole = parser("build")
    if first in {"-V", "--version"}:
        whole.error(f"{quoted(argv[1])} is one argument too many")
    if first in {"-v", "-version"} or (first.startswith("--v") and nearest(first, ("--version",))):
        whole.error(f"there is no option {quoted(first)}; did you mean `--version`?")
    return whole.parse_args(["build", *argv])


def _hook(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="hooked", metavar="COMMAND", required=True)
    for name, add in (("lint", add_compiling), ("check", add_checking), ("build", add_build)):
        one = commands.add_parser(name, help=COMMANDS[name].help, description=COMMANDS[name].help, allow_abbrev=False)
        add(one)
        need_specs(one)
        one.add_argument(
            "--staged", action="store_true", help="judge what is being committed, and not the working tree"
        )


def _schema(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--include", action="store_true", help="the schema of files that a spec includes")
    parser.add_argument("--plain", action="store_true", help="without the keywords that only editors know")


def _fields(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="FIELD", nargs="?", help="show one field in full, such as tcp-flags")
    parser.add_argument("--family", choices=("vpc", "transit_gateway"), help="only the fields that this family has")
    add_listing(parser)


def _rules(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("slug", metavar="SLUG", nargs="?", help="show the page of one rule")
    add_listing(parser)


def _init(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "spec",
        metavar="NAME|PATH",
        nargs="?",
        default="flowlogs",
        help="a name among the specs of the configuration, without one specs/NAME.yaml; or a path (default: flowlogs)",
    )
    parser.add_argument(
        "--schemas",
        action="store_true",
        help="write or renew only the schemas that editors read, beside that spec or in that folder",
    )


def _help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", metavar="COMMAND", nargs="*", help="the command to explain (default: all of them)")


def _nothing(parser: argparse.ArgumentParser) -> None:
    """Add no argument."""


def _beside(module: str, function: str) -> Callable[[argparse.ArgumentParser], None]:
    """The function of another module that adds the arguments of a command; only that command imports it."""

    def add(parser: argparse.ArgumentParser) -> None:
        getattr(import_module(f"gen_flowlogs.cli.{module}"), function)(parser)

    return add


def _completion(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), help="the shell that reads it")


COMMANDS: Final = {
    "build": Command("build", "check and lint specs, and write their Terraform", add_build, "spec.md"),
    "check": Command("check", "compare the output with the specs; write nothing", add_check, "ci.md"),
    "diff": Command(
        "diff", "report what a change of a spec does to flow logs and to what they record", add_diff, "changes.md"
    ),
    "lint": Command("lint", "show what is wrong or doubtful in specs; write nothing", add_lint, "rules.md"),
    "explain": Command(
        "explain",
        "report which flow logs record a thing, and what would where none does",
        _beside("explain_options", "add_explain"),
        "explain.md",
    ),
    "adopt": Command(
        "adopt",
        "write a spec of flow logs that exist, and the blocks that keep them as they are",
        _beside("adopt_options", "add_adopt"),
        "adopt.md",
    ),
    "audit": Command(
        "audit",
        "compare what AWS has with specs: unrecorded VPCs, drift, failing deliveries",
        _beside("audit_options", "add_audit"),
        "audit.md",
    ),
    "inventory": Command(
        "inventory",
        "print what the accounts of specs have now, as JSON",
        _beside("inventory_options", "add_survey"),
        "inventory.md",
    ),
    "decode": Command(
        "decode",
        "show the records of flow logs as named values: table, JSON or CSV",
        _beside("decode_options", "add_decode"),
        "decode.md",
    ),
    "reader": Command(
        "reader",
        "print the query that reads the records in a bucket: DuckDB, Athena",
        _beside("decode_options", "add_reader"),
        "decode.md",
    ),
    "report": Command(
        "report",
        "write a page on what specs record, and what is never recorded",
        _beside("report_options", "add_report"),
        "report.md",
    ),
    "stacks": Command("stacks", "print the stacks of specs as JSON, for a CI matrix", add_stacks, "stacks.md"),
    "hook": Command("hook", "run lint, check or build as a gate in front of a commit", _hook, "pre-commit.md"),
    "schema": Command("schema", "print the JSON Schema of specs, for editors", _schema, "editor.md"),
    "fields": Command(
        "fields", "list the record fields of flow logs and the presets, or show one field in full", _fields, "fields.md"
    ),
    "rules": Command("rules", "list what gen-flowlogs finds wrong or doubtful", _rules, "rules.md"),
    "init": Command("init", "write a commented starter spec", _init, "tutorial.md"),
    "completion": Command("completion", "print a completion script for a shell", _completion, "completion.md"),
    "help": Command("help", "show this help, or that of a command", _help),
    "version": Command("version", "show the version", _nothing),
}
