"""Pieces: the parts of a `.tf` file before they are parsed, and what stands for escapes and heredocs in their text."""

from __future__ import annotations

from typing import Final

from gen_flowlogs.dataclass import dataclass

ESCAPED: Final = {"$${": "\ufdd1\ufdd1\ufdd1", "%%{": "\ufdd2\ufdd2\ufdd2"}
"""Escaped interpolations → their stand-ins."""
HEREDOC: Final = "\ufdd0"
"""Begins and ends the string that stands for a heredoc; its number is between."""


@dataclass(frozen=True, slots=True)
class Heredoc:
    """The text between the marks of a heredoc. `trims`: its lines lose the indentation that they share."""

    text: str
    trims: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A top-level block: what its head says, and its text. Also a whole file of values, without a head."""

    type: str
    labels: tuple[str, ...]
    text: str
    line: int
    heredocs: tuple[Heredoc, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """A part of a file that cannot be read; `why` is a clause."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Scanned:
    """The blocks of a file, in order, and what is no block."""

    pieces: tuple[Piece, ...]
    faults: tuple[Fault, ...]
    text: str = ""
    heredocs: tuple[Heredoc, ...] = ()
