"""The commands and their arguments, as one argparse parser: the help, the completion and `run` all read it.

A first argument that is no command and no option of the program itself is a spec, and `build` is meant.
"""

from __future__ import annotations

import argparse
import difflib
import os
from typing import TYPE_CHECKING, Final, NoReturn

from gen_flowlogs.cli import terminal
from gen_flowlogs.cli.adopt_options import add_adopt
from gen_flowlogs.cli.exits import UsageError
from gen_flowlogs.cli.help_format import Formatter, RawFormatter
from gen_flowlogs.cli.options import add_listing, add_out, add_root, day
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.diagnostics import shown

if TYPE_CHECKING:
    from collections.abc import Callable

FORMATS: Final = ("text", "json", "github", "sarif", "junit", "gitlab")

PLANNED: Final = ("explain", "report", "decode")
"""Commands that the design has and this version does not."""

_EPILOG = """\
`gen-flowlogs SPEC…` is short for `gen-flowlogs build SPEC…`.

exit codes:
  0    clean; warnings are shown
  1    a spec has errors (build, check, diff, lint, stacks); the output is stale (check); a file that is not
       ours is in its place (build, check); there are warnings under --strict (build, check, lint); anything
       is replaced or destroyed, records are lost or at risk, or a change fails or is ignored (diff --exit-code);
       not every flow log can be adopted, there is none, or a plan does not keep them (adopt)
  2    the command line is wrong
  3    a file cannot be read or written, there are no credentials (adopt --live), or a bug in gen-flowlogs
  130  interrupted
"""


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its purpose in a line, and what adds its arguments. Its module has `run(arguments) -> exit code`."""

    module: str
    help: str
    arguments: Callable[[argparse.ArgumentParser], None]


class _Parser(argparse.ArgumentParser):
    """A parser that notices when its help cannot be written, and escapes what cannot be printed."""

    def print_help(self, file: object = None) -> None:  # noqa: ARG002 - nobody but argparse calls it, without a file
        terminal.say(self.format_help().rstrip("\n"))

    def _print_message(self, message: str, file: object = None) -> None:  # noqa: ARG002 - usage and errors
        if message:
            terminal.note(message.rstrip("\n"))

    def error(self, message: str) -> NoReturn:
        super().error(shown(message, 1000))


def parser(only: str | None = None) -> argparse.ArgumentParser:
    """The whole parser, or as much of it as the arguments of one command need: making all of it takes a while."""
    root = _Parser(
        prog="gen-flowlogs",
        description="Compile a YAML spec into the Terraform of AWS VPC Flow Logs.",
        epilog=_EPILOG,
        formatter_class=RawFormatter,
        allow_abbrev=False,
    )
    root.add_argument("-V", "--version", action="store_true", help="show the version and exit")
    commands = root.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in COMMANDS.items() if only is None else ((only, COMMANDS[only]),):
        one = commands.add_parser(
            name, help=command.help, description=command.help, allow_abbrev=False, formatter_class=Formatter
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
        near = difflib.get_close_matches(first, [*COMMANDS, *PLANNED], n=1)
        meant = f"did you mean `{near[0]}`?" if near else f"the commands are {', '.join(COMMANDS)}"
        raise UsageError(f'there is no command and no file "{shown(first, 80)}"; {meant}')
    return parser("build").parse_args(["build", *argv])


def _specs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("specs", metavar="SPEC", nargs="+", help="a YAML spec; - is standard input")
    add_root(parser)
    parser.add_argument("--strict", action="store_true", help="treat warnings as errors: exit 1, and write nothing")
    parser.add_argument("--format", choices=FORMATS, default="text", help="how findings are shown (default: text)")
    parser.add_argument(
        "--as-of", metavar="DATE", type=day, help="the day that `expires` is compared with (default: today)"
    )


def _build(parser: argparse.ArgumentParser) -> None:
    _specs(parser)
    add_out(parser)
    parser.add_argument(
        "--drop-stack",
        metavar="NAME",
        action="append",
        default=[],
        help="remove what a stack that is gone from the spec left behind; `.` is the module of a spec without stacks",
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="do not list what was written")


def _check(parser: argparse.ArgumentParser) -> None:
    _specs(parser)
    add_out(parser)


def _hook(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="hooked", metavar="COMMAND", required=True)
    for name, add in (("lint", _specs), ("check", _check), ("build", _build)):
        one = commands.add_parser(name, help=COMMANDS[name].help, description=COMMANDS[name].help, allow_abbrev=False)
        add(one)
        one.add_argument(
            "--staged", action="store_true", help="judge what is being committed, and not the working tree"
        )


def _diff(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("specs", metavar="SPEC", nargs="+", help="OLD and NEW; with --base, the specs as they are now")
    add_root(parser)
    parser.add_argument("--base", metavar="REV", help="compare with what Git has at REV: a branch, a tag, a commit")
    parser.add_argument(
        "--format", choices=("text", "markdown", "json"), default="text", help="how changes are shown (default: text)"
    )
    parser.add_argument(
        "--exit-code", action="store_true", help="exit 1 where records, a resource or the apply are at risk"
    )


def _stacks(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("specs", metavar="SPEC", nargs="+", help="a YAML spec; - is standard input")
    parser.add_argument(
        "--as-of", metavar="DATE", type=day, help="the day that `expires` is compared with (default: today)"
    )
    parser.set_defaults(strict=False, format="text")
    add_root(parser)
    add_out(parser)


def _schema(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--include", action="store_true", help="the schema of files that a spec includes")
    parser.add_argument("--plain", action="store_true", help="without the keywords that only editors know")


def _fields(parser: argparse.ArgumentParser) -> None:
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
        help="specs/NAME.yaml, or a path (default: flowlogs)",
    )
    parser.add_argument(
        "--schemas", action="store_true", help="write or renew only the schemas that editors read, beside that spec"
    )


def _completion(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=("bash", "zsh", "fish"))


COMMANDS: Final = {
    "build": Command("build", "check and lint specs, and write their Terraform", _build),
    "check": Command("check", "tell whether the output is what the specs say; write nothing", _check),
    "diff": Command("diff", "tell what a change of a spec does to flow logs and to what they record", _diff),
    "lint": Command("lint", "show what is wrong or doubtful in specs; write nothing", _specs),
    "adopt": Command(
        "adopt", "write a spec of flow logs that exist, and the blocks that keep them as they are", add_adopt
    ),
    "stacks": Command("stacks", "print the stacks of specs as JSON, for a CI matrix", _stacks),
    "hook": Command("hook", "run lint, check or build as a gate in front of a commit", _hook),
    "schema": Command("schema", "print the JSON Schema of specs, for editors", _schema),
    "fields": Command("fields", "list the record fields of flow logs, and the presets", _fields),
    "rules": Command("rules", "list what gen-flowlogs finds wrong or doubtful", _rules),
    "init": Command("init", "write a commented starter spec", _init),
    "completion": Command("completion", "print a completion script for a shell", _completion),
}
