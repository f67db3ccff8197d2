"""Text: whole lines in blocks of about the size they are read in. A line without an end is never kept in memory."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from gen_flowlogs.decode.pieces import LONGEST, Lines, Misfit, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def lines(chunks: Iterable[bytes], longest: int = LONGEST) -> Iterator[Lines | Misfit]:
    """The lines of chunks; the last one may lack its newline. A line of more than `longest` bytes is a misfit.

    What `chunks` raises leaves the beginning of a line unread: it is not known to be whole.
    """
    parts: list[bytes] = []
    length, number = 0, 1
    for chunk in chunks:
        end = chunk.find(b"\n") + 1
        if not end:
            length += len(chunk)
            parts.append(chunk)
            if length > longest:
                parts.clear()
            continue
        start = 0
        if length + end - 1 > longest:
            yield _too_long(number, longest)
            parts, number, start = [], number + 1, end
        last = chunk.rfind(b"\n") + 1
        whole = b"".join((*parts, chunk[start:last]))
        if whole:
            yield from _bounded(whole, number, longest)
            number += whole.count(b"\n")
        parts, length = [chunk[last:]], len(chunk) - last
        if length > longest:
            parts = []
    if length > longest:
        yield _too_long(number, longest)
    elif length:
        yield Lines(b"".join((*parts, b"\n")), number)


def _bounded(data: bytes, number: int, longest: int) -> Iterator[Lines | Misfit]:
    """Lines that are in memory, without those that are too long."""
    half = longest // 2  # a line that is too long has one of these stretches for itself
    stretches = range(0, len(data) - half, half)
    if all(data.find(b"\n", at, at + half) >= 0 for at in stretches):
        yield Lines(data, number)
        return
    for line in data.split(b"\n")[:-1]:
        yield Lines(line + b"\n", number) if len(line) <= longest else _too_long(number, longest)
        number += 1


def _too_long(number: int, longest: int) -> Misfit:
    kind = f"it is longer than {longest:,} bytes"
    return Misfit(number, "line", kind, kind)


def recoded(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Text of another encoding, such as that of PowerShell's `>`, as UTF-8, without its mark."""
    decoder = codecs.getincrementaldecoder(encoding)()
    first = True
    try:
        for chunk in chunks:
            found = decoder.decode(chunk)
            if first and found:
                found, first = found.removeprefix("\ufeff"), False
            if found:
                yield found.encode("utf-8", "surrogatepass")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise UnreadableError(f"its text is not {encoding.upper()}") from error
