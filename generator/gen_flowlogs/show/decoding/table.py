"""Records as a table: a column a field, numbers to the right; one record alone as a line a field.

A column is as wide as its values in the first records, those that were read at once: no more are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws.labels import label
from gen_flowlogs.decode.chosen import with_labels
from gen_flowlogs.decode.formats import NULL
from gen_flowlogs.show.decoding.shown_text import printable

if TYPE_CHECKING:
    from gen_flowlogs.decode.formats import Column
    from gen_flowlogs.decode.pieces import Batch

_WIDEST: Final = 60
_GAP: Final = 2


class Table:
    """The form `table`."""

    def __init__(self, *, labels: bool = False, encoding: str = "utf-8") -> None:
        self._labels = labels
        self._encoding = encoding
        self._kept: Batch | None = None
        self._columns: tuple[Column, ...] | None = None
        self._widths: list[int] = []

    def write(self, batch: Batch) -> bytes:
        """A line for each record, below the names of the columns; of a first record alone nothing yet."""
        if self._columns is None and self._kept is None and batch.rows == 1:
            self._kept = batch
            return b""
        return self.waiting() + self._lines(batch)

    def waiting(self) -> bytes:
        """The line of a first record alone."""
        kept, self._kept = self._kept, None
        return b"" if kept is None else self._lines(kept)

    def rest(self) -> bytes:
        """The only record, a line for each field."""
        return b"" if self._kept is None else self._encoded(_one(self._kept, labels=self._labels))

    def _lines(self, batch: Batch) -> bytes:
        if self._labels:
            batch = with_labels(batch)
        cells = [token.decode("ascii") for token in batch.tokens] if batch.plain else list(map(printable, batch.tokens))
        width = len(batch.columns)
        head = ""
        if self._columns != batch.columns:
            head = "" if self._columns is None else "\n"
            self._columns = batch.columns
            self._widths = [
                min(max(len(column.key), *map(len, cells[number::width])), _WIDEST)
                for number, column in enumerate(batch.columns)
            ]
            head += _line([column.key for column in batch.columns], self._widths, batch.columns)
        rows = (_line(cells[at : at + width], self._widths, batch.columns) for at in range(0, len(cells), width))
        return self._encoded(head + "".join(rows))

    def _encoded(self, text: str) -> bytes:
        return text.encode(self._encoding, "backslashreplace")


def _line(cells: list[str], widths: list[int], columns: tuple[Column, ...]) -> str:
    padded = (
        f"{cell:>{width}}" if column.kind == "number" else f"{cell:<{width}}"
        for cell, width, column in zip(cells, widths, columns, strict=True)
    )
    return (" " * _GAP).join(padded).rstrip() + "\n"


def _one(batch: Batch, *, labels: bool) -> str:
    names = max(len(column.key) for column in batch.columns)
    values = [printable(token) for token in batch.tokens]
    width = min(max(map(len, values)), _WIDEST)
    lines = []
    for column, token, value in zip(batch.columns, batch.tokens, values, strict=True):
        words = label(column.name, token.decode("utf-8", "replace")) if labels and token != NULL else None
        known = "" if words is None else printable(words.encode("utf-8", "backslashreplace"))
        lines.append(f"{column.key:<{names}}  {value:<{width}}  {known}".rstrip() + "\n")
    return "".join(lines)
