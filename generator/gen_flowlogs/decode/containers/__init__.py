"""Bytes → lines, messages or rows, whatever container they are in. The first bytes tell which, never the name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gen_flowlogs.decode.containers import comma_separated, gzip_members, json_messages, text
from gen_flowlogs.decode.pieces import LONGEST, Misfit, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.decode.pieces import Lines

_GZIP: Final = b"\x1f\x8b"
PARQUET: Final = b"PAR1"
_BASE64_OF_GZIP: Final = b"H4sI"
_UTF_16: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_UTF_8_MARK: Final = b"\xef\xbb\xbf"
_JSON: Final = re.compile(rb"[ \t\r\n]*[\[{]")
_DEEPEST: Final = 4  # containers in each other: a subscription in a gzip file has three

_REFUSED: Final = {
    b"\x28\xb5\x2f\xfd": "zstd",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"PK\x03\x04": "zip",
    b"\x04\x22\x4d\x18": "lz4",
    b"\xff\x06\x00\x00sNaPpY": "snappy",
    b"7z\xbc\xaf\x27\x1c": "7-Zip",
    b"Obj\x01": "Avro",
    b"ORC": "ORC",
}
_OTHER_TEXT: Final = b'"@\xef'
_LONGEST_MARK: Final = max(map(len, _REFUSED))


def pieces(chunks: Iterable[bytes], depth: int = 0) -> Iterator[Lines | Misfit]:
    """The lines and messages of a container; nothing of an empty one. Raises UnreadableError at the end of what it can.

    Parquet needs to be read from its end, and is not read here.
    """
    if depth > _DEEPEST:
        raise UnreadableError(f"it has more than {_DEEPEST} containers in each other")
    rest = iter(chunks)
    first = _first_bytes(rest)
    encoding = next((name for mark, name in _UTF_16.items() if first.startswith(mark)), None)
    if encoding is not None:
        rest = text.recoded(_joined(first, rest), encoding)
        first = _first_bytes(rest)
    first = first.removeprefix(_UTF_8_MARK)
    whole = _joined(first, rest)
    refused = next((name for mark, name in _REFUSED.items() if first.startswith(mark)), None)
    if refused is not None:
        raise UnreadableError(f"it is {refused}, which is not read here: unpack it first, or convert it")
    if first.startswith(_GZIP):
        yield from pieces(gzip_members.unpacked(whole), depth + 1)
    elif first.startswith(PARQUET):
        raise UnreadableError("it is Parquet, which is read from its end: name the file, unpacked")
    elif _JSON.match(first):
        yield from json_messages.messages(whole, lambda payload: pieces([payload], depth + 1))
    elif first.startswith(_BASE64_OF_GZIP):
        yield from _encoded(whole, depth)
    elif comma_separated.begins(first):
        yield from comma_separated.messages(whole)
    else:
        yield from text.lines(whole)


def _encoded(chunks: Iterable[bytes], depth: int) -> Iterator[Lines | Misfit]:
    """The messages of lines of base64, each of them gzip: the payload of a subscription, as a console shows it."""
    for line in text.lines(chunks, longest=json_messages.LONGEST):
        if isinstance(line, Misfit):
            yield line
            continue
        for number, each in enumerate(line.data.splitlines(), line.first):
            if each.strip():
                yield from json_messages.within(each, number, lambda payload: pieces([payload], depth + 1))


def _first_bytes(stream: Iterator[bytes]) -> bytes:
    """Enough bytes to tell the container by: those of the longest mark, and of text the first line that has any."""
    first = b""
    for chunk in stream:
        first += chunk
        is_text = first[:1].isspace() or first[:1].isalnum() or first[:1] in _OTHER_TEXT
        has_line = b"\n" in first.lstrip()
        if len(first) > LONGEST or has_line or (len(first) >= _LONGEST_MARK and (not is_text or _JSON.match(first))):
            break
    return first


def _joined(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from rest
