"""The columns that a text takes on a terminal, and how it is broken into lines that fit."""

from __future__ import annotations

import os
import unicodedata
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from collections.abc import Mapping

NARROWEST: Final = 40
"""Columns below which nothing is cut any further."""

_ROOM: Final = 20
"""Columns that a column of text needs."""

_ROOM_BESIDE: Final = 32
"""Columns that a sentence needs beside its head."""

_FEW: Final = 4
"""Columns of the indentation where there is no room."""

_JAMO: Final = range(0x1160, 0x1200)
"""Vowels and final consonants of Hangul, which join the consonant before them."""


def width_of(stream: TextIO, environ: Mapping[str, str]) -> int | None:
    """The columns of the terminal that a stream writes to; None for a file or a pipe, whose lines have no end."""
    if not stream.isatty():
        return None
    said = environ.get("COLUMNS", "")
    if len(said) < 5 and said.isdecimal() and int(said) > 0:
        return max(int(said), NARROWEST)
    try:
        columns = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        return None
    return max(columns, NARROWEST) if columns > 0 else None


def cells(text: str) -> int:
    """The columns of a text without control characters."""
    return len(text) if text.isascii() else sum(map(cell, text))


def cell(character: str) -> int:
    """The columns of one character: none for what joins the one before it, two for what is wide."""
    if character < "\u0300":
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf") or ord(character) in _JAMO:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def beside(head: str, text: str, width: int | None) -> str:
    """A text behind its head; below it, a little to the right, where the terminal leaves no room beside it."""
    if width is None or width - cells(head) >= _ROOM_BESIDE:
        return wrapped(head + text, width, cells(head))
    return f"{wrapped(head.rstrip(), width, _FEW)}\n{wrapped(' ' * _FEW + text, width, _FEW)}"


def wrapped(text: str, width: int | None, indent: int = 0) -> str:
    """A line, broken between words where it is wider than `width`, with `indent` columns before all but the first.

    Where that would leave next to nothing of the width, they are few.
    """
    if width is None or cells(text) <= width:
        return text
    import textwrap  # noqa: PLC0415 - most lines fit

    indent = indent if width - indent >= _ROOM else min(indent, _FEW)
    lines: list[str] = []
    line = ""
    for word in textwrap.TextWrapper(break_on_hyphens=False)._split(text):  # noqa: SLF001 - words and the spaces between
        room = width if not lines else width - indent
        if line.strip() and cells(line) + cells(word.rstrip()) > room:
            lines.append(line.rstrip())
            line = word.lstrip()
        else:
            line += word
    lines.append(line.rstrip())
    return ("\n" + " " * indent).join(lines)
