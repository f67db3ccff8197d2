"""The last line of a `check` that finds stale output: the command that renews it."""

from __future__ import annotations

import os
import re
import shlex
import sys
from typing import TYPE_CHECKING, Final

from gen_flowlogs import __version__
from gen_flowlogs.cli import terminal
from gen_flowlogs.cli.parser import OUT
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.repository import STANDARD_INPUT

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

_UNPLAIN: Final = re.compile(r"[^A-Za-z0-9_./=-]+")
_MOST_SPECS: Final = 20  # in a command
_LONGEST: Final = 4000  # characters of a command, of more than one spec


def note_renewal(specs: Sequence[str], arguments: argparse.Namespace) -> None:
    """Name the command for some specs, and this version: generated files do not name the version that wrote them."""
    if not specs:
        return
    command, left = _command(specs, arguments)
    more = f", and that of {left} more {'spec' if left == 1 else 'specs'} likewise" if left else ""
    version = f"this is gen-flowlogs {__version__}: another version may write other Terraform"
    terminal.note(f"gen-flowlogs: renew the output with `{command}`{more} ({version})")


def _command(specs: Sequence[str], arguments: argparse.Namespace) -> tuple[str, int]:
    """The command as a shell takes it, and the number of specs that it leaves out: of many, it has the first."""
    options = [
        *([f"--root={arguments.root}"] if arguments.root is not None else []),
        *([f"--out={arguments.out}"] if arguments.out != OUT else []),
    ]
    dashes = ["--"] if any(each.startswith("-") for each in specs) else []
    command = " ".join(map(_word, ["gen-flowlogs", "build", *options, *dashes]))
    named = 0
    for spec in specs[:_MOST_SPECS]:
        word = _word("-" if spec in STANDARD_INPUT else spec)
        if named and len(command) + len(word) > _LONGEST:
            break
        command += f" {word}"
        named += 1
    return command, len(specs) - named


def _word(text: str) -> str:
    """A word of a command as a shell takes it; with the numbers of its bytes where a log cannot show it as it is."""
    if _is_shown(text):
        return shlex.quote(text)
    return f"$'{_UNPLAIN.sub(lambda found: _numbers(found[0]), text)}'"


def _is_shown(text: str) -> bool:
    """Whether standard error shows a text unchanged."""
    try:
        text.encode(getattr(sys.stderr, "encoding", None) or "utf-8")
    except UnicodeError:
        return False
    return shown(text, len(text)) == text == terminal.harmless(text, "text")


def _numbers(text: str) -> str:
    return "".join(f"\\{byte:03o}" for byte in os.fsencode(text))
