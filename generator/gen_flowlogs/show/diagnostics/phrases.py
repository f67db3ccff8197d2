"""Phrases that every form shares: a message with its related places, and the number of errors and warnings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import Diagnostic, Position, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST_PLACES = 3


def message(diagnostic: Diagnostic) -> str:
    """The message and, in parentheses, the related places."""
    if not diagnostic.related:
        return diagnostic.message
    places = [f"{shown(words)} {place(at)}" for words, at in diagnostic.related[:_MOST_PLACES]]
    more = len(diagnostic.related) - len(places)
    if more:
        places.append(f"and {more} more")
    return f"{diagnostic.message} ({', '.join(places)})"


def place(at: Position) -> str:
    """`file:line:column`, which editors and terminals open."""
    return f"{shown(at.file, 500)}:{at.line}:{at.column}"


def path(at: Position) -> str:
    r"""The file as JSON may have it: of a name that is not UTF-8, the bytes that are not as `\xff`.

    Half of a surrogate pair stands for such a byte in Python, and many readers refuse a document that has one.
    """
    return at.file.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def counts(diagnostics: Iterable[Diagnostic]) -> tuple[int, int]:
    """The number of errors and of warnings."""
    count = Counter(diagnostic.severity for diagnostic in diagnostics)
    return count["error"], count["warning"]
