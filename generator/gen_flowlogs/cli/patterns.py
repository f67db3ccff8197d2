"""Patterns of files, as the hooks and the action take them where no shell expands any.

`*` and `?` stand for characters of one name, `**` for folders, none or many; a name that begins with a dot is only
matched by one that does. One reading serves files on disk and the files of a revision.
"""

from __future__ import annotations

import glob
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from gen_flowlogs.repository import root_above

if TYPE_CHECKING:
    from collections.abc import Iterable

_SPECIAL = frozenset("*?[")


def is_pattern(text: str) -> bool:
    """Whether a text has a character that stands for others."""
    return not _SPECIAL.isdisjoint(text)


def on_disk(patterns: Iterable[str]) -> tuple[str, ...]:
    """The files that have any of the patterns, each once; a link only to what is in the repository and not hidden.

    The working directory bounds what is in no repository. A pattern is expanded in what may be anybody's checkout, and
    a link in it could lead to a file of the machine's, or to `.git/config`: messages would show lines of them.
    """
    bound = Path(root_above(os.curdir) or os.path.realpath(os.curdir))
    found = (file for each in patterns for file in sorted(glob.glob(each, recursive=True)))  # noqa: PTH207 - Path.glob refuses absolute patterns
    return tuple(dict.fromkeys(file for file in found if _may_be_read(file, bound)))


def _may_be_read(file: str, bound: Path) -> bool:
    named, real = Path(os.path.abspath(file)), Path(os.path.realpath(file))  # noqa: PTH100 - links are not resolved
    if not real.is_file():
        return False
    if named == real or not named.is_relative_to(bound):
        return True
    return real.is_relative_to(bound) and not any(part.startswith(".") for part in real.relative_to(bound).parts)


def among(names: Iterable[str], patterns: Iterable[str]) -> tuple[str, ...]:
    """The names, with `/` between folders, that have any of the patterns; a pattern may be a plain name."""
    texts = [_expression(os.path.normpath(each).replace(os.sep, "/")) for each in patterns if each]
    if not texts:
        return ()
    whole = re.compile("|".join(texts))
    return tuple(name for name in names if whole.fullmatch(name))


def _expression(pattern: str) -> str:
    parts = pattern.split("/")
    pieces = []
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        if part == "**":
            pieces.append(r"(?:[^/.][^/]*/)*" + (r"[^/.][^/]*" if last else ""))
            continue
        hidden = "" if part.startswith(".") or not is_pattern(part) else r"(?!\.)"
        pieces.append(f"{hidden}{_segment(part)}" + ("" if last else "/"))
    return "(?:" + "".join(pieces) + ")"


def _segment(part: str) -> str:
    """The expression of one name of a pattern, as `fnmatch` reads it, which does not know of folders."""
    pieces, at = [], 0
    while at < len(part):
        character = part[at]
        end = part.find("]", at + 2 + part.startswith("!", at + 1)) if character == "[" else -1
        if end > 0:
            inner = part[at + 1 : end].replace("\\", r"\\").replace("[", r"\[").replace("^", r"\^")
            pieces.append(f"(?!/)[{'^' + inner[1:] if inner.startswith('!') else inner}]")
            at = end
        else:
            pieces.append({"*": "[^/]*", "?": "[^/]"}.get(character) or re.escape(character))
        at += 1
    return "".join(pieces)
