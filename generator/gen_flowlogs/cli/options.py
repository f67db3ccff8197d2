"""Options that several commands have, and the types of their values."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any, Final

from gen_flowlogs.diagnostics import shown

OUT: Final = "out"
"""The folder of all output, below the working directory, where no other is named."""

_SPECS: Final = "a YAML spec, or a folder of them; - is standard input (default: the specs of the project)"


class _Named(argparse.Action):
    """Store a value, and that the command line names it: what is named there is not taken from a configuration."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002 - as argparse calls it
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,  # noqa: ARG002 - as argparse calls it
    ) -> None:
        setattr(namespace, self.dest, values)
        namespace.named = (*getattr(namespace, "named", ()), self.dest)


def add_specs(parser: argparse.ArgumentParser, words: str = _SPECS) -> None:
    """Add the specs, any number of them; without one they are those of the project."""
    parser.add_argument("specs", metavar="SPEC", nargs="*", help=words)
    parser.set_defaults(project=True, many="specs")


def need_specs(parser: argparse.ArgumentParser) -> None:
    """Make a command name its specs: a gate takes none of the project, whose configuration a pull request writes."""
    for action in parser._actions:  # noqa: SLF001 - argparse has no public way to change an argument
        if action.dest == "specs":
            action.nargs, action.required = "+", True
            action.help = "a YAML spec or a pattern of them; - is standard input"
    parser.set_defaults(project=False)


def add_stdin_filename(parser: argparse.ArgumentParser) -> None:
    """Add the name of standard input."""
    parser.add_argument(
        "--stdin-filename",
        metavar="FILE",
        type=file,
        help="the file that standard input is the text of: for its name in findings, and for what it includes",
    )


def add_root(parser: argparse.ArgumentParser) -> None:
    """Add the folder that no include may leave."""
    parser.add_argument(
        "--root",
        metavar="DIR",
        type=folder,
        help="the folder that no include may leave (default: the repository, else the working directory)",
    )


def add_out(parser: argparse.ArgumentParser) -> None:
    """Add the folder of all output."""
    parser.add_argument(
        "--out",
        metavar="DIR",
        type=folder,
        action=_Named,
        default=OUT,
        help=f"the folder of all output (default: {OUT})",
    )


def add_inventory(parser: argparse.ArgumentParser) -> None:
    """Add the files that tell what the accounts have now. Each has the option before it, so that none can be a SPEC."""
    parser.add_argument(
        "--inventory",
        metavar="PATH",
        action="append",
        default=[],
        type=file,
        help="a file, a folder or a pattern in quotes, with what the accounts have now; may be repeated",
    )


def add_listing(parser: argparse.ArgumentParser) -> None:
    """Add the form of a list."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


def day(text: str) -> date:
    """A day as its text. Raises ArgumentTypeError."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:  # newer versions of Python also take 20260131 and 2026-W05-6
        raise argparse.ArgumentTypeError(f'"{shown(text, 40)}" is not a date such as 2026-01-31')
    return found


def folder(text: str) -> str:
    """The name of a folder. Raises ArgumentTypeError."""
    if not text:
        raise argparse.ArgumentTypeError('"" is not the name of a folder; "." is the working directory')
    return text


def file(text: str) -> str:
    """The name of a file. Raises ArgumentTypeError."""
    if not text:
        raise argparse.ArgumentTypeError('"" is not the name of a file; is a variable of the shell empty?')
    return text
