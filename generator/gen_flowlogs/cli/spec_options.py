"""The arguments of the commands that compile specs: `build`, `check`, `lint`, `diff` and `stacks`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.cli.options import add_inventory, add_out, add_root, add_specs, add_stdin_filename, day

if TYPE_CHECKING:
    import argparse

FORMATS: Final = ("text", "json", "github", "sarif", "junit", "gitlab")


def add_compiling(parser: argparse.ArgumentParser) -> None:
    """Add the specs, and how they are judged and findings are shown."""
    add_specs(parser)
    add_root(parser)
    parser.add_argument("--strict", action="store_true", help="treat warnings as errors: exit 1, and write nothing")
    forms = ", ".join(FORMATS)
    parser.add_argument(
        "--format", metavar="FORM", choices=FORMATS, default="text", help=f"one of {forms} (default: text)"
    )
    parser.add_argument(
        "--as-of", metavar="DATE", type=day, help="the day that `expires` is compared with (default: today)"
    )


def add_build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `build`."""
    add_compiling(parser)
    add_out(parser)
    parser.add_argument(
        "--drop-stack",
        metavar="NAME",
        action="append",
        default=[],
        help="remove what a stack that is gone from the spec left behind; `.` is the module of a spec without stacks",
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="do not list what was written")


def add_checking(parser: argparse.ArgumentParser) -> None:
    """Add what `check` and its hook have in common."""
    add_compiling(parser)
    add_out(parser)


def add_check(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `check`."""
    add_checking(parser)
    add_stdin_filename(parser)


def add_lint(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `lint`."""
    add_compiling(parser)
    add_stdin_filename(parser)
    add_inventory(parser)


def add_diff(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `diff`."""
    add_specs(parser, "OLD and NEW; with --base, the specs as they are now (default: those of the project)")
    add_root(parser)
    add_out(parser)
    parser.add_argument("--base", metavar="REV", help="compare with what Git has at REV: a branch, a tag, a commit")
    parser.add_argument(
        "--format", choices=("text", "markdown", "json"), default="text", help="how changes are shown (default: text)"
    )
    parser.add_argument(
        "--exit-code", action="store_true", help="exit 1 where records, a resource or the apply are at risk"
    )
    add_inventory(parser)


def add_stacks(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `stacks`."""
    add_specs(parser)
    parser.add_argument(
        "--as-of", metavar="DATE", type=day, help="the day that `expires` is compared with (default: today)"
    )
    parser.set_defaults(strict=False, format="text")
    add_root(parser)
    add_out(parser)
