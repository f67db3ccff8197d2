"""Slips in a line that YAML reports elsewhere, or in words of something else: found in the text around the place.

Comes in: an index in a text that is no spec. Goes out: a finding at the slip, or none. Its message has keys alone: a
value may be a secret.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from gen_flowlogs.source.lines import Lines

UNSEEN: Final = "\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff"
"""Characters that nobody sees, as a part of a class of characters."""
BLANK: Final = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Characters that look like a space, and are none to YAML."""

_ODD = pattern(rf"^[ \t]*(?:-[ \t]+)*(?:[A-Za-z_][A-Za-z0-9_-]{{0,63}}:[ \t]*)?([{BLANK}{UNSEEN}])", re.MULTILINE)
_JOINED = pattern(
    r"^[ \t]*(?:- +)*(([A-Za-z_][A-Za-z0-9_-]{0,63}):([^\s:/\\][^\r\n]{0,200}?))[ \t]*(?=\r?$)", re.MULTILINE
)
_DASHED = pattern(r"^[ \t]*(-)[A-Za-z0-9_\"'{\[]", re.MULTILINE)
_ASSIGNED = pattern(r"^[ \t]*(([A-Za-z_][A-Za-z0-9_-]{0,63})[ \t]*=)(?![=~])(?=[ \t]*[^\s])", re.MULTILINE)
_BLOCK = pattern(
    r"^[ \t]*((?:resource|data|module|variable|output|provider)(?:[ \t]+\"[^\"\r\n]{0,100}\"){1,2}|terraform|locals)"
    r"[ \t]*\{",
    re.MULTILINE,
)


def odd_character(at: int, lines: Lines, text: str) -> Finding | None:
    """The finding for a character before a key or a value that looks like a space or like nothing, in two lines."""
    for begin in _line_and_above(at, text):
        found = _ODD.match(text, begin)
        if found is not None:
            name = f"U+{ord(found[1]):04X}"
            message = f"the character {name} here is no space to YAML: write a space, or take it out"
            return Finding("yaml-syntax", message, lines.position(*found.span(1)))
    return None


def joined(at: int, lines: Lines, text: str, *, flow: bool = False) -> Finding | None:
    """The finding for `key:value` without a space, which YAML reads as a text, in this line or in the one above.

    `flow`: only of a value in braces or brackets.
    """
    for begin in _line_and_above(at, text):
        found = _JOINED.match(text, begin)
        if found is None or (found[3][0] not in "{[" and (flow or ": " in found[1])):
            continue
        message = (
            f"{quoted(f'{found[2]}:')} lacks a space behind it; write {quoted(f'{found[2]}: …')}"  # no value: a secret?
        )
        return Finding("yaml-syntax", message, lines.position(*found.span(1)))
    return None


def dashed(at: int, lines: Lines, text: str) -> Finding | None:
    """The finding for an item of a list whose "-" lacks its space, in this line or in the one above."""
    for begin in _line_and_above(at, text):
        found = _DASHED.match(text, begin)
        if found is not None:
            message = 'the "-" of an item of a list lacks a space behind it'
            return Finding("yaml-syntax", message, lines.position(*found.span(1)))
    return None


def terraform(at: int, lines: Lines, text: str) -> Finding | None:
    """The finding for a line in Terraform's language, this one or the one above."""
    for begin in _line_and_above(at, text):
        found = _BLOCK.match(text, begin)
        instead = "`gen-flowlogs adopt` writes a spec of flow logs that exist"
        if found is None:
            found = _ASSIGNED.match(text, begin)
            instead = "" if found is None else f"write `{found[2]}:` in place of the `=`"
        if found is not None:
            message = f"this line is in Terraform's language, and a spec is YAML: {instead}"
            return Finding("yaml-syntax", message, lines.position(*found.span(1)))
    return None


def _line_and_above(at: int, text: str) -> tuple[int, int]:
    """The starts of the line of an index and of the line above; twice the same for the first line."""
    start = text.rfind("\n", 0, at) + 1
    return start, text.rfind("\n", 0, max(start - 1, 0)) + 1
