"""Patterns of files, where no shell has expanded them.

`*` and `?` stand for characters of one name, `**` for folders, none or many; a name that begins with a dot is only
matched by one that does. One reading serves files on disk and the files of a revision.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from gen_flowlogs.cli.exits import FileError
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.repository import ENDINGS, misleading_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SPECIAL = frozenset("*?[")
_SUFFIX = pattern(r"\.ya?ml$")
_MOST = 5  # paths in a message

_Part = Callable[[str], bool] | None
"""Whether a name has one part of a pattern; None is `**`."""


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


def on_disk(patterns: Iterable[str], passed_over: list[str] | None = None) -> tuple[str, ...]:
    """The files that have any of the patterns, each once. Raises FileError for what is there and cannot be a spec.

    A match that is no file, or a symbolic link out of the repository or to a hidden file, is not passed over: a spec
    that becomes one would leave the gate without a word. For the same reason `**` refuses a link to such a folder, but
    where `passed_over` collects it.
    """
    matches = dict.fromkeys(_plainly(file) for each in patterns for file in sorted(_matches(each, passed_over)))
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
    return "it is no file" if file.endswith(ENDINGS) else ""


def _matches(pattern: str, passed_over: list[str] | None) -> Iterable[str]:
    """The paths that have a pattern. `**` enters a folder once, also where a link leads to it, and none outside.

    A link to a folder outside is one of the paths, or of `passed_over` where that collects them.
    """
    parts = pattern.replace(os.sep, "/").split("/")
    if "**" not in parts:
        import glob  # noqa: PLC0415 - most runs name their specs

        return glob.glob(pattern)  # noqa: PTH207 - Path.glob refuses absolute patterns
    start = next(number for number, part in enumerate(parts) if is_pattern(part))
    top = "/".join(parts[:start]) or ("/" if pattern.startswith("/") else "")
    prefix = f"{top}/" if top and not top.endswith("/") else top
    outside: list[str] = []
    found = _below(top or os.curdir, outside, hidden=any(part.startswith(".") for part in parts[start:]))
    names = (os.path.relpath(each, top or os.curdir).replace(os.sep, "/") for each in found)
    matches = [f"{prefix}{name}" for name in among(names, ["/".join(parts[start:])])]
    if passed_over is None:
        return [*matches, *outside]
    passed_over += (each for each in outside if each not in passed_over)
    return matches


def _below(top: str, outside: list[str], *, hidden: bool) -> Iterator[str]:
    """The paths below a folder, in hidden folders only if asked; `outside` collects links to folders not entered."""
    entered: set[str] = set()
    for folder, folders, files in os.walk(top, onerror=_refuse, followlinks=True):
        for name in (*folders, *files):
            yield os.path.join(folder, name)  # noqa: PTH118 - as text
        for name in tuple(folders):
            path = os.path.join(folder, name)  # noqa: PTH118 - as text
            real = os.path.realpath(path)
            misleads = misleading_link(path)
            left_out = name.startswith(".") and not hidden
            if misleads and not left_out and "node_modules" not in Path(path).parts:
                outside.append(_plainly(path))
            if left_out or misleads or real in entered or Path(os.path.realpath(folder)).is_relative_to(real):
                folders.remove(name)
            entered.add(real)


def _refuse(error: OSError) -> None:
    """Raise FileError for a folder that cannot be listed: its specs would leave the gate without a word."""
    if Path(error.filename).is_dir():
        raise FileError(f"cannot read {shown(_plainly(error.filename), 200)}: {error.strerror}") from error


def among(names: Iterable[str], patterns: Iterable[str]) -> tuple[str, ...]:
    """The names, with `/` between folders, that have any of the patterns; a pattern may be a plain name."""
    readings = [_reading(os.path.normpath(each).replace(os.sep, "/")) for each in patterns if each]
    return tuple(name for name in names if any(_has(reading, name.split("/")) for reading in readings))


def _reading(pattern: str) -> list[_Part]:
    """The parts of a pattern; `**` at its end stands for files too, and one after another for no more than one."""
    parts = pattern.split("/")
    if parts[-1] == "**":
        parts.append("*")
    return [_part(each) for each, before in zip(parts, [None, *parts], strict=False) if (each, before) != ("**", "**")]


def _part(part: str) -> _Part:
    if part == "**":
        return None
    if not is_pattern(part):
        return part.__eq__
    import fnmatch  # noqa: PLC0415 - most runs name their specs

    matches = re.compile(fnmatch.translate(part)).match
    return lambda name: matches(name) is not None and (not name.startswith(".") or part.startswith("."))


def _has(parts: list[_Part], names: list[str]) -> bool:
    """Whether a path has a pattern. All readings advance together, so that no pattern takes long."""
    reached = _after(parts, [0])
    for name in names:
        stay = [at for at in reached if at < len(parts) and parts[at] is None and name and not name.startswith(".")]
        on = [at + 1 for at in reached if at < len(parts) and (part := parts[at]) is not None and part(name)]
        reached = _after(parts, [*stay, *on])
        if not reached:
            return False
    return len(parts) in reached


def _after(parts: list[_Part], places: Iterable[int]) -> set[int]:
    """Places in a pattern, and those behind a `**`, which may stand for no folder."""
    reached = set(places)
    return reached | {at + 1 for at in reached if at < len(parts) and parts[at] is None}
