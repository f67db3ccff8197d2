"""JSON documents of one source: bytes → all of them, one after another or one a line, and whether the last is cut off.

A shell's `>>` and `jq -c` make such files. PowerShell's `>` writes UTF-16 with a byte order mark, so the encoding is
found out.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final

_SPACE: Final = re.compile(r"[\s\x1e]*")  # U+001E begins each document of an RFC 7464 sequence
_DECODER: Final = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents, up to a mistake. `problem`: a clause about it, without the source's text; empty for none."""

    values: tuple[object, ...]
    problem: str = ""
    line: int | None = None  # of the mistake, from 1
    cut_off: bool = False  # whether the mistake is that the text ends too early


def parse(data: bytes) -> Documents:
    """All documents of a source. Total: whatever the bytes are, there is an answer."""
    try:
        text = data.decode(json.detect_encoding(data)).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return Documents((), "it is not text in UTF-8, UTF-16 or UTF-32")
    values: list[object] = []
    at = _after_space(text, 0)
    while at < len(text):
        try:
            value, at = _DECODER.raw_decode(text, at)
        except json.JSONDecodeError as error:
            return _broken(text, error, tuple(values))
        except RecursionError:
            return Documents(tuple(values), "its JSON is nested too deeply")
        except ValueError:  # more digits than Python turns into a number
            return Documents(tuple(values), "its JSON has a number with thousands of digits")
        values.append(value)
        at = _after_space(text, at)
    return Documents(tuple(values))


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return at if found is None else found.end()


def _broken(text: str, error: json.JSONDecodeError, values: tuple[object, ...]) -> Documents:
    is_at_the_end = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
    if is_at_the_end:
        return Documents(values, f"its JSON is cut off at line {error.lineno}", error.lineno, cut_off=True)
    return Documents(values, f"it is not JSON from line {error.lineno}, column {error.colno} on", error.lineno)
