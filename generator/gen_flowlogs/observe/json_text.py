"""JSON text → its documents: one, several behind each other, or one a line. A text that is not whole is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NoReturn

from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.observe.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

    Trim = Callable[[str | None, object], object]
    """The key of a list of a document, None for a list that is the document, and an entry → what is kept of it."""

MOST: Final = 100_000
"""Upper bound of the documents of one source."""

_SPACE: Final = pattern(r"[ \t\r\n]*")
_HALF_PAIR: Final = pattern(r"\\u[dD][89a-fA-F]")


def documents(text: str, file: str, trim: Trim | None = None, most: int | None = None) -> tuple[object, ...]:
    """The documents of a JSON text, at most `most`, else MOST.

    With `trim`, the entries of lists are read one by one, and only what it keeps of each stays in memory.
    Raises SourceError for any other text, without a word of it in the message, and RecursionError for one that is
    nested too deeply.
    """
    most = MOST if most is None else most
    try:
        has_pairs = _HALF_PAIR.search(text) is not None
        if trim is not None:
            return tuple(_documents(text, file, lambda at: _entry_by_entry(text, at, trim, has_pairs=has_pairs), most))
        found = _documents(text, file, lambda at: _DECODER.raw_decode(text, at), most)
        if has_pairs:
            _check_pairs(found)
    except json.JSONDecodeError as raised:
        error = _on_every_python(raised)
        if _is_cut_off(text.rstrip(), error):
            raise SourceError(
                file, "its JSON ends in the middle, so it is cut off", "run the command that wrote it again"
            ) from error
        raise SourceError(file, f"it is not JSON at line {error.lineno}, column {error.colno}") from error
    except UnicodeEncodeError as error:
        raise SourceError(file, "a string in it has half of a surrogate pair, which is no character") from error
    except ValueError as error:
        if isinstance(error, _TwiceError):
            raise SourceError(file, "a document in it has one key twice") from error
        if isinstance(error, _NotANumberError):
            raise SourceError(file, "it has NaN or an infinite number, which JSON does not have") from error
        raise SourceError(file, "it has a number of thousands of digits") from error
    return found


def _on_every_python(error: json.JSONDecodeError) -> json.JSONDecodeError:
    """An error at the comma that stands before a bracket, as from Python 3.13 on; before, it is at the bracket."""
    before = error.doc[: error.pos].rstrip()
    if error.doc[error.pos : error.pos + 1] in ("]", "}") and before.endswith(","):
        return json.JSONDecodeError("Illegal trailing comma", error.doc, len(before) - 1)
    return error


def _is_cut_off(text: str, error: json.JSONDecodeError) -> bool:
    """Whether a text, up to its last visible character, is the beginning of JSON."""
    if error.msg == "Expecting value" and text[: error.pos].rstrip().endswith(("}", "]")):
        return False  # behind a whole document
    rest = len(text) - error.pos
    ends_inside_a_word = rest < len("\\uXXXX") and not text.endswith(("}", "]"))
    return error.msg.startswith("Unterminated") or rest <= 0 or (ends_inside_a_word and text.startswith(("{", "[")))


class _NotANumberError(ValueError):
    """A word of JavaScript that stands for no number."""


class _TwiceError(ValueError):
    """A key that an object has twice: which of the two lists is meant, nobody can tell."""


def _no_number(_: str) -> NoReturn:
    raise _NotANumberError


_DECODER: Final = json.JSONDecoder(parse_constant=_no_number)


def _documents(text: str, file: str, read: Callable[[int], tuple[object, int]], most: int) -> tuple[object, ...]:
    found: list[object] = []
    at = _visible(text, 0)
    while at < len(text):
        if len(found) == most:
            raise SourceError(file, f"it has more than {most} JSON documents")
        document, at = read(at)
        found.append(document)
        at = _visible(text, at)
    return tuple(found)


def _visible(text: str, at: int) -> int:
    return _SPACE.match(text, at).end()  # type: ignore[union-attr] # it matches every text


def _check_pairs(value: object) -> None:
    """Raise UnicodeEncodeError where a string has half of a surrogate pair."""
    json.dumps(value, ensure_ascii=False).encode()


def _entry_by_entry(text: str, at: int, trim: Trim, *, has_pairs: bool) -> tuple[object, int]:
    """The document at a place, the entries of its lists trimmed, and the place behind it."""
    if text[at] == "[":
        return _list(text, at, None, trim, has_pairs=has_pairs)
    if text[at] != "{":
        return _whole(text, at, has_pairs=has_pairs)
    found: dict[str, object] = {}
    at = _visible(text, at + 1)
    while text[at : at + 1] != "}" or found:
        if text[at : at + 1] != '"':
            raise json.JSONDecodeError("Expecting property name enclosed in double quotes", text, at)
        key, at = _whole(text, at, has_pairs=has_pairs)
        at = _visible(text, _behind(text, _visible(text, at), ":"))
        is_list = text[at : at + 1] == "["
        value, at = (
            _list(text, at, str(key), trim, has_pairs=has_pairs) if is_list else _whole(text, at, has_pairs=has_pairs)
        )
        if key in found:
            raise _TwiceError
        found[str(key)] = value
        at = _visible(text, at)
        if text[at : at + 1] == "}":
            break
        at = _visible(text, _behind(text, at, ","))
    return found, at + 1


def _list(text: str, at: int, key: str | None, trim: Trim, *, has_pairs: bool) -> tuple[object, int]:
    found: list[object] = []
    at = _visible(text, at + 1)
    while text[at : at + 1] != "]" or found:
        entry, at = _whole(text, at, has_pairs=has_pairs)
        found.append(trim(key, entry))
        at = _visible(text, at)
        if text[at : at + 1] == "]":
            break
        at = _visible(text, _behind(text, at, ","))
    return found, at + 1


def _whole(text: str, at: int, *, has_pairs: bool) -> tuple[object, int]:
    value, at = _DECODER.raw_decode(text, at)
    if has_pairs:
        _check_pairs(value)
    return value, at


def _behind(text: str, at: int, delimiter: str) -> int:
    if text[at : at + 1] != delimiter:
        raise json.JSONDecodeError(f"Expecting '{delimiter}' delimiter", text, at)
    return at + 1
