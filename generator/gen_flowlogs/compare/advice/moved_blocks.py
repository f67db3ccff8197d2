"""Addresses that get or lose a key → the `moved` blocks that an author can write beside the output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.compare.plan.differences import KEYED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.compare.comparison import Change

_FEW = 4


def moved_blocks(changes: Iterable[Change]) -> Iterator[str]:
    """One line for each block, and one for the number of those that are left out."""
    blocks = list(dict.fromkeys(each.advice for each in changes if each.reason == KEYED and each.advice))
    yield from blocks[:_FEW]
    if len(blocks) > _FEW:
        yield f"with such a `moved` block {len(blocks) - _FEW} more flow logs would stay"
