"""The inventory of a command line: the files of `--inventory`, as one value."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from gen_flowlogs.captures import locations
from gen_flowlogs.captures.containment import CONTAINERS
from gen_flowlogs.captures.now import answers_of, now, untold
from gen_flowlogs.cli import patterns, terminal
from gen_flowlogs.cli.exits import FAILED, FileError, UsageError
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from gen_flowlogs.captures.inventory import Inventory
    from gen_flowlogs.model import CapturePoint, Spec, Stack
    from gen_flowlogs.observe.existing import Existing, Note


_LONGEST: Final = 1000  # characters of a note
_MOST: Final = 10  # notes
_FEW: Final = 4  # names in a line


@dataclass(frozen=True, slots=True)
class Given:
    """The inventory that a command line gives.

    `existing`: what else its files tell. `whole`: False where one was cut off, contradicts another, or lacks what AWS
    denied.
    """

    inventory: Inventory | None = None
    existing: Existing | None = None
    whole: bool = True

    def verdict(self, code: int) -> int:
        """The exit code of a command that would end with another one: what is judged by a part alone is not clean."""
        return code if self.whole else FAILED

    def verdict_on(self, code: int, specs: Iterable[Spec]) -> int:
        """The same of a command that asks for nothing but what lookups of specs find, and what contains what."""
        missing = (
            self._misses(point, stack) for spec in specs for point in spec.capture_points for stack in point.stacks
        )
        return code if self.whole or not any(missing) else FAILED

    def _misses(self, point: CapturePoint, stack: Stack) -> bool:
        """Whether resources of the kind of a capture point, or of its containers, may be missing in a stack."""
        kinds = (point.kind, *CONTAINERS[point.kind.singular])
        known = self.inventory
        return known is not None and not all(known.is_whole(each.singular, locations.key(stack)) for each in kinds)


NOTHING: Final = Given()
"""The inventory of a command line without one."""


def given(arguments: argparse.Namespace) -> Given:
    """The inventory of `--inventory`, with its notes on standard error. Raises FileError and UsageError."""
    if not getattr(arguments, "inventory", ()):  # a hook has none
        return NOTHING
    refuse(arguments)
    inventory, existing = read(arguments)
    for note in existing.notes[:_MOST]:
        terminal.note(_line(note))
    if len(existing.notes) > _MOST:
        terminal.note(f"and {len(existing.notes) - _MOST} more notes on the inventory")
    return Given(inventory=inventory, existing=existing, whole=existing.complete)


def refuse(arguments: argparse.Namespace) -> None:
    """Raise UsageError where standard input would be read twice."""
    if [*arguments.specs, *arguments.inventory].count("-") > 1:
        raise UsageError("standard input can be read once, and `-` is named more than once: name it once")


def read(arguments: argparse.Namespace) -> tuple[Inventory, Existing]:
    """All that the paths of `--inventory` tell, patterns among them expanded. Raises FileError."""
    from gen_flowlogs.observe import SourceError  # noqa: PLC0415 - most calls have no inventory
    from gen_flowlogs.observe.inventory import files  # noqa: PLC0415 - likewise

    paths = patterns.found(arguments.inventory)
    for each in paths.unmatched:
        raise FileError(f"no file matches {listing([quoted(one) for one in each])}")
    try:
        return files.read(paths.files, stdin=None if sys.stdin is None else sys.stdin.buffer)
    except SourceError as error:
        raise FileError(str(error)) from error


def note_untold(inventory: Inventory | None, specs: Iterable[Spec]) -> None:
    """Name on standard error the lookups of specs that an inventory does not answer."""
    for spec in specs:
        answers = now(inventory, (spec,))
        text = "" if answers is None else untold(answers_of(spec, answers))
        if text:
            terminal.note(f"{shown(spec.file, 200)}: {text}")


def note_absent(inventory: Inventory | None, specs: Iterable[Spec]) -> None:
    """Name on standard error the stacks of specs whose account and region an inventory has nothing of."""
    if inventory is None:
        return
    for spec in specs:
        absent = [quoted(each.name) for each in spec.stacks if each.name and not inventory.scope(locations.key(each))]
        if absent:
            stacks = f"the stack{'s' if absent[1:] else ''} {listing(absent, _FEW)}"
            terminal.note(f"{shown(spec.file, 200)}: the inventory has no answer of the account and region of {stacks}")


def _line(note: Note) -> str:
    from gen_flowlogs.show.adoption.report import place  # noqa: PLC0415 - few calls have a note

    remedy = f"; {note.remedy}" if note.remedy else ""
    return shown(f"{place(note.source)}: {note.text}{remedy}", _LONGEST)
