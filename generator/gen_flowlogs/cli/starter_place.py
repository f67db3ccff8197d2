"""The file that `init NAME` makes: among the specs of the configuration, without one `specs/NAME.yaml`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from gen_flowlogs.cli import shell
from gen_flowlogs.cli.configuration import NAME
from gen_flowlogs.cli.exits import UsageError
from gen_flowlogs.cli.patterns import among, is_pattern
from gen_flowlogs.cli.project import FOLDER
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.phrasing import listing, quoted
from gen_flowlogs.repository import ENDINGS, root_above

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gen_flowlogs.cli.configuration import Configuration

_MOST = 3  # folders in a message


@dataclass(frozen=True, slots=True)
class Place:
    """The path of a new spec from the working directory, and a note on it for people; empty where it needs none."""

    path: Path
    note: str


def place(text: str, found: Configuration | None) -> Place:
    """The place of a spec by its name or path. Raises UsageError where a name fits into several folders, or nowhere."""
    if not text.strip():
        raise UsageError(f"{quoted(text)} is no name of a spec; is a variable of the shell empty?")
    if is_path(text):
        return Place(path=Path(text), note=_unlisted(text, found))
    if found is None or not found.specs:
        return Place(path=Path(FOLDER, f"{text}.yaml"), note=_shadowed())
    path = _among_specs(text, found)
    return Place(path=Path(path), note=_unlisted(path, found) or f"{found.file} has specs in {_folder(path)}")


def is_path(text: str) -> bool:
    """Whether the argument of `init` is a path, and no name."""
    return "/" in text or "\\" in text or text.endswith(ENDINGS)


def _shadowed() -> str:
    """A note where the first spec in `specs/` has commands without a SPEC pass over those that are elsewhere."""
    if Path(FOLDER).exists() or root_above(os.curdir) is None:
        return ""
    from gen_flowlogs.cli.selection import any_spec  # noqa: PLC0415 - most names need no search

    other = any_spec()
    if other is None:
        return ""
    return (
        f"without a SPEC, commands take {FOLDER}/ from now on, and {shown(other, 200)} is not in it: move it there, or "
        f"have {NAME} name both folders (`specs: [{FOLDER}, DIR]`)"
    )


def _among_specs(name: str, found: Configuration) -> str:
    """A path that the configuration counts among its specs; beside them where it lists files."""
    files = [each for each in found.specs if _is_file(each)]
    listed = next((each for each in files if Path(each).stem.removesuffix(".flowlogs") == name), None)
    paths = list(filter(None, (_in_folder(each, name) for each in found.specs if each not in files)))
    paths = paths or [f"{Path(each).parent.as_posix()}/{name}.yaml" for each in files]
    folders = {Path(each).parent: each for each in reversed(paths)}
    if listed is not None:
        return listed
    if len(folders) == 1:
        return paths[0]
    if not folders:
        entries = listing([shown(each, 80) for each in found.specs], _MOST)
        raise UsageError(f"{_specs(found)} are {entries}, which has no place for {shown(name, 80)}.yaml: name its path")
    commands = [f"`{shell.command(['gen-flowlogs', 'init', each])}`" for each in sorted(folders.values())[:_MOST]]
    raise UsageError(f"{_specs(found)} are in several folders: run {listing(commands, last='or')}")


def _in_folder(entry: str, name: str) -> str:
    """The path of a spec in a folder, or by a pattern of one folder; empty where that has no place for the name."""
    if Path(entry).is_dir() or not is_pattern(entry):
        return f"{entry}/{name}.yaml"
    *folders, last = entry.split("/")
    while folders and folders[-1] == "**":
        folders.pop()
    own = f"{name}{last[1:]}" if last[0] == "*" and not is_pattern(last[1:]) else f"{name}.yaml"
    return "" if any(map(is_pattern, folders)) or not among([own], [last]) else "/".join((*folders, own))


def _is_file(entry: str) -> bool:
    return entry.endswith(ENDINGS) and not is_pattern(entry) and not Path(entry).is_dir()


def _unlisted(path: str, found: Configuration | None) -> str:
    """A note that a command without a SPEC passes over a path; empty where it does not."""
    if found is None or not found.specs or _is_meant(path, found.specs):
        return ""
    return f"{shown(path, 200)} is not among {_specs(found)}: add it there, or name it in each command"


def _is_meant(path: str, specs: Iterable[str]) -> bool:
    plain = os.path.relpath(path).replace(os.sep, "/")
    folders = (each for each in specs if not _is_file(each) and not is_pattern(each))
    return bool(among([plain], specs)) or any(_is_in(path, each) for each in folders)


def _is_in(path: str, folder: str) -> bool:
    return Path(os.path.abspath(path)).is_relative_to(os.path.abspath(folder))  # noqa: PTH100 - links are not resolved


def _folder(path: str) -> str:
    parent = Path(path).parent.as_posix()
    return "this folder" if parent == os.curdir else shown(f"{parent}/", 200)


def _specs(found: Configuration) -> str:
    return f"the specs of {found.file}"
