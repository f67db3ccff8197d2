"""The command that renews stale output, which is the last line of a `check` that finds some."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs import __version__
from gen_flowlogs.cli import shell, terminal
from gen_flowlogs.cli.parser import OUT
from gen_flowlogs.repository import STANDARD_INPUT

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

_MOST_SPECS: Final = 20  # in a command

VERSION: Final = f"this is gen-flowlogs {__version__}: another version may write other Terraform"
"""Beside the command, since generated files do not name the version that wrote them."""


def note_renewal(specs: Sequence[str], arguments: argparse.Namespace) -> None:
    """Name the command for some specs, and this version."""
    if specs:
        terminal.note(f"gen-flowlogs: renew the output with `{renewal(specs, arguments)}` ({VERSION})")


def renewal(specs: Sequence[str], arguments: argparse.Namespace, drop: str | None = None) -> str:
    """The command as a shell takes it; of many specs, the first. `drop`: a stack that is to go with it."""
    options = [
        *([f"--drop-stack={drop}"] if drop is not None and drop.startswith("-") else []),
        *(["--drop-stack", drop] if drop is not None and not drop.startswith("-") else []),
        *(["--root", arguments.root] if arguments.root is not None else []),
        *(["--out", arguments.out] if arguments.out != OUT else []),
    ]
    dashes = ["--"] if any(each.startswith("-") for each in specs) else []
    named = ["-" if each in STANDARD_INPUT else each for each in specs[:_MOST_SPECS]]
    more = len(specs) - len(named)
    return shell.command(["gen-flowlogs", "build", *options, *dashes, *named]) + (f" … and {more} more" if more else "")
