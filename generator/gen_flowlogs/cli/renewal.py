"""The command that renews stale output, which is the last line of a `check` that finds some."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs import __version__
from gen_flowlogs.cli import shell, terminal
from gen_flowlogs.cli.options import OUT
from gen_flowlogs.repository import STANDARD_INPUT

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

_MOST_SPECS: Final = 20  # in a command
_LONGEST: Final = 4000  # characters of a command, of more than one spec

VERSION: Final = f"this is gen-flowlogs {__version__}: another version may write other Terraform"
"""Beside the command, since generated files do not name the version that wrote them."""


def note_renewal(specs: Sequence[str], arguments: argparse.Namespace) -> None:
    """Name the command for some specs, and this version."""
    if specs:
        command, left = _command(specs, arguments)
        more = f", and that of {left} more {'spec' if left == 1 else 'specs'} likewise" if left else ""
        terminal.note(f"gen-flowlogs: renew the output with `{command}`{more} ({VERSION})")


def renewal(spec: str, arguments: argparse.Namespace, drop: str | None = None) -> str:
    """The command for one spec, as a shell takes it. `drop`: a stack that is to go with it."""
    return _command([spec], arguments, drop)[0]


def _command(specs: Sequence[str], arguments: argparse.Namespace, drop: str | None = None) -> tuple[str, int]:
    """The command as a shell takes it, and the number of specs that it leaves out: of many, it has the first."""
    options = [
        *([f"--drop-stack={drop}"] if drop is not None and drop.startswith("-") else []),
        *(["--drop-stack", drop] if drop is not None and not drop.startswith("-") else []),
        *([f"--root={arguments.root}"] if arguments.root is not None else []),
        *([f"--out={arguments.out}"] if arguments.out != OUT else []),
    ]
    dashes = ["--"] if any(each.startswith("-") for each in specs) else []
    text = shell.command(["gen-flowlogs", "build", *options, *dashes])
    named = 0
    for spec in specs[:_MOST_SPECS]:
        word = shell.word("-" if spec in STANDARD_INPUT else spec)
        if named and len(text) + len(word) > _LONGEST:
            break
        text += f" {word}"
        named += 1
    return text, len(specs) - named
