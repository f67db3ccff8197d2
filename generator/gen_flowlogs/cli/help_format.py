"""The forms of a help text, as wide as the terminal.

argparse makes one for each argument that is added, and its own ask `shutil` for the width, which is slow to import.
"""

from __future__ import annotations

import argparse
import os
import sys


class _NoColours:
    """The theme of a help text without colours: each is an empty text."""

    def __getattr__(self, _: str) -> str:
        return ""


class _Plain(argparse.HelpFormatter):
    """A form without colours: the usual ones of Python 3.14 import `dataclasses`, even for none."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=columns() - 2)

    def _set_color(self, *_: object, **__: object) -> None:
        self._theme, self._decolor = _NoColours(), str


class Formatter(_Plain):
    """The usual form."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        """Wrap a text, but for one with an address, which a terminal follows only where it is whole."""
        return text if "://" in text else super()._fill_text(text, width, indent)


class RawFormatter(_Plain, argparse.RawDescriptionHelpFormatter):
    """The form that leaves the lines of a description as they are."""


def columns() -> int:
    """The width of the terminal: what `COLUMNS` says, else what standard output has, else 80."""
    said = os.environ.get("COLUMNS", "")
    if len(said) < 5 and said.isdecimal() and int(said):
        return int(said)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):  # closed, redirected
        return 80
