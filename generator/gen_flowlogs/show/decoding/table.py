"""Records as a table: a column a field, numbers to the right; one record alone as a line a field.

A column is as wide as its values in the first records, those that were read at once: no more are kept. Where they are
wider than the terminal, every record is a line a field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws.labels import label
from gen_flowlogs.columns import cells
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

    def __init__(self, *, labels: bool = False, encoding: str = "utf-8", width: int | None = None) -> None:
        self._labels = labels
        self._encoding = encoding
        self._terminal = width
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
        return b"" if self._kept is None else self._encoded(_records(self._kept, labels=self._labels))

    def _lines(self, batch: Batch) -> bytes:
        shown = with_labels(batch) if self._labels else batch
        texts = [token.decode("ascii") for token in shown.tokens] if shown.plain else list(map(printable, shown.tokens))
        is_first, is_new = self._columns is None, self._columns != batch.columns
        if is_new:
            self._columns = batch.columns
            self._widths = _widths(texts, batch.columns)
        text = "" if is_first or not (is_new or self._is_narrow()) else "\n"
        if self._is_narrow():
            return self._encoded(text + _records(batch, labels=self._labels))
        if is_new:
            text += _line([column.key for column in batch.columns], self._widths, batch.columns)
        width = len(batch.columns)
        rows = (_line(texts[at : at + width], self._widths, batch.columns) for at in range(0, len(texts), width))
        return self._encoded(text + "".join(rows))

    def _is_narrow(self) -> bool:
        """Whether the terminal is too narrow for the columns."""
        total = sum(self._widths) + _GAP * (len(self._widths) - 1)
        return self._terminal is not None and total > self._terminal

    def _encoded(self, text: str) -> bytes:
        return text.encode(self._encoding, "backslashreplace")


def _widths(texts: list[str], columns: tuple[Column, ...]) -> list[int]:
    """The columns of the terminal for each column of the table; `texts`: row by row."""
    return [
        min(max(len(column.key), *map(cells, texts[number :: len(columns)])), _WIDEST)
        for number, column in enumerate(columns)
    ]


def _line(texts: list[str], widths: list[int], columns: tuple[Column, ...]) -> str:
    padded = (
        f"{text:>{_characters(text, width)}}" if column.kind == "number" else f"{text:<{_characters(text, width)}}"
        for text, width, column in zip(texts, widths, columns, strict=True)
    )
    return (" " * _GAP).join(padded).rstrip() + "\n"


def _characters(text: str, width: int) -> int:
    """The characters of a text that is filled up to so many columns."""
    return width if text.isascii() else width - cells(text) + len(text)


def _records(batch: Batch, *, labels: bool) -> str:
    """Each record as a line for each field, with an empty line between two."""
    count = len(batch.columns)
    return "\n".join(
        _one(batch.columns, batch.tokens[at : at + count], labels=labels) for at in range(0, len(batch.tokens), count)
    )


def _one(columns: tuple[Column, ...], tokens: list[bytes], *, labels: bool) -> str:
    names = max(len(column.key) for column in columns)
    values = [printable(token) for token in tokens]
    width = min(max(map(cells, values)), _WIDEST)
    lines = []
    for column, token, value in zip(columns, tokens, values, strict=True):
        words = label(column.name, token.decode("utf-8", "replace")) if labels and token != NULL else None
        known = "" if words is None else printable(words.encode("utf-8", "backslashreplace"))
        lines.append(f"{column.key:<{names}}  {value:<{_characters(value, width)}}  {known}".rstrip() + "\n")
    return "".join(lines)
