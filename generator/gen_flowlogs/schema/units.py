"""Amounts of time in words, as authors write them where a number of days or of seconds stands.

Comes in: a text. Goes out: days or seconds; None for any other text.
"""

from __future__ import annotations

import re
from typing import Final

from gen_flowlogs.lazy_pattern import pattern

FOR_EVER: Final = frozenset(("never", "forever", "infinite", "infinity", "unlimited", "indefinite", "none"))
"""Words in lower case for a retention without an end."""

_AMOUNT: Final = pattern(r"([0-9]{1,6})[ _-]?([a-z]{1,7})", re.IGNORECASE)
_DAYS: Final = {"d": 1, "day": 1, "w": 7, "week": 7, "mo": 30, "month": 30, "m": 30, "y": 365, "yr": 365, "year": 365}
_SECONDS: Final = {"s": 1, "sec": 1, "second": 1, "m": 60, "min": 60, "minute": 60, "h": 3600, "hour": 3600}


def days(text: str) -> int | None:
    """`30d`, `12 months` or `1y` as days; `m` is a month."""
    return _read(text, _DAYS)


def is_duration(text: str) -> bool:
    """Whether a text is an amount of days in words, or has no end."""
    return text.lower() in FOR_EVER or days(text) is not None


def seconds(text: str) -> int | None:
    """`60s`, `1m` or `10 minutes` as seconds."""
    return _read(text, _SECONDS)


def _read(text: str, units: dict[str, int]) -> int | None:
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        return None
    unit = found[2].lower()
    factor = units.get(unit) or units.get(unit.removesuffix("s"))
    return None if factor is None else int(found[1]) * factor or None
