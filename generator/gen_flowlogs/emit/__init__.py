"""A set of files and an output folder: what would change (`plan`), and the change itself (`apply`).

Ours is what carries our signature; the rest of the folder is the author's and stays as it is. Bytes decide, so a
signed file that was edited by hand is a changed one. `plan` only reads.
"""

from __future__ import annotations

import contextlib
import os
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from gen_flowlogs import header
from gen_flowlogs.emit.disk import Change, exchange, locked
from gen_flowlogs.emit.survey import survey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gen_flowlogs.emit.survey import Survey
    from gen_flowlogs.render import FileSet

_PATH = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)*[A-Za-z0-9_][A-Za-z0-9_.-]*")

GUARD = "gen_flowlogs_unfinished.tf"
"""Stands in a folder while several of its files are replaced. Signed, so the next build takes it for an orphan."""

_GUARD_TEXT = """
# gen-flowlogs was killed while it replaced the files of this folder: some are old, some are new. This constraint makes
# Terraform refuse them. Build again: that completes the files and removes this one.
terraform {
  required_version = "< 0.0.1"
}
"""


class UnwritableError(OSError):
    """A place in an output folder that cannot be read or written; `filename` is where, `strerror` is why."""

    def __init__(self, path: str | Path, why: str, number: int = 0) -> None:
        super().__init__(number, why, os.fspath(path))

    def __str__(self) -> str:
        return f'"{self.filename}" cannot be written: {self.strerror}'


class ForeignError(UnwritableError):
    """Files that we did not sign stand where we would write; `paths` are all of them, below the folder."""

    def __init__(self, folder: Path, paths: tuple[str, ...]) -> None:
        super().__init__(folder, f"not made by gen-flowlogs: {', '.join(paths)}")
        self.paths = paths


@dataclass(frozen=True, slots=True)
class Plan:
    """The changes that `apply` makes in a folder. Paths are below it, with `/`, sorted, each in one of the five."""

    folder: Path
    created: tuple[str, ...]
    changed: tuple[str, ...]
    deleted: tuple[str, ...]
    unchanged: tuple[str, ...]
    foreign: tuple[str, ...]
    old: Mapping[str, str] = field(repr=False)  # texts of what is changed or deleted
    new: Mapping[str, str] = field(repr=False)  # texts of what is created or changed
    files: Mapping[str, str] = field(repr=False)  # the whole set
    left: tuple[str, ...] = ()  # root modules that the files no longer have, kept until their last apply
    drop: frozenset[str] = frozenset()  # root modules that were told to go

    @property
    def stale(self) -> bool:
        """Whether the folder is anything but what the spec says."""
        return bool(self.created or self.changed or self.deleted or self.foreign)


def plan(files: FileSet, folder: Path, *, drop: frozenset[str] = frozenset()) -> Plan:
    """Plan the changes that make `folder` hold `files`. Raises UnwritableError where it cannot be read.

    A root module (a folder) that has no more files keeps what its last apply needs, unless it is in `drop`.

    ValueError is a bug of ours: a path that would leave the folder, or a text without signature.
    """
    for path, text in files.items():
        if not _PATH.fullmatch(path) or PurePosixPath(path).name == GUARD:
            raise ValueError(f"{path!r} is no path for a generated file")
        if not header.is_ours(text[: header.LONGEST].encode()):
            raise ValueError(f"{path}: a generated file starts with its signature")
    with _errors_named(folder):
        return _planned(files, folder, survey(files, folder, drop), drop)


def apply(plan: Plan) -> None:
    """Make the folder hold the plan's files: all, or it stays as it is and UnwritableError or ForeignError is raised.

    Looks again before it writes, so that a plan may be old. Waits for another build of the same folder.
    """
    if plan.foreign:
        raise ForeignError(plan.folder, plan.foreign)
    with _errors_named(plan.folder), locked(plan.folder) as held:
        found = survey(plan.files, plan.folder, plan.drop)
        if found.foreign:
            raise ForeignError(plan.folder, found.foreign)
        if held:
            for path in found.litter:
                (plan.folder / path).unlink(missing_ok=True)
        changes = _changes(plan.files, plan.folder, found)
        exchange([change for change in changes if change.path.name != GUARD], _guards(plan.files, changes))
        _remove_emptied(plan.folder, [change.path for change in changes if change.new is None])


def _planned(files: FileSet, folder: Path, found: Survey, drop: frozenset[str]) -> Plan:
    texts = {path: text for path, text in files.items() if found.ours.get(path) != text.encode()}
    return Plan(
        folder,
        created=tuple(sorted(path for path in texts if path not in found.ours and path not in found.foreign)),
        changed=tuple(sorted(path for path in texts if path in found.ours)),
        deleted=tuple(sorted(path for path in found.ours if path not in files)),
        unchanged=tuple(sorted(path for path in files if path not in texts)),
        foreign=found.foreign,
        old={
            path: data.decode(errors="replace")
            for path, data in found.ours.items()
            if path in texts or path not in files
        },
        new={path: text for path, text in texts.items() if path not in found.foreign},
        files=files,
        left=found.left,
        drop=drop,
    )


def _changes(files: Mapping[str, str], folder: Path, found: Survey) -> list[Change]:
    """List the files that differ, sorted by path."""
    new = {path: text.encode() for path, text in files.items()}
    return [
        Change(folder / path, found.ours.get(path), new.get(path))
        for path in sorted(found.ours.keys() | new.keys())
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


def _remove_emptied(folder: Path, deleted: Iterable[Path]) -> None:
    """Remove the folders below `folder` that the deleted files leave empty."""
    for path in deleted:
        for parent in path.parents:
            if parent == folder:
                break
            with contextlib.suppress(OSError):
                parent.rmdir()


@contextlib.contextmanager
def _errors_named(folder: Path) -> Iterator[None]:
    """Any OSError of the system as UnwritableError, with the path that a user knows and the reason in words."""
    try:
        yield
    except UnwritableError:
        raise
    except OSError as error:
        raise UnwritableError(folder, (error.strerror or str(error)).lower(), error.errno or 0) from error
