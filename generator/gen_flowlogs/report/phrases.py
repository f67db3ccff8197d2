"""Phrases of a report: text with code and links in it, which each form writes in its own way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.secrets import masked_addresses

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LONGEST: Final = 1200
"""Characters of an author's text; the schema lets a description have 1,000."""


@dataclass(frozen=True, slots=True)
class Code:
    """A name, id or path, as it is typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A name that leads to a part of the report. `to`: the anchor of that part."""

    text: str
    to: str


Piece: TypeAlias = str | Code | Link

Phrase: TypeAlias = tuple[Piece, ...]


def listed(pieces: Sequence[Piece], most: int = 6, last: str = "and") -> Phrase:
    """`a, b and c`; beyond `most`, `a, b and 5 more`."""
    shown_pieces, left = (pieces, 0) if len(pieces) <= most else (pieces[:most], len(pieces) - most)
    ends = [*shown_pieces, *([f"{left:,} more"] if left else [])]
    joined: list[Piece] = []
    for number, piece in enumerate(ends):
        if number:
            joined.append(f" {last} " if number == len(ends) - 1 else ", ")
        joined.append(piece)
    return tuple(joined)


def codes(texts: Iterable[str], most: int = 6) -> Phrase:
    """Some names as code."""
    return listed([Code(each) for each in texts], most)


def own_words(text: str) -> str:
    """An author's text on one line: blanks joined, what cannot be printed escaped, passwords in addresses masked."""
    return shown(" ".join(masked_addresses(text).split()), LONGEST)


def plain(phrase: Phrase) -> str:
    """A phrase as text alone."""
    return "".join(piece if isinstance(piece, str) else piece.text for piece in phrase)
