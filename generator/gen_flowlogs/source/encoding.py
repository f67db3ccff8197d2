"""Bytes → text, or what keeps them from being UTF-8."""

from __future__ import annotations

import codecs

_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ADVICE = "save it as UTF-8"


def decode(data: bytes) -> tuple[str, str, int]:
    """The text without byte order marks; what is wrong, empty where nothing is; the offset of it in the text.

    A text that is not UTF-8 comes back readable, with U+FFFD for what cannot be read.
    """
    if data.startswith(_MARKS) or _wide(data):
        return "", f"the file is UTF-16 text; {_ADVICE}", 0
    try:
        return data.decode("utf-8").lstrip("\ufeff"), "", 0
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").lstrip("\ufeff")
        text = data.decode("utf-8", "replace").lstrip("\ufeff")
        return text, f"the byte 0x{data[error.start]:02x} here is not UTF-8 text; {_ADVICE}", len(before)


def _wide(data: bytes) -> bool:
    """Whether the first two characters look like UTF-16 without a byte order mark."""
    zeros = [byte == 0 for byte in data[:4]]
    return zeros in ([True, False, True, False], [False, True, False, True])
