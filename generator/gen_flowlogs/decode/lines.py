"""Lines of records → batches of their format, with headers, stamps and misfits. Every line is read once or twice.

A leading time is optional on each line: an export to S3 writes `2018-09-22T20:28:14.000Z `, `aws logs tail` writes
`2022-10-05T08:32:51+00:00 STREAM `, and without the offset where its format is short. Sources: CloudWatch Logs user
guide, "S3Export"; AWS CLI reference, "logs tail" (both read 2026-10).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gen_flowlogs.decode.formats import Format, column_of, format_of, header
from gen_flowlogs.decode.pieces import Batch, Lines, Misfit
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_TIME: Final = rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?"
_STREAM: Final = rb"(?![0-9]+ )[^\s]+"
_STAMP: Final = re.compile(rb"^" + _TIME + rb"(?:Z? |[+-][0-9]{2}:[0-9]{2} +(?:" + _STREAM + rb" +)?)", re.MULTILINE)
_EXACT: Final = re.compile(rb"[!$-+\--\[\]-~]+")

_KINDS: Final = {"number": "a number", "address": "an address", "word": "a word of AWS in capitals"}


class Formats:
    """The record formats that lines may have: those that are known beforehand, or the one that a header names.

    `on_header` is called with the fields of each header that is not the one before it.
    """

    def __init__(self, known: Iterable[tuple[str, ...]], on_header: Callable[[tuple[str, ...]], None]) -> None:
        self.known = tuple(format_of(names) for names in dict.fromkeys(known))
        self._named = False
        self._on_header = on_header
        self.current: Format | None = self._first()

    def begin(self) -> None:
        """Forget the header of the file before."""
        self._named = False
        self.current = self._first()

    def name(self, names: tuple[str, ...]) -> None:
        """Follow a header."""
        found = format_of(names)
        if not self._named or self.current != found:
            self._on_header(names)
        self.current, self._named = found, True

    def of(self, count: int) -> Format | None:
        """The format of a line with a number of fields; None where none has as many."""
        fitting = [each for each in self._usable() if len(each.columns) == count]
        return fitting[0] if len(fitting) == 1 else None

    def counts(self) -> tuple[int, ...]:
        """The numbers of fields that a line may have; one of them twice where two formats have as many."""
        return tuple(len(each.columns) for each in self._usable())

    def _usable(self) -> tuple[Format, ...]:
        if self._named:
            return (self.current,) if self.current is not None else ()
        return self.known

    def _first(self) -> Format | None:
        """The format to try first, unless another one has as many fields."""
        return next((each for each in self.known if self.counts().count(len(each.columns)) == 1), None)


def batches(pieces: Iterable[Lines | Misfit | Batch], formats: Formats) -> Iterator[Batch | Misfit]:
    """The records of pieces, in order, and the misfits between them."""
    for piece in pieces:
        if isinstance(piece, Lines):
            yield from _of_lines(piece, formats)
        else:
            yield piece


def _of_lines(lines: Lines, formats: Formats) -> Iterator[Batch | Misfit]:
    data, at, number = _normal(lines.data), 0, lines.first
    while at < len(data):
        end = _end_of_plain(data, at, formats)
        if end > at:
            assert formats.current is not None  # noqa: S101 - lines matched it
            tokens = (data[at:end] if at or end < len(data) else data).split()
            rows = len(tokens) // len(formats.current.columns)
            yield Batch(formats.current.columns, rows, tokens, plain=True)
            number += rows * lines.step
        elif _STAMP.match(data, at):
            data, end = _STAMP.sub(b"", data[at:]), 0
        else:
            end = data.index(b"\n", at) + 1
            yield from _one(data[at : end - 1], number, lines, formats)
            number += lines.step
        at = end


def _end_of_plain(data: bytes, at: int, formats: Formats) -> int:
    """The end of the lines from a place on that match the current format as they are."""
    found = formats.current.plain.match(data, at) if formats.current is not None else None
    return found.end() if found is not None else at


def _normal(data: bytes) -> bytes:
    """Lines that end as on Unix, without the times in front."""
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
    return _STAMP.sub(b"", data) if _STAMP.match(data) else data


def _one(line: bytes, number: int, lines: Lines, formats: Formats) -> Iterator[Batch | Misfit]:
    """One line that does not match as it is: a header, unusual spaces or characters, another format, a misfit."""
    tokens = [token for token in line.split(b" ") if token]
    if not tokens:
        return
    names = header(line)
    if names is not None:
        formats.name(names)
        return
    found = formats.of(len(tokens))
    if found is None:
        yield _unlike(tokens, number, lines, formats)
        return
    wrong = found.wrong(tokens)
    if wrong is not None:
        name, value = wrong
        kind = f"{name} is not {_KINDS[column_of(name).kind]}"
        text = quoted(value[:200].decode("utf-8", "backslashreplace"))
        yield Misfit(number, lines.unit, f"{kind}: {text}", kind)
        return
    broken = next((number for number, token in enumerate(tokens) if not _is_text(token)), None)
    if broken is not None:
        yield Misfit(number, lines.unit, f"{found.columns[broken].name} is not UTF-8", "not UTF-8")
        return
    formats.current = found
    plain = all(map(_EXACT.fullmatch, tokens)) and not any(token.startswith(b":") for token in tokens)
    yield Batch(found.columns, 1, tokens, plain=plain)


def _is_text(token: bytes) -> bool:
    try:
        token.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _unlike(tokens: list[bytes], number: int, lines: Lines, formats: Formats) -> Misfit:
    count = f"{len(tokens)} field" + ("" if len(tokens) == 1 else "s")
    counts = formats.counts()
    if not counts:
        kind = "no header above it names its fields"
    elif len(tokens) in counts:
        kind = f"{count}, as several of the record formats have: name the capture point"
    else:
        kind = f"{count} instead of {' or '.join(map(str, sorted(counts)))}"
    begins = quoted(tokens[0][:200].decode("utf-8", "backslashreplace"))
    return Misfit(number, lines.unit, f"{kind}; it begins with {begins}" if counts else kind, kind)
