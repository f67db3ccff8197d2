"""gzip: any number of members behind each other. A file that ends early, or has junk behind it, is told so."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

from gen_flowlogs.decode.pieces import SIZE, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MARK: Final = b"\x1f\x8b"
_FORMAT: Final = 31  # of zlib: the header and the check of gzip


def unpacked(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes of all members. Raises UnreadableError behind the last of them that can be read."""
    member = zlib.decompressobj(_FORMAT)
    left, is_open = b"", False
    for chunk in chunks:
        left += chunk
        while left:
            if not is_open:
                left = left.lstrip(b"\0")  # padding, which tape and block devices add
                if len(left) < len(_MARK):
                    break
                if not left.startswith(_MARK):
                    raise UnreadableError("there are bytes behind its gzip data that are not gzip")
                member, is_open = zlib.decompressobj(_FORMAT), True
            try:
                data = member.decompress(left, SIZE)
            except zlib.error as error:
                raise UnreadableError("its gzip data is broken") from error
            if data:
                yield data
            left, is_open = (member.unused_data, False) if member.eof else (member.unconsumed_tail, True)
    while is_open and not member.eof and (data := member.decompress(member.unconsumed_tail, SIZE)):
        yield data
    if is_open and not member.eof:
        raise UnreadableError("its gzip data ends early: it is cut off")
    if left:
        raise UnreadableError("there are bytes behind its gzip data that are not gzip")
