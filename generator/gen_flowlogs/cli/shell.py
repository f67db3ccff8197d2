"""Commands as a person copies them from a message into a shell: what is printed runs, whatever names are in it."""

from __future__ import annotations

import os
import shlex
import sys
from typing import TYPE_CHECKING, Final

from gen_flowlogs.cli import terminal
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.lazy_pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

_UNPLAIN: Final = pattern(r"[^A-Za-z0-9_./=-]+")


def command(words: Iterable[str]) -> str:
    """One line that a shell reads as these words."""
    return " ".join(map(word, words))


def word(text: str) -> str:
    """A word in quotes where it needs them: `$'…'`, which bash and zsh know, where it cannot be printed as it is."""
    return shlex.quote(text) if _is_shown(text) else f"$'{_UNPLAIN.sub(lambda found: _numbers(found[0]), text)}'"


def path(name: str) -> str:
    """A path, from the working directory, as a word that git takes for a name: `:(glob)x` alone has a meaning to it."""
    return word(f"./{name}" if name.startswith(":") else name)


def _is_shown(text: str) -> bool:
    """Whether standard error shows a text unchanged."""
    try:
        text.encode(getattr(sys.stderr, "encoding", None) or "utf-8")
    except UnicodeError:
        return False
    return shown(text, len(text)) == text == terminal.harmless(text, "text")


def _numbers(text: str) -> str:
    return "".join(f"\\{byte:03o}" for byte in os.fsencode(text))
