"""A value of a record → a few words to show beside it: `6` is TCP, `1418530010` is 2014-12-14 04:06:50 UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from urllib.parse import unquote

from gen_flowlogs.aws.field_values import TCP_FLAGS, VALUES
from gen_flowlogs.aws.fields import TAG_FIELD_NAMES

_TIMES: Final = frozenset({"start", "end"})
_LABELS: Final = {name: {each.value: each.label for each in several} for name, several in VALUES.items()}
_ALL_FLAGS: Final = sum(TCP_FLAGS)
_DIGITS: Final = frozenset("0123456789")
_LATEST: Final = 253_402_300_799  # the last second of the year 9999
_MILLISECONDS: Final = 13
"""Digits of a time in milliseconds, which some records have had; 10 are seconds."""


def label(name: str, value: str) -> str | None:
    """The words for a value of the field `name`, spelled with hyphens; None where the value needs none or is unknown.

    The label of a tag field is its decoded text, which may have any character: escape it where it is shown.
    """
    if name in _TIMES:
        return _time(value)
    if name == "tcp-flags":
        return _flags(value)
    if name in TAG_FIELD_NAMES:
        decoded = unquote(value)
        return decoded if decoded != value else None
    words = _LABELS[name].get(value) if name in _LABELS else None
    return words if words != value else None


def utc(seconds: int) -> str:
    """A time of a record; beyond the year 9999 it is its number."""
    return str(seconds) if seconds > _LATEST else f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"


def labelled() -> frozenset[str]:
    """The names of all fields that have labels."""
    return _TIMES | TAG_FIELD_NAMES | frozenset(_LABELS)


def _time(value: str) -> str | None:
    if len(value) not in (10, _MILLISECONDS) or not _DIGITS.issuperset(value):
        return None
    return utc(int(value[:10]))


def _flags(value: str) -> str | None:
    """The flags of a sum of bits, in the order of their bits; None for a number that has others."""
    if not value or len(value) > 2 or not _DIGITS.issuperset(value) or int(value) > _ALL_FLAGS:
        return None
    return ", ".join(flag for bit, flag in TCP_FLAGS.items() if int(value) & bit) or _LABELS["tcp-flags"]["0"]
