"""Text of a spec in Markdown: it can be neither markup nor HTML, mention no person, refer to no issue, link nowhere.

Text between backticks is a code span.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from gen_flowlogs.diagnostics import shown
from gen_flowlogs.lazy_pattern import pattern

LONGEST_CELL: Final = 250
_SPECIAL = pattern(r"[\\`*\[\]<>#!|~$&]|(?<![A-Za-z0-9])_+|_+(?![A-Za-z0-9])")
_ALIVE = pattern(r"(?<=[@#])(?=\w)|(?<=:)(?=//|\w+:)|(?<=www)(?=\.)|(?<=GH)(?=-)", re.IGNORECASE)
_CODE = pattern(r"`([^`]+)`")
_SPAN = pattern(r"[^`|\s](?:[^`|]*[^`|\s])?")


def escaped(text: str, limit: int = LONGEST_CELL) -> str:
    """Escape a text so that Markdown shows it as it is, on one line; between backticks as code."""
    cut = shown(text, limit)
    ends = [0, *(end for match in _CODE.finditer(cut) for end in match.span()), len(cut)]
    pieces = [cut[start:end] for start, end in pairwise(ends)]
    return "".join(code(piece[1:-1]) if number % 2 else plain(piece) for number, piece in enumerate(pieces))


def code(text: str) -> str:
    """A code span, in which nothing is markup; an element where a span cannot hold the text."""
    return f"`{text}`" if _SPAN.fullmatch(text) else f"<code>{plain(text)}</code>"


def plain(text: str) -> str:
    """A text of one line, in which nothing is markup."""
    entities = _SPECIAL.sub(lambda found: "".join(f"&#{ord(each)};" for each in found[0]), _ALIVE.sub("\0", text))
    return entities.replace("\0", "<!-- -->")
