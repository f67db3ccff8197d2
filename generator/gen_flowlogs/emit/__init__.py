"""A set of files and an output folder: what would change (`plan`), and the change itself (`apply`).

Ours is what carries the header of this spec, or of none that is left; the rest of the folder is the author's or another
spec's, and stays as it is. Bytes decide, so a file that was edited by hand is a changed one. `plan` only reads.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from gen_flowlogs import header
from gen_flowlogs.dataclass import dataclass, field, replace
from gen_flowlogs.emit import ownership
from gen_flowlogs.emit.disk import Change, exchange
from gen_flowlogs.emit.errors import ForeignError, HalfWrittenError, UnwritableError, errors_named
from gen_flowlogs.emit.folders import locked
from gen_flowlogs.emit.ownership import Others, Rival, Unsearched
from gen_flowlogs.emit.survey import GUARD, OF_A_STACK, survey, survey_alone
from gen_flowlogs.lazy_pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gen_flowlogs.emit.survey import Survey
    from gen_flowlogs.render import FileSet

__all__ = [
    "GUARD",
    "ForeignError",
    "HalfWrittenError",
    "Others",
    "Plan",
    "Rival",
    "Unsearched",
    "UnwritableError",
    "apply",
    "plan",
]

_PATH = pattern(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)*[A-Za-z0-9_][A-Za-z0-9_.-]*")

_GUARD_TEXT = """
# gen-flowlogs was killed while it replaced the files of this folder: some are old, some are new. This constraint makes
# Terraform refuse them. Build again: that completes the files and removes this one.
terraform {
  required_version = "< 0.0.1"
}
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """The changes that `apply` makes in a folder. Paths are below it, with `/`, sorted, each in one of the six."""

    folder: Path
    created: tuple[str, ...]
    changed: tuple[str, ...]
    deleted: tuple[str, ...]
    unchanged: tuple[str, ...]
    foreign: tuple[str, ...]
    old: Mapping[str, str] = field(repr=False)  # texts of what is changed or deleted
    new: Mapping[str, str] = field(repr=False)  # texts of what is created or changed
    files: Mapping[str, str] = field(repr=False)  # the whole set
    rivals: Mapping[str, Rival] = field(default_factory=dict)  # files of other specs, where ours would be or were
    left: tuple[str, ...] = ()  # root modules that the files no longer have, kept until their last apply
    spared: Mapping[str, Rival] = field(default_factory=dict)  # folders that may be of such, or of another spec
    drop: frozenset[str] = frozenset()  # root modules that were told to go
    emptied: tuple[str, ...] = ()  # those among them that a killed build left empty
    others: Others = field(default=ownership.unsearched, repr=False)
    alone: str | None = None  # the one file of the plan in a folder of the author's

    @property
    def place(self) -> Path:
        """The folder that is all the plan's, or its one file."""
        return self.folder if self.alone is None else self.folder / self.alone

    @property
    def stale(self) -> bool:
        """Whether the folder is anything but what the spec says."""
        return bool(self.created or self.changed or self.deleted or self.refused)

    @property
    def refused(self) -> bool:
        """Whether nothing is written, since files of somebody else are where the output is to be."""
        return bool(self.foreign or self.rivals)


def plan(
    files: FileSet,
    folder: Path,
    *,
    drop: frozenset[str] = frozenset(),
    others: Others = ownership.unsearched,
    alone: str | None = None,
) -> Plan:
    """Plan the changes that make `folder` hold `files`. Raises UnwritableError where it cannot be read.

    A root module (a folder) that has no more files keeps what its last apply needs, unless it is in `drop`. `others`
    finds the specs that a file with another header may be of. `alone`: the one file of `files`, where the folder is the
    author's and nothing else in it may be touched.

    ValueError is a bug of ours: a path that would leave the folder, or a text without signature.
    """
    if alone is not None and (set(files) != {alone} or drop):
        raise ValueError(f"{alone!r} is to be the one file, and they are {sorted(files)}")
    for path, text in files.items():
        if not _PATH.fullmatch(path) or PurePosixPath(path).name == GUARD:
            raise ValueError(f"{path!r} is no path for a generated file")
        if not header.is_ours(text[: header.LONGEST].encode()):
            raise ValueError(f"{path}: a generated file starts with its signature")
    with errors_named([folder], reading=True):
        found = _surveyed(files, folder, drop, others, alone)
        return replace(_planned(files, folder, found, drop, others), alone=alone)


def apply(*plans: Plan) -> None:
    """Make the folders hold the files of their plans: all of them, or all stay as they are and an error is raised.

    The error is UnwritableError or ForeignError, and HalfWrittenError where a disk fails so that not all can stay.
    Looks again before it writes, so that a plan may be old. Waits for another build of the same folders.
    """
    for plan in plans:
        _refuse(plan.folder, plan.foreign, plan.rivals)
    in_order = sorted(plans, key=lambda each: os.path.realpath(each.folder))  # no two builds wait for each other
    with errors_named([plan.folder for plan in plans]), contextlib.ExitStack() as locks:
        folders: set[tuple[int, int]] = set()
        held = [locks.enter_context(locked(plan.folder, folders)) for plan in in_order]
        found = [_surveyed(plan.files, plan.folder, plan.drop, plan.others, plan.alone) for plan in in_order]
        for plan, now in zip(in_order, found, strict=True):
            _refuse(plan.folder, now.foreign, now.rivals)
        together: list[Change] = []
        guards: list[Change] = []
        gone: list[tuple[Path, Path]] = []
        for plan, now, sweeps in zip(in_order, found, held, strict=True):
            for path in now.litter if sweeps else ():
                (plan.folder / path).unlink(missing_ok=True)
            changes = _changes(plan.files, plan.folder, now)
            together += [change for change in changes if change.path.name != GUARD]
            guards += _guards(plan.files, changes)
            gone += [(plan.folder, change.path) for change in changes if change.new is None]
            gone += [(plan.folder, plan.folder / module / GUARD) for module in now.emptied]
        exchange(together, guards)
        for folder, deleted in gone:
            _remove_emptied(folder, deleted)


def _refuse(folder: Path, foreign: Iterable[str], rivals: Iterable[str]) -> None:
    paths = tuple(sorted({*foreign, *rivals}))
    if paths:
        raise ForeignError(folder, paths)


def _surveyed(
    files: Mapping[str, str], folder: Path, drop: frozenset[str], others: Others, alone: str | None
) -> Survey:
    return survey(files, folder, drop, others) if alone is None else survey_alone(files, folder, alone, others)


def _planned(files: FileSet, folder: Path, found: Survey, drop: frozenset[str], others: Others) -> Plan:
    texts = {path: text for path, text in files.items() if found.ours.get(path) != text.encode()}
    kept = {*found.foreign, *found.rivals}
    return Plan(
        folder,
        created=tuple(sorted(path for path in texts if path not in found.ours and path not in kept)),
        changed=tuple(sorted(path for path in texts if path in found.ours)),
        deleted=tuple(sorted(path for path in found.ours if path not in files)),
        unchanged=tuple(sorted(path for path in files if path not in texts)),
        foreign=tuple(found.foreign),
        old={
            path: data.decode(errors="replace")
            for path, data in found.ours.items()
            if path in texts or path not in files
        },
        new={path: text for path, text in texts.items() if path not in kept},
        files=files,
        rivals=found.rivals,
        left=tuple(found.left),
        spared=found.spared,
        drop=drop,
        emptied=tuple(found.emptied),
        others=others,
    )


def _changes(files: Mapping[str, str], folder: Path, found: Survey) -> list[Change]:
    """List the files that differ, sorted by path; what shows that a folder is a stack's goes last."""
    new = {path: text.encode() for path, text in files.items()}
    return [
        Change(folder / path, found.ours.get(path), new.get(path))
        for path in sorted(found.ours.keys() | new.keys(), key=lambda path: (path.endswith(f"/{OF_A_STACK}"), path))
        if found.ours.get(path) != new.get(path)
    ]


def _guards(files: Mapping[str, str], changes: Iterable[Change]) -> list[Change]:
    """One in each folder that does not change by a single rename, or where a killed run left one."""
    header = next((text.partition("\n")[0] for text in files.values()), "")
    count: dict[Path, int] = {}
    left: dict[Path, bytes | None] = {}
    for change in changes:
        parent = change.path.parent
        if change.path.name == GUARD:
            left[parent] = change.old
        else:
            count[parent] = count.get(parent, 0) + 1
    several = [parent for parent, number in count.items() if number > 1]
    text = f"{header}\n{_GUARD_TEXT}".encode()
    return [Change(parent / GUARD, left.get(parent), text) for parent in sorted({*several, *left})]


def _remove_emptied(folder: Path, deleted: Path) -> None:
    """Remove the folders below `folder` that the deleted file leaves empty."""
    for parent in deleted.parents:
        if parent == folder:
            break
        with contextlib.suppress(OSError):
            parent.rmdir()
