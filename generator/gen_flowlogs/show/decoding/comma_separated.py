"""Records as CSV: a header with underscores, `-` as an empty cell. UTF-8; what cannot be printed is escaped."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from gen_flowlogs.decode.chosen import only, with_labels
from gen_flowlogs.decode.formats import NULL
from gen_flowlogs.show.decoding.shown_text import printable

if TYPE_CHECKING:
    from gen_flowlogs.decode.formats import Column
    from gen_flowlogs.decode.pieces import Batch


class CommaSeparated:
    """The form `csv`. Without `columns`, those of the first record are those of all."""

    def __init__(self, *, labels: bool = False, columns: tuple[Column, ...] | None = None) -> None:
        self._labels = labels
        self._columns = columns
        self._has_header = False

    def write(self, batch: Batch) -> bytes:
        """A line for each record, below the header."""
        if self._columns is None:
            self._columns = batch.columns
        if batch.columns != self._columns:
            batch = only(batch, tuple(column.name for column in self._columns))
        return self._header() + _rows(with_labels(batch) if self._labels else batch)

    def waiting(self) -> bytes:
        """Keep nothing."""
        return b""

    def rest(self) -> bytes:
        """The header, where no record came."""
        return self._header()

    def _header(self) -> bytes:
        if self._has_header or self._columns is None:
            return b""
        self._has_header = True
        return ",".join(column.key for column in self._columns).encode("ascii") + b"\n"


def _rows(batch: Batch) -> bytes:
    width = len(batch.columns)
    if not batch.plain:
        text = io.StringIO()
        lines = csv.writer(text, lineterminator="\n")
        for at in range(0, len(batch.tokens), width):
            cells = batch.tokens[at : at + width]
            lines.writerow(["" if cell == NULL else printable(cell) for cell in cells])
        return text.getvalue().encode("utf-8", "backslashreplace")
    tokens = batch.tokens
    if NULL in tokens:
        tokens = [b"" if token == NULL else token for token in tokens]
    if width == 1:  # an empty line would be no record
        tokens = [token or b'""' for token in tokens]
    return (b",".join([b"%b"] * width) + b"\n") * batch.rows % tuple(tokens)
