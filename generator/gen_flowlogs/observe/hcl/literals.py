"""Literals: the text of a number or of a part of a string → its value."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Final

from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.observe.hcl.pieces import ESCAPED
from gen_flowlogs.observe.hcl.syntax import Literal, Unsupported

if TYPE_CHECKING:
    from gen_flowlogs.observe.hcl.syntax import Expression

_DIGITS: Final = 30
_STAND_INS: Final = {stand_in: escaped[1:] for escaped, stand_in in ESCAPED.items()}
_ESCAPE = pattern(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|(" + "|".join(_STAND_INS) + ")", re.DOTALL)
_LETTERS: Final = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


def number(text: str) -> Expression:
    """A number; one with more digits than Terraform compares is not evaluated."""
    if len(text) > _DIGITS:
        return Unsupported("a number has too many digits")
    return Literal(int(text) if text.lstrip("-").isdigit() else float(text))


def unescaped(text: str) -> str:
    """A part of a string, its escapes resolved."""
    return _ESCAPE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code:
        number = int(code, 16)
        return chr(number) if number <= sys.maxunicode and not 0xD800 <= number < 0xE000 else "\ufffd"
    return _STAND_INS[found[4]] if found[4] else _LETTERS.get(found[3], found[3])
