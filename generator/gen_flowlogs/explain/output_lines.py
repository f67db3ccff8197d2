"""Lines of the output → the block that they are in, by the heads of blocks alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.source.lines import split
from gen_flowlogs.view.heads import head_of

if TYPE_CHECKING:
    from gen_flowlogs.view.heads import Head


def head_at(text: str, number: int) -> Head | None:
    """The head of the block that has a line, counted from 1; None where it is of no resource and no data source.

    The comment before a block belongs to it. Raises IndexError for a line that the text does not have.
    """
    lines = split(text)
    if not 1 <= number <= len(lines):
        raise IndexError(number)
    start = number - 1
    while start < len(lines) and lines[start].startswith("#"):
        start += 1
    while start < len(lines) and start > 0 and not _opens(lines[start]):
        if lines[start] == "}" and start != number - 1:
            return None
        start -= 1
    return head_of(lines[start]) if start < len(lines) else None


def _opens(line: str) -> bool:
    """Whether a line begins a block of the file itself."""
    return line.endswith("{") and not line.startswith((" ", "#"))
