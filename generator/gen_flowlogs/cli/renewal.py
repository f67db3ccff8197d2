"""The last line of a `check` that finds stale output: the command that renews it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

from gen_flowlogs import __version__
from gen_flowlogs.cli import terminal
from gen_flowlogs.cli.parser import OUT
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.repository import STANDARD_INPUT

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

_MOST_SPECS: Final = 20  # in a command


def note_renewal(specs: Sequence[str], arguments: argparse.Namespace) -> None:
    """Name the command for some specs, and this version: generated files do not name the version that wrote them."""
    if specs:
        version = f"this is gen-flowlogs {__version__}: another version may write other Terraform"
        terminal.note(f"gen-flowlogs: renew the output with `{_command(specs, arguments)}` ({version})")


def _command(specs: Sequence[str], arguments: argparse.Namespace) -> str:
    """The command as a shell takes it; of many specs, the first."""
    options = [
        *(["--root", arguments.root] if arguments.root is not None else []),
        *(["--out", arguments.out] if arguments.out != OUT else []),
    ]
    dashes = ["--"] if any(each.startswith("-") for each in specs) else []
    named = ["-" if each in STANDARD_INPUT else each for each in specs[:_MOST_SPECS]]
    more = len(specs) - len(named)
    command = shlex.join(["gen-flowlogs", "build", *options, *dashes, *named])
    return shown(command, 4000) + (f" … and {more} more" if more else "")
