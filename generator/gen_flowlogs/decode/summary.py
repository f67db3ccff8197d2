"""Batches → a summary of their records: how many, of which time, and how often fields of few values have which.

Its memory does not grow with the records.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from gen_flowlogs.decode.formats import NULL

if TYPE_CHECKING:
    from gen_flowlogs.decode.pieces import Batch

COUNTED: Final = ("log-status", "action", "reject-reason", "flow-direction", "type", "protocol", "traffic-path")
"""Fields of few values, of which each is counted."""

SUMMED: Final = ("packets", "bytes")
_MOST_VALUES: Final = 1000
_IN_MILLISECONDS: Final = 10**11


class Summary:
    """The summary so far. `counts`: field → value → records; `first` and `last` are seconds."""

    def __init__(self) -> None:
        self.records = 0
        self.counts: dict[str, Counter[bytes]] = {}
        self.sums: dict[str, int] = {}
        self.first: int | None = None
        self.last: int | None = None

    def add(self, batch: Batch) -> None:
        """Count the records of a batch."""
        self.records += batch.rows
        width = len(batch.columns)
        for number, column in enumerate(batch.columns):
            tokens = batch.tokens[number::width]
            if column.name in COUNTED:
                self._count(column.name, tokens)
            elif column.name in SUMMED:
                self.sums[column.name] = self.sums.get(column.name, 0) + sum(_numbers(tokens))
            elif column.name == "start":
                self.first = min((*_seconds(tokens), *(() if self.first is None else (self.first,))), default=None)
            elif column.name == "end":
                self.last = max((*_seconds(tokens), *(() if self.last is None else (self.last,))), default=None)

    def _count(self, name: str, tokens: list[bytes]) -> None:
        counter = self.counts.setdefault(name, Counter())
        counter.update(tokens)
        if len(counter) > _MOST_VALUES:
            kept = Counter(dict(counter.most_common(_MOST_VALUES // 2)))
            kept[OTHER] += sum(counter.values()) - sum(kept.values())
            self.counts[name] = kept


OTHER: Final = b"(other values)"
"""The name under which the rarest of very many values are counted together."""


def _numbers(tokens: list[bytes]) -> list[int]:
    return [int(token) for token in tokens if token != NULL]


def _seconds(tokens: list[bytes]) -> list[int]:
    return [number // 1000 if number > _IN_MILLISECONDS else number for number in _numbers(tokens)]
