"""Diagnostics → text for people: a line that editors can follow, the source line, a caret under what is meant.

The first of them reads `specs/prod.yaml:7:5: error: unknown key "filtre" [unknown-key]`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.columns import cell
from gen_flowlogs.diagnostics import Diagnostic, shown
from gen_flowlogs.show.diagnostics import phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_INDENT = "    "
_WIDEST = 120  # columns of source that are shown, on a terminal that has them
_BEFORE = 50  # characters kept before the caret where a line of that width is cut
_TAB = 4

_RESET, _BOLD, _GREY = "\x1b[0m", "\x1b[1m", "\x1b[2m"
_TINTS = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m"}


def as_text(diagnostics: Iterable[Diagnostic], *, colour: bool = False, width: int | None = None) -> str:
    """Two or three lines for each; empty where there are none. Only the colours can steer a terminal.

    `width`: the columns of the terminal; the line of the source is cut to them, so that the caret stays below it.
    """
    widest = _WIDEST if width is None else min(_WIDEST, width - len(_INDENT) - 1)
    return "".join(_one(diagnostic, colour=colour, widest=widest) for diagnostic in diagnostics)


def summary(diagnostics: Sequence[Diagnostic], specs: int = 0) -> str:
    """`2 errors, 1 warning`, or for a number of specs `2 errors, 1 warning in 3 specs`; empty where there are none."""
    errors, warnings = phrases.counts(diagnostics)
    parts = [_count(number, noun) for number, noun in ((errors, "error"), (warnings, "warning")) if number]
    return ", ".join(parts) + (f" in {_count(specs, 'spec')}" if parts and specs else "")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _one(diagnostic: Diagnostic, *, colour: bool, widest: int) -> str:
    tint = _TINTS[diagnostic.severity]

    def paint(text: str, style: str) -> str:
        return f"{style}{text}{_RESET}" if colour else text

    head = " ".join(
        (
            paint(f"{phrases.place(diagnostic.position)}:", _BOLD),
            paint(f"{diagnostic.severity}:", tint),
            phrases.message(diagnostic),
            paint(f"[{diagnostic.slug}]", _GREY),
        )
    )
    if not diagnostic.source.strip():
        return f"{head}\n"
    line, column, width = _excerpt(diagnostic, widest)
    caret = " " * column + paint("^" + "~" * (width - 1), tint)
    return f"{head}\n{_INDENT}{line}\n{_INDENT}{caret}\n"


def _excerpt(diagnostic: Diagnostic, widest: int) -> tuple[str, int, int]:
    """The source line, cut around what is meant; the column from 0 and the width of that, as a terminal shows it."""
    source = diagnostic.source
    start = min(diagnostic.position.column - 1, len(source))
    end = start + diagnostic.position.width
    first = _first(source, start, widest)
    pieces = ["…"] if first else []
    used = len(pieces)
    column, stop = used, used
    for number, character in enumerate(source[first : first + 2 * widest + 50], first):
        piece, width = _cell(character, used)
        if used + width > widest:
            pieces.append("…")
            break
        pieces.append(piece)
        used += width
        if number < start:
            column = used
        if number < end:
            stop = used
    return "".join(pieces).rstrip(), column, max(stop - column, 1)


def _first(source: str, start: int, widest: int) -> int:
    """The first character that is shown; `start`: the one that must be."""
    kept = widest - _BEFORE if widest >= _WIDEST else widest // 2
    plain = source.isascii() and source.isprintable()
    if len(source) <= widest and (plain or sum(_cell(each, 0)[1] for each in source) <= widest):
        return 0
    before = start if plain else sum(_cell(each, 0)[1] for each in source[:start])
    if before <= kept:
        return 0
    room, first = widest - kept, start
    while first and (room := room - _cell(source[first - 1], 0)[1]) >= 0:
        first -= 1
    return first


def _cell(character: str, used: int) -> tuple[str, int]:
    """The text to show for a character in a given column, and the number of columns that it takes."""
    if character == "\t":
        width = _TAB - used % _TAB
        return " " * width, width
    piece = shown(character)
    return (piece, len(piece)) if piece != character else (character, cell(character))
