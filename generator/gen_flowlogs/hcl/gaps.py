"""A template → the text of a file, laid out with gaps instead of its values, and then filled.

What `layout` does to a line depends on the name that it starts with and on the brackets at its ends, and on no text of
a spec in between. Without those texts thousands of resources have the same few paragraphs, each laid out once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gen_flowlogs.hcl.layout import layout
from gen_flowlogs.hcl.types import Comment, Label, Map
from gen_flowlogs.hcl.writer import WRITERS, comment_lines, expression, mapping, string, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Write = Callable[[Any], str]

_GAP = "\0"
"""A character that no template has, and no value that is written."""


def laid_out(pieces: Callable[[Write], Iterable[str]]) -> str:
    """The text of a template with its white space set. `pieces` calls the `write` that it is given for each value."""
    values: list[str] = []
    around = layout("".join(pieces(_leaving_gaps(values)))).split(_GAP)
    text = [""] * (2 * len(values) + 1)
    text[::2], text[1::2] = around, values  # raises ValueError unless there is a gap for each value
    return "".join(text)


def _leaving_gaps(values: list[str]) -> Write:
    """A `write` that leaves a gap for each text, label, tag and line of a comment, and appends these to `values`."""

    def text(value: str) -> str:
        values.append(string(value))
        return _GAP

    def label(value: Label) -> str:
        values.append(write(value))
        return _GAP

    def comment(value: Comment) -> str:
        lines = comment_lines(value)
        values.extend(lines)
        return "\n".join([f"#{_GAP}"] * len(lines))

    def item(value: object) -> str:
        return text(value) if type(value) is str else expression(value)

    own: dict[type, Write] = {str: text, Label: label, Comment: comment, Map: lambda value: mapping(value, item)}
    writers = WRITERS | own

    def leave(value: Any) -> str:
        writer = writers.get(type(value), write)  # which refuses what has no form in HCL
        return writer(value)

    return leave
