"""JSON text → its documents: one, several behind each other, or one a line. A text that is not whole is refused."""

from __future__ import annotations

import json
from typing import Final, NoReturn

from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.observe.errors import SourceError

MOST: Final = 100_000
"""Upper bound of the documents of one source."""

_SPACE: Final = pattern(r"[ \t\r\n]*")
_HALF_PAIR: Final = pattern(r"\\u[dD][89a-fA-F]")


def documents(text: str, file: str) -> tuple[object, ...]:
    """The documents of a JSON text.

    Raises SourceError for any other text, without a word of it in the message, and RecursionError for one that is
    nested too deeply.
    """
    try:
        found = _documents(text, file)
        if _HALF_PAIR.search(text):
            json.dumps(found, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        if _is_cut_off(text.rstrip(), error):
            raise SourceError(
                file, "its JSON ends in the middle, so it is cut off", "run the command that wrote it again"
            ) from error
        raise SourceError(file, f"it is not JSON at line {error.lineno}, column {error.colno}") from error
    except UnicodeEncodeError as error:
        raise SourceError(file, "a text in it has half of a surrogate pair, which is no character") from error
    except ValueError as error:
        if isinstance(error, _NotANumberError):
            raise SourceError(file, "it has NaN or an infinite number, which JSON does not have") from error
        raise SourceError(file, "it has a number of thousands of digits") from error
    return found


def _is_cut_off(text: str, error: json.JSONDecodeError) -> bool:
    """Whether a text, up to its last visible character, is the beginning of JSON."""
    if error.msg == "Expecting value" and text[: error.pos].rstrip().endswith(("}", "]")):
        return False  # behind a whole document
    rest = len(text) - error.pos
    ends_inside_a_word = rest < len("\\uXXXX") and not text.endswith(("}", "]"))
    return error.msg.startswith("Unterminated") or rest <= 0 or (ends_inside_a_word and text.startswith(("{", "[")))


class _NotANumberError(ValueError):
    """A word of JavaScript that stands for no number."""


def _no_number(_: str) -> NoReturn:
    raise _NotANumberError


_DECODER: Final = json.JSONDecoder(parse_constant=_no_number)


def _documents(text: str, file: str) -> tuple[object, ...]:
    found: list[object] = []
    at = _SPACE.match(text, 0).end()  # type: ignore[union-attr] # it matches every text
    while at < len(text):
        if len(found) == MOST:
            raise SourceError(file, f"it has more than {MOST} JSON documents")
        document, at = _DECODER.raw_decode(text, at)
        found.append(document)
        at = _SPACE.match(text, at).end()  # type: ignore[union-attr]
    return tuple(found)
