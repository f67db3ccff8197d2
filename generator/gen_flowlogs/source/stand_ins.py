r"""Stand-ins for what YAML 1.2 reads otherwise than the libraries, which read YAML 1.1.

Text comes in; text of the same length and the way back go out, so that every place stays right. Two things differ:

- U+0085, U+2028 and U+2029 are characters like others in YAML 1.2, and line breaks in 1.1.
- An escape between double quotes may be half of a surrogate pair, as JSON writes what is beyond U+FFFF
  (`\ud83d\ude80`); the libraries refuse one.

A stand-in is a private character that the text has nowhere, neither as it is nor as an escape.
Source: https://yaml.org/spec/1.2.2/#54-line-break-characters and #57-escaped-characters, read 2026-11.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from gen_flowlogs.lazy_pattern import pattern

Restore: TypeAlias = Callable[[str, str | None], str]
"""A scalar's value and its style → the value that the text means."""

_BREAKS = pattern("[\x85\u2028\u2029]")
_PAIR = pattern(
    r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
)  # an even number of backslashes stands before it, so that it is an escape
_ESCAPE = pattern(r"\\u([0-9a-f]{4})\\u[0-9a-f]{4}")
_NUMBERS = pattern("(?=([eEfF][0-9a-fA-F]{3}))")
_PRIVATE = range(0xE000, 0xF900)


def replaced(text: str) -> tuple[str, Restore | None]:
    """The text with stand-ins, and the way back; the text itself and None where it needs none.

    So it is, too, where the text has nearly every private character, which nobody writes.
    """
    breaks = {} if text.isascii() else dict.fromkeys(_BREAKS.findall(text))
    found = _PAIR.findall(text) if "\\u" in text else ()  # most texts have neither, and looking for a pair is slow
    pairs = dict.fromkeys((high, low) for _, high, low in found)
    if not breaks and not pairs:
        return text, None
    free = _free(text)
    try:
        filler = next(free)
        for_breaks = {character: next(free) for character in breaks}
        for_pairs = {pair: next(free) for pair in pairs}
    except StopIteration:
        return text, None
    text = text.translate({ord(character): stand_in for character, stand_in in for_breaks.items()})
    if pairs:
        text = _PAIR.sub(
            lambda found: rf"{found[1]}\u{ord(for_pairs[found[2], found[3]]):04x}\u{ord(filler):04x}", text
        )
    return text, _way_back(filler, for_breaks, for_pairs)


def _way_back(filler: str, for_breaks: dict[str, str], for_pairs: dict[tuple[str, str], str]) -> Restore:
    meant: dict[int, str | None] = {ord(stand_in): character for character, stand_in in for_breaks.items()}
    escaped = {ord(filler): None, **{ord(stand_in): _beyond(*pair) for pair, stand_in in for_pairs.items()}}
    written = {f"{ord(stand_in):04x}": rf"\u{high}\u{low}" for (high, low), stand_in in for_pairs.items()}

    def restore(value: str, style: str | None) -> str:
        if style == '"':
            return value.translate(meant | escaped)
        if "\\u" in value:  # no escape here, and meant as it is written
            value = _ESCAPE.sub(lambda found: written.get(found[1], found[0]), value)
        return value.translate(meant)

    return restore


def _beyond(high: str, low: str) -> str:
    """The character that a surrogate pair stands for."""
    return chr(0x10000 + (int(high, 16) - 0xD800) * 0x400 + int(low, 16) - 0xDC00)


def _free(text: str) -> Iterator[str]:
    """The private characters that a text has nowhere."""
    taken = {int(number, 16) for number in _NUMBERS.findall(text)} | set(map(ord, set(text)))
    return (chr(number) for number in _PRIVATE if number not in taken)
