"""The inventory of a command line: `--inventory PATH…`, read once for all that ask it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gen_flowlogs.cli import exits
from gen_flowlogs.observe import SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gen_flowlogs.captures.inventory import Inventory
    from gen_flowlogs.observe.existing import Existing


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An inventory, or none. `truncated`: the reasons that the files are not whole, for which a command exits 3."""

    inventory: Inventory | None = None
    existing: Existing | None = None
    truncated: tuple[str, ...] = ()


def inventory_of(paths: Sequence[str]) -> Given:
    """The inventory in some files. Raises FileError for one that cannot be read."""
    if not paths:
        return Given()
    from gen_flowlogs.observe import inventory  # noqa: PLC0415 - most runs have none

    try:
        found, existing = inventory.read(paths, stdin=None if sys.stdin is None else sys.stdin.buffer)
    except SourceError as error:
        raise exits.FileError(str(error)) from error
    truncated = () if existing.complete else tuple(
        f"{note.source.file}: {note.text}" for note in existing.notes if note.partial
    ) or ("the inventory is not whole",)
    return Given(inventory=found, existing=existing, truncated=truncated)
