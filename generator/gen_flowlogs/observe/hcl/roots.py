"""Root modules: the paths that were given → the folders of root modules with flow logs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gen_flowlogs.dataclass import dataclass, field
from gen_flowlogs.observe.errors import SourceError
from gen_flowlogs.observe.existing import Source
from gen_flowlogs.observe.hcl.folders import below, reaches_flow_logs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gen_flowlogs.observe.hcl.folders import Reading

_LISTED: Final = 5


@dataclass(frozen=True, slots=True)
class Root:
    """The folder of a root module. `files`: those that were given one by one; empty: all that it has."""

    folder: Path
    files: set[str] = field(default_factory=set)


def roots(paths: Sequence[Path], reading: Reading) -> tuple[Root, ...]:
    """The root modules of some paths, each once. Raises SourceError for a path that is not there."""
    found: dict[str, Root] = {}
    whole: set[str] = set()
    for path in paths:
        if not path.exists():
            raise SourceError(str(path), "there is no such file or folder")
        if path.is_dir():
            for folder in [path] if reading.folder(path).texts else _below(path, reading):
                key = os.path.normpath(folder)
                found.setdefault(key, Root(Path(key)))
                whole.add(key)
        else:
            key = os.path.normpath(path.parent)
            reading.folder(path.parent).add(path)
            found.setdefault(key, Root(Path(key))).files.add(os.path.normpath(path))
    return tuple(Root(root.folder) if key in whole else root for key, root in found.items())


def note_others(root: Root, reading: Reading) -> None:
    """Report the folders below one without flow logs that have some."""
    others = [each for each in _with_flow_logs(root.folder, reading) if each != root.folder]
    if others:
        reading.note(
            Source(str(root.folder)),
            f"there is no flow log in this folder, and there are in {_listed(others)}",
            "run adopt on one of these",
        )


def _below(path: Path, reading: Reading) -> list[Path]:
    """The one root module below a folder without `.tf` files; of several none, which are reported."""
    found = _with_flow_logs(path, reading)
    called = {os.path.normpath(source) for each in found for source in reading.folder(each).local_sources()}
    tops = [each for each in found if os.path.normpath(each) not in called]
    if len(tops) > 1:
        reading.note(
            Source(str(path)),
            f"there are {len(tops)} root modules with flow logs below this folder: {_listed(tops)}",
            "run adopt on one of these at a time",
        )
        return []
    return tops


def _with_flow_logs(path: Path, reading: Reading) -> list[Path]:
    return [each for each in below(path) if reaches_flow_logs(reading, each)]


def _listed(paths: Iterable[Path]) -> str:
    names = [str(each) for each in paths]
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more
