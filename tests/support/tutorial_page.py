"""docs/tutorial.md as steps, in the order of the page: commands with what they print, files to write, edits to make.

- ```console: `$ COMMAND`, and below it what it prints; a line `…` stands for lines that are left out. A comment
  before the block has the exit code where that is not 0.
- ```yaml PATH: the whole text of a file.
- ```diff: an edit of a file, as `git apply` takes it.

Other blocks (```sh, and all else) are for the reader alone, and the page says so of each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from catalogue import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGE = ROOT / "docs" / "tutorial.md"

_BLOCK = re.compile(r"^(?:<!-- exit (\d) -->\n)?```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
_LEFT_OUT = "…"


@dataclass(frozen=True)
class Command:
    """A command line, what it prints, and its exit code."""

    line: str
    printed: str
    code: int


@dataclass(frozen=True)
class File:
    """A file to write."""

    path: str
    text: str


@dataclass(frozen=True)
class Edit:
    """A patch."""

    text: str


Step = Command | File | Edit


def steps() -> tuple[Step, ...]:
    """What the page has its reader do, in order."""
    found: list[Step] = []
    for code, kind, path, text in _BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if kind == "console":
            found += _commands(text, int(code or 0))
        elif kind == "diff":
            found.append(Edit(text))
        elif path:
            found.append(File(path, text))
    return tuple(found)


def _commands(text: str, code: int) -> list[Command]:
    """The commands of a block; the code is that of the last one."""
    parts = _COMMAND.findall(text)
    codes = [0] * (len(parts) - 1) + [code]
    return [Command(line, printed, code) for (line, printed), code in zip(parts, codes, strict=True)]


def renewed(found: Iterable[tuple[Command, str]]) -> str:
    """The page with what its commands print today, but for those of which it leaves lines out."""
    page, at = PAGE.read_text(encoding="utf-8"), 0
    for step, printed in found:
        at = page.index(f"$ {step.line}\n", at) + len(f"$ {step.line}\n")
        if _LEFT_OUT not in step.printed.splitlines():
            page = page[:at] + printed + page[at + len(step.printed) :]
    return page


def agrees(shown: str, printed: str) -> bool:
    """Whether a command printed what the page shows of it."""
    parts = re.split(rf"^{_LEFT_OUT}\n", shown, flags=re.MULTILINE)
    return re.fullmatch("(?:.*\n)+?".join(map(re.escape, parts)), printed) is not None
