"""gzip: any number of members behind each other. A file that ends early, or has junk behind it, is told so."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

from gen_flowlogs.decode.pieces import SIZE, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MARK: Final = b"\x1f\x8b"
_JUNK: Final = "the bytes behind its gzip data are not gzip"
_FORMAT: Final = 31  # of zlib: the header and the check of gzip


def unpacked(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes of all members. Raises UnreadableError behind the last of them that can be read."""
    member = _Member()
    for chunk in chunks:
        yield from member.unpacked(chunk)
    yield from member.rest()


class _Member:
    """The member that is being unpacked; None between two of them. `left`: bytes of the next one's mark."""

    def __init__(self) -> None:
        self._member: zlib._Decompress | None = None
        self._left = b""

    def unpacked(self, data: bytes) -> Iterator[bytes]:
        """The bytes that come out of more data."""
        left = self._left + data
        while left:
            if self._member is None:
                left = left.lstrip(b"\0")  # padding, which tapes and block devices add
                if len(left) < len(_MARK):
                    break
                if not left.startswith(_MARK):
                    raise UnreadableError(_JUNK)
                self._member = zlib.decompressobj(_FORMAT)
            found = _decompressed(self._member, left)
            if found:
                yield found
            left = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
            if self._member.eof:
                self._member = None
        self._left = left

    def rest(self) -> Iterator[bytes]:
        """The bytes that are left when no data comes any more."""
        while self._member is not None and (found := _decompressed(self._member, b"")):
            yield found
        if self._member is not None and not self._member.eof:
            raise UnreadableError("its gzip data ends early: it is cut off")
        if self._left:
            raise UnreadableError(_JUNK)


def _decompressed(member: zlib._Decompress, data: bytes) -> bytes:
    try:
        return member.decompress(data, SIZE)
    except zlib.error as error:
        raise UnreadableError("its gzip data is broken") from error
