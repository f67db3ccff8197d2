"""The inventory of a command line: the files of `--inventory`, as one value."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gen_flowlogs.cli import terminal
from gen_flowlogs.cli.exits import FAILED, FileError, UsageError
from gen_flowlogs.diagnostics import shown

if TYPE_CHECKING:
    import argparse

    from gen_flowlogs.captures.inventory import Inventory
    from gen_flowlogs.observe.existing import Note


@dataclass(frozen=True, slots=True)
class Given:
    """The inventory that a command line gives. `whole`: False where a file of it was cut off or contradicts another."""

    inventory: Inventory | None = None
    whole: bool = True

    def verdict(self, code: int) -> int:
        """The exit code of a command that would end with another one: what is judged by a part alone is not clean."""
        return code if self.whole else FAILED


def given(arguments: argparse.Namespace) -> Given:
    """The inventory of `--inventory`, with its notes on standard error. Raises FileError and UsageError."""
    paths: list[str] = arguments.inventory
    if not paths:
        return Given()
    from gen_flowlogs.observe import SourceError  # noqa: PLC0415 - most calls have no inventory
    from gen_flowlogs.observe.inventory import files  # noqa: PLC0415 - likewise

    if [*arguments.specs, *paths].count("-") > 1:
        raise UsageError("standard input can be read once: `-` is there more than once")
    try:
        inventory, existing = files.read(paths, stdin=None if sys.stdin is None else sys.stdin.buffer)
    except SourceError as error:
        raise FileError(str(error)) from error
    for note in existing.notes:
        terminal.note(_line(note))
    return Given(inventory=inventory, whole=existing.complete)


def _line(note: Note) -> str:
    at = f" {shown(note.source.at, 200)}:" if note.source.at else ""
    remedy = f"; {note.remedy}" if note.remedy else ""
    return f"{shown(note.source.file, 200)}:{at} {note.text}{remedy}"
