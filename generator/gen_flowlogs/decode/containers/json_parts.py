"""JSON documents behind each other → parts: whole documents where they are short, else the entries of their lists."""

from __future__ import annotations

import codecs
import json
import re
from typing import TYPE_CHECKING, Final

from gen_flowlogs.decode.pieces import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LARGE: Final = 2**20
"""Characters from which on a document is read entry by entry."""

_LARGEST: Final = 2**24
"""Characters of one entry, key or value."""

_DEEPEST: Final = 16
"""Lists and objects of a large document that are read entry by entry."""

_TEXTS: Final = frozenset({"message", "data", "Data"})
"""Keys of strings that hold records."""

_CUT: Final = "its JSON ends in the middle: it is cut off"
_NOT_JSON: Final = "it is not JSON all through"
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_DECODER: Final = json.JSONDecoder()


class _Text:
    """The text that has been read and not used yet, and the place in it."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self.text, self.at, self.is_whole = "", 0, False
        self.failure: UnreadableError | None = None

    def read(self) -> None:
        """Read on; at the end, or where a container ends early, remember that."""
        try:
            chunk = next(self._chunks, None)
        except UnreadableError as error:
            chunk, self.failure = None, error
        if chunk is None:
            self.is_whole = True
        more = self._decoder.decode(chunk or b"", final=chunk is None)
        self.text, self.at = self.text[self.at :] + more, 0

    def skip_space(self) -> Iterator[None]:
        """Go to the next visible character, or to the end."""
        while True:
            self.at = _SPACE.match(self.text, self.at).end()  # type: ignore[union-attr] # it matches every text
            if self.at < len(self.text) or self.is_whole:
                return
            yield None
            self.read()

    def left(self) -> int:
        """Characters that have been read and not used."""
        return len(self.text) - self.at


def parts(chunks: Iterable[bytes]) -> Iterator[object]:
    """The parts of documents; None before each time that more has to be read, which may take long.

    Raises UnreadableError behind the last part that can be read.
    """
    text = _Text(chunks)
    try:
        yield from text.skip_space()
        while text.left():
            yield from _value(text, 0)
            yield from text.skip_space()
            if text.text[text.at : text.at + 1] == ",":  # of lines that were cut out of a list
                text.at += 1
                yield from text.skip_space()
        if text.failure is not None:
            raise text.failure
    except RecursionError:
        raise UnreadableError("its JSON is nested too deeply") from None


def _value(text: _Text, depth: int) -> Iterator[object]:
    """The parts of the value at the place."""
    while True:
        begins = text.text[text.at]
        try:
            value, end = _DECODER.raw_decode(text.text, text.at)
        except ValueError as error:
            if not text.is_whole and text.left() < (_LARGE if begins in "[{" else _LARGEST):
                target = 2 * text.left()
                while not text.is_whole and text.left() < min(target, _LARGEST):
                    yield None
                    text.read()
                continue
            if begins not in "[{" or depth >= _DEEPEST:
                raise _unreadable(text, error) from None
            yield from _list(text, depth) if begins == "[" else _object(text, depth)
            return
        if begins not in '[{"' and end == len(text.text) and not text.is_whole:
            yield None
            text.read()
            continue
        text.at = end
        yield value
        return


def _list(text: _Text, depth: int) -> Iterator[object]:
    text.at += 1
    yield from text.skip_space()
    while _next(text) != "]":
        for part in _value(text, depth + 1):
            if part is None or isinstance(part, dict | list) or not depth:
                yield part
        yield from text.skip_space()
        if _next(text) == ",":
            text.at += 1
            yield from text.skip_space()
            if _next(text) != "]":
                continue
        if _next(text) != "]":
            raise _unreadable(text, None)
    text.at += 1


def _object(text: _Text, depth: int) -> Iterator[object]:
    text.at += 1
    yield from text.skip_space()
    while _next(text) != "}":
        key = [each for each in _value(text, _DEEPEST) if each is not None]
        yield from text.skip_space()
        if _next(text) != ":" or not isinstance(key[0], str):
            raise _unreadable(text, None)
        text.at += 1
        yield from text.skip_space()
        _next(text)
        for part in _value(text, depth + 1):
            if isinstance(part, str) and key[0] in _TEXTS:
                yield {key[0]: part}
            elif part is None or isinstance(part, dict) or (isinstance(part, list) and _has_parts(part)):
                yield part
        yield from text.skip_space()
        if _next(text) == ",":
            text.at += 1
            yield from text.skip_space()
        elif _next(text) != "}":
            raise _unreadable(text, None)
    text.at += 1


def _has_parts(values: list[object]) -> bool:
    return not values or any(isinstance(each, dict | list) for each in values)


def _next(text: _Text) -> str:
    """The character at the place. Raises UnreadableError at the end."""
    if not text.left():
        raise _unreadable(text, None)
    return text.text[text.at]


def _unreadable(text: _Text, error: ValueError | None) -> UnreadableError:
    if text.failure is not None:
        return text.failure
    left = text.text[text.at :].strip()
    if left.startswith(("]", "}")):
        return UnreadableError(_NOT_JSON)
    is_cut = not left or (isinstance(error, json.JSONDecodeError) and _ends_inside(error, text.text))
    return UnreadableError(_CUT if is_cut and text.is_whole else _NOT_JSON)


def _ends_inside(error: json.JSONDecodeError, text: str) -> bool:
    return error.msg.startswith("Unterminated") or error.pos >= len(text.rstrip()) - 1
