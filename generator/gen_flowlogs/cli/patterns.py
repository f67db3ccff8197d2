"""Patterns of files, where no shell has expanded them.

`*` and `?` stand for characters of one name, `**` for folders, none or many; a name that begins with a dot is only
matched by one that does. One reading serves files on disk and the files of a revision.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from gen_flowlogs.cli.exits import FileError
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.repository import misleading_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SPECIAL = frozenset("*?[")
_SUFFIX = pattern(r"\.ya?ml$")
_MOST = 5  # paths in a message


def is_pattern(text: str) -> bool:
    """Whether a text has a character that stands for others."""
    return not _SPECIAL.isdisjoint(text)


def divided(texts: Iterable[str]) -> tuple[list[str], list[str]]:
    """The names of files among some texts, and the patterns. A file with such characters in its name is that file."""
    texts = tuple(texts)
    patterns = [each for each in texts if is_pattern(each) and not os.path.lexists(each)]
    return [each for each in texts if each not in patterns], patterns


@dataclass(frozen=True, slots=True)
class Found:
    """The files that some texts name or match, each once, and the patterns without a match.

    Patterns that differ only in `.yaml` or `.yml` are together: one of them is enough for a folder of specs.
    """

    files: tuple[str, ...]
    unmatched: tuple[tuple[str, ...], ...]


def found(texts: Iterable[str]) -> Found:
    """The files that names and patterns stand for. Raises FileError for what has a pattern and cannot be a spec."""
    plain, patterns = divided(texts)
    together: dict[str, list[str]] = {}
    for each in patterns:
        together.setdefault(_SUFFIX.sub(".yaml", _plainly(each)), []).append(each)
    matches = {key: on_disk(each) for key, each in together.items()}
    known = {_plainly(each) for each in plain}
    return Found(
        files=(*plain, *dict.fromkeys(file for each in matches.values() for file in each if file not in known)),
        unmatched=tuple(tuple(together[key]) for key, each in matches.items() if not each),
    )


def on_disk(patterns: Iterable[str]) -> tuple[str, ...]:
    """The files that have any of the patterns, each once. Raises FileError for what is there and cannot be a spec.

    A match that is no file, or a symbolic link out of the repository or to a hidden file, is not passed over: a spec
    that becomes one would leave the gate without a word.
    """
    matches = dict.fromkeys(_plainly(file) for each in patterns for file in sorted(_matches(each)))
    wrong = [f"{shown(file, 200)}: {why}" for file in matches if (why := _why_not(file))]
    if wrong:
        raise FileError("; ".join(wrong[:_MOST]) + (f"; and {len(wrong) - _MOST} more" if wrong[_MOST:] else ""))
    return tuple(file for file in matches if Path(file).is_file())


def _plainly(path: str) -> str:
    """A path without `./` at its start: `./specs/web.yaml` and `specs/web.yaml` are one name."""
    return path.removeprefix(f".{os.sep}").removeprefix("./")


def _why_not(file: str) -> str:
    """Why a match of a pattern is no spec; empty where it is one, or where nobody can have meant it as one."""
    why = misleading_link(file)
    if why or Path(file).is_file():
        return why
    if Path(file).is_symlink() and not Path(file).exists():
        return "it is a symbolic link that leads to nothing"
    return "it is no file" if file.endswith((".yaml", ".yml")) else ""


def _matches(pattern: str) -> Iterable[str]:
    """The paths that have a pattern. `**` enters a folder once, also where a link leads to it, and none outside."""
    parts = pattern.replace(os.sep, "/").split("/")
    if "**" not in parts:
        import glob  # noqa: PLC0415 - most runs name their specs

        return glob.glob(pattern)  # noqa: PTH207 - Path.glob refuses absolute patterns
    start = next(number for number, part in enumerate(parts) if is_pattern(part))
    top = "/".join(parts[:start]) or ("/" if pattern.startswith("/") else "")
    prefix = f"{top}/" if top and not top.endswith("/") else top
    names = (os.path.relpath(each, top or os.curdir).replace(os.sep, "/") for each in _below(top or os.curdir))
    return [f"{prefix}{name}" for name in among(names, ["/".join(parts[start:])])]


def _below(top: str) -> Iterator[str]:
    entered: set[str] = set()
    for folder, folders, files in os.walk(top, followlinks=True):
        for name in (*folders, *files):
            yield os.path.join(folder, name)  # noqa: PTH118 - as text
        for name in tuple(folders):
            path = os.path.join(folder, name)  # noqa: PTH118 - as text
            real = os.path.realpath(path)
            if real in entered or os.path.realpath(folder).startswith(real) or misleading_link(path):
                folders.remove(name)
            entered.add(real)


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
