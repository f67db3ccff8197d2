"""Read an output folder: generated files, foreign files in their place, and root modules that are left.

Only reads. A root module that is gone from the spec keeps the files of its last apply: without them Terraform could
not destroy what the module had.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from gen_flowlogs import header
from gen_flowlogs.emit.disk import STAGED

if TYPE_CHECKING:
    from collections.abc import Mapping

LAST_APPLY = frozenset({"terraform.tf", "providers.tf"})
"""Files that a root module needs to destroy its resources: they name its state, its account and its region."""


@dataclass(frozen=True, slots=True)
class Survey:
    """The files of an output folder that matter to a build."""

    ours: dict[str, bytes]
    foreign: tuple[str, ...]
    litter: tuple[str, ...]  # of killed runs, or of one that runs now
    left: tuple[str, ...]  # root modules that wait for their last apply


def survey(files: Mapping[str, str], folder: Path, drop: frozenset[str]) -> Survey:
    """Read what is ours, below `folder` and not through links or hidden folders. Nothing is there: nothing is ours."""
    above = {parent.as_posix() for path in files for parent in PurePosixPath(path).parents}
    ours: dict[str, bytes] = {}
    foreign: list[str] = []
    litter: list[str] = []
    folders = [""]
    for prefix in folders:
        for entry in _entries(folder / prefix, needed=not prefix or prefix.rstrip("/") in above):
            path = prefix + entry.name
            if entry.name.startswith("."):
                if STAGED.fullmatch(entry.name):
                    litter.append(path)
            elif entry.is_dir(follow_symlinks=False):
                folders.append(f"{path}/")
                if path in files:
                    foreign.append(path)
            else:
                with contextlib.suppress(FileNotFoundError):  # another build removed it just now
                    if (data := _signed(entry, wanted=path in files)) is not None:
                        ours[path] = data
                    elif path in files or path in above:
                        foreign.append(path)
    modules = drop | {PurePosixPath(path).parent.as_posix() for path in files}
    left = {path for path in ours if _is_left(path, modules)}
    return Survey(
        {path: data for path, data in ours.items() if path not in left},
        tuple(sorted(foreign)),
        tuple(litter),
        tuple(sorted({PurePosixPath(path).parent.as_posix() for path in left})),
    )


def _is_left(path: str, there: frozenset[str]) -> bool:
    """Whether a file's root module is neither there nor told to go, and its last apply still needs the file."""
    return PurePosixPath(path).name in LAST_APPLY and PurePosixPath(path).parent.as_posix() not in there


def _entries(folder: Path, *, needed: bool) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except FileNotFoundError:
        return []
    except PermissionError:
        if needed:
            raise
        return []


def _signed(entry: os.DirEntry[str], *, wanted: bool) -> bytes | None:
    """The bytes of a file that carries our signature; None for anything else."""
    if not entry.is_file(follow_symlinks=False):
        return None
    try:
        with Path(entry).open("rb") as file:
            start = file.read(header.LONGEST)
            return start + file.read() if header.is_ours(start) else None
    except PermissionError:
        if wanted:
            raise
        return None
