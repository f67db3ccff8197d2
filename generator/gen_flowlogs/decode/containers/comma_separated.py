"""CSV of a console: a header with `message` (log events) or `@message` (Logs Insights), and a record in that column."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

from gen_flowlogs.decode.containers import text
from gen_flowlogs.decode.pieces import Lines, Misfit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MESSAGES: Final = ("@message", "message")
_BEGINNINGS: Final = (b"timestamp,", b"@timestamp,", b"message,", b"@message,", b'"timestamp"', b'"@timestamp"')


def begins(first: bytes) -> bool:
    """Whether the first line of a text is such a header."""
    line = first.split(b"\n", 1)[0].strip()
    return line in {b"message", b"@message"} or (line.startswith(_BEGINNINGS) and b"message" in line)


def messages(chunks: Iterable[bytes]) -> Iterator[Lines | Misfit]:
    """The records, each with the number of the line that it is in."""
    column: int | None = None
    for piece in text.lines(chunks):
        if isinstance(piece, Misfit):
            yield piece
            continue
        found: list[bytes] = []
        first = piece.first
        for line in piece.data.decode("utf-8", "surrogateescape").split("\n")[:-1]:
            cells = _cells(line.rstrip("\r"))
            if column is None:
                column = next((cells.index(name) for name in _MESSAGES if name in cells), 0)
                first += 1
                continue
            cell = cells[column] if column < len(cells) else line
            found.append(cell.strip().encode("utf-8", "surrogateescape"))
        if found:
            yield Lines(b"\n".join((*found, b"")), first)


def _cells(line: str) -> list[str]:
    """The cells of a line: a record has neither quotes nor newlines, so that none goes on in the next line."""
    if '"' not in line:
        return line.split(",")
    try:
        return next(csv.reader([line]), [])
    except csv.Error:
        return [line]
