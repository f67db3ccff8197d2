"""Read an output folder: the spec's files, those of others in their place, and root modules that are left.

Only reads. A root module that is gone from the spec keeps the files of its last apply: without them Terraform could
not destroy what the module had. A folder that no root module of the spec can have had is not looked into.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from gen_flowlogs import header
from gen_flowlogs.dataclass import dataclass, field
from gen_flowlogs.emit import ownership
from gen_flowlogs.emit.staging import STAGED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.emit.ownership import Others, Rival

GUARD = "gen_flowlogs_unfinished.tf"
"""Stands in a folder while several of its files are replaced. Signed, so the next build takes it for an orphan."""

OF_A_STACK = "providers.tf"
"""A file that only the root module of a stack has. It is the last that goes, so that its folder stays known as one."""

LAST_APPLY = frozenset({"terraform.tf", OF_A_STACK})
"""Files that a root module needs to destroy its resources: they name its state, its account and its region."""


@dataclass(slots=True)
class Survey:
    """The files of an output folder that matter to a build, by their paths below it."""

    ours: dict[str, bytes] = field(default_factory=dict)
    foreign: list[str] = field(default_factory=list)  # not signed, where one of ours would be
    rivals: dict[str, Rival] = field(default_factory=dict)  # signed, and of another spec
    litter: list[str] = field(default_factory=list)  # of killed runs, or of one that runs now
    left: list[str] = field(default_factory=list)  # root modules that wait for their last apply
    emptied: list[str] = field(default_factory=list)  # root modules to drop that have no file any more
    spared: dict[str, Rival] = field(default_factory=dict)  # folders like those of gone stacks, perhaps of another spec


@dataclass(frozen=True, slots=True)
class _Built:
    """The spec that is built."""

    files: Mapping[str, str]
    folder: Path
    drop: frozenset[str]
    own: frozenset[str]  # names in its headers
    others: Others
    modules: frozenset[str]  # the folders of its files
    above: frozenset[str]  # and the ones that these are in


def survey(
    files: Mapping[str, str], folder: Path, drop: frozenset[str], others: Others = ownership.unsearched
) -> Survey:
    """Read what matters, below `folder` and not through links or hidden folders. Nothing is there: nothing is ours."""
    modules = {PurePosixPath(path).parent for path in files}
    above = {each.as_posix() for module in modules for each in (module, *module.parents)}
    own = ownership.names(files)
    built = _Built(
        files=files,
        folder=folder,
        drop=drop,
        own=own,
        others=others,
        modules=frozenset(each.as_posix() for each in modules),
        above=frozenset(above),
    )
    found = Survey()
    folders = [""]
    gone = []
    for prefix in folders:
        for entry in _entries(folder / prefix, needed=not prefix or prefix.rstrip("/") in above):
            path = prefix + entry.name
            if not entry.is_dir(follow_symlinks=False):
                _read(entry, prefix, built, found)
            elif path in files or entry.name == GUARD:
                found.foreign.append(path)
            elif path in above:
                folders.append(f"{path}/")
            elif not prefix and not entry.name.startswith("."):
                gone.append(entry.name)
    for name in sorted(gone):
        _read_gone(name, built, found)
    _keep_for_last_apply(built, found)
    found.foreign.sort()
    return found


def survey_alone(files: Mapping[str, str], folder: Path, name: str, others: Others) -> Survey:
    """Read the one file in a folder of the author's, and the staged files of it that killed runs have left."""
    built = _Built(
        files=files,
        folder=folder,
        drop=frozenset(),
        own=ownership.names(files),
        others=others,
        modules=frozenset({"."}),
        above=frozenset({"."}),
    )
    found = Survey()
    for entry in _entries(folder, needed=True):
        is_staged = entry.name.startswith(f".{name}.") and STAGED.fullmatch(entry.name)
        if entry.name == name and entry.is_dir(follow_symlinks=False):
            found.foreign.append(name)
        elif (entry.name == name or is_staged) and not entry.is_dir(follow_symlinks=False):
            _read(entry, "", built, found)
    return found


def _read(entry: os.DirEntry[str], prefix: str, built: _Built, found: Survey) -> None:
    """Sort in a file that is in a folder of the spec."""
    path = prefix + entry.name
    if entry.name.startswith("."):
        if STAGED.fullmatch(entry.name):
            found.litter.append(path)
        return
    wanted = path in built.files or entry.name == GUARD
    with contextlib.suppress(FileNotFoundError):  # another build removed it just now
        data = _content(entry, wanted=wanted, needed=wanted or entry.name.endswith(".tf"))
        signers = () if data is None else header.signers(data)
        if data is None or not (signers or wanted):
            if wanted or path in built.above:
                found.foreign.append(path)
            return
        if wanted:
            conflict = header.starts_in_conflict(data)
            rival = ownership.rival_of_wanted(signers, built.own, built.others, conflict=conflict)
        else:
            rival = ownership.rival_of_orphan(signers, built.own, built.others, built.folder / prefix)
        if rival is None:
            found.ours[path] = data
        else:
            found.rivals[path] = rival


def _read_gone(name: str, built: _Built, found: Survey) -> None:
    """Sort in a folder that is of no root module of the spec, if it was of one: a stack that is gone."""
    folder = built.folder / name
    if name not in built.drop and not any(_is_there(folder / each) for each in (OF_A_STACK, GUARD)):
        return
    texts: dict[str, bytes] = {}
    litter, foreign, others = [], [], False
    for entry in _entries(folder, needed=True):
        path = f"{name}/{entry.name}"
        is_folder = entry.is_dir(follow_symlinks=False)
        if STAGED.fullmatch(entry.name) and not is_folder:
            litter.append(path)
            continue
        with contextlib.suppress(FileNotFoundError):
            data = (
                None
                if is_folder or entry.name.startswith(".")
                else _content(entry, wanted=entry.name == GUARD, needed=entry.name.endswith(".tf"))
            )
            if data is not None and (header.signers(data) or entry.name == GUARD):
                texts[path] = data
            elif entry.name == GUARD:
                foreign.append(path)
            else:
                others = True
    signers = {path: header.signers(data) for path, data in texts.items()}
    by = {each for names in signers.values() for each in names}
    marks = [path for path in texts if PurePosixPath(path).name in {OF_A_STACK, GUARD}]
    if not marks and not (name in built.drop and by <= built.own):
        return
    if rival := ownership.rival_of_orphan(sorted(by), built.own, built.others, folder):
        if by & built.own or name in built.drop:
            found.spared[name] = rival
        return
    found.ours |= texts
    found.litter += litter
    found.foreign += foreign if texts else []
    if name in built.drop and not texts and (litter or not (others or foreign)):
        found.emptied.append(name)


def _keep_for_last_apply(built: _Built, found: Survey) -> None:
    """Set aside the files of root modules that are neither there nor told to go, and whose last apply needs them."""
    there = built.drop | built.modules
    for path in sorted(found.ours):
        module, _, name = path.rpartition("/")
        if name in LAST_APPLY and (module or ".") not in there:
            del found.ours[path]
            found.left.append(module or ".")
    found.left = sorted(set(found.left))


def _is_there(path: Path) -> bool:
    """Whether there is anything at a path, in a folder that may be the author's and closed."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except PermissionError:
        if os.access(path.parent, os.X_OK):
            raise
        return False
    return True


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


def _content(entry: os.DirEntry[str], *, wanted: bool, needed: bool) -> bytes | None:
    """The bytes of a file that has a header or, where it is wanted, had one before a crash; None for anything else.

    `needed`: Terraform reads it too, so that a file without permission is an error.
    """
    if not entry.is_file(follow_symlinks=False):
        return None
    try:
        with Path(entry).open("rb") as file:
            start = file.read(header.LONGEST)
            conflict = header.starts_in_conflict(start)
            if not (header.is_ours(start) or conflict or (wanted and header.is_torn(start))):
                return None
            data = start + file.read()
    except PermissionError:
        if needed:
            raise
        return None
    return None if conflict and not header.signers(data) else data
