"""Blocks of a Markdown page, fitted into so many bytes: each has a short form, and longer ones while there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.report.phrases import Code
from gen_flowlogs.show.markdown_text import code, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gen_flowlogs.report.phrases import Phrase

ROWS: Final = (300, 60, 12, 3)
"""Rows of a table or list: the most, and fewer where all is too much."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block in its forms, the longest first. `rank`: blocks of a lower one grow first."""

    rank: int
    forms: tuple[str, ...]


def fitted(blocks: Sequence[Block], room: int) -> str:
    """The blocks in their order. Their shortest forms are always there."""
    chosen = [block.forms[-1] for block in blocks]
    left = room - sum(map(_size, chosen))
    for number in sorted(range(len(blocks)), key=lambda each: (blocks[each].rank, each)):
        left += _size(chosen[number])
        chosen[number] = next((form for form in blocks[number].forms if _size(form) <= left), chosen[number])
        left -= _size(chosen[number])
    return "".join(f"{each}\n" for each in chosen if each)


def _size(text: str) -> int:
    return len(text.encode()) + 1


def joined(lines: Sequence[str]) -> str:
    """Lines as a block, which ends with an empty one."""
    return "".join(f"{line}\n" for line in lines)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a table."""
    return [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}", *(f"| {' | '.join(row)} |" for row in rows)]


def more(several: Sequence[object], most: int) -> list[str]:
    """The line that counts what a list leaves out."""
    left = len(several) - most
    return ["", f"… and {left:,} more"] if left > 0 else []


def words(phrase: Phrase) -> str:
    """A phrase in Markdown; a link is its text."""
    return "".join(
        code(piece.text) if isinstance(piece, Code) else plain(piece if isinstance(piece, str) else piece.text)
        for piece in phrase
    )
