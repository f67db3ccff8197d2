"""Text → the same text with each character composed (NFC), so that what looks the same is the same.

Composing puts the marks behind a letter in order, one by one, which takes the square of their number: `unicodedata`
works for a minute on 300,000 of them. So the marks of a long text are put in order before it is given to `unicodedata`.
"""

from __future__ import annotations

import unicodedata
from itertools import groupby

_LONG = 100
"""Characters. The square of fewer is no work."""


def normal(text: str) -> str:
    """The text in its normal form NFC."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text if len(text) < _LONG else ordered(text))


def ordered(text: str) -> str:
    """A text of the same normal form, whose marks are in their canonical order already."""
    parts = {character: unicodedata.normalize("NFD", character) for character in set(text)}
    if not any(unicodedata.combining(part[0]) for part in parts.values()):
        return text  # no letter has more marks than its own
    apart = "".join(map(parts.__getitem__, text))
    return "".join(
        "".join(sorted(run, key=unicodedata.combining) if marks else run)
        for marks, run in groupby(apart, key=lambda character: unicodedata.combining(character) > 0)
    )
