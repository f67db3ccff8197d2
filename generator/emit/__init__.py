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

from generator import signature
from generator.emit.disk import STAGED, Change, exchange, locked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.render import FileSet

_PATH = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)*[A-Za-z0-9_][A-Za-z0-9_.-]*")

GUARD = "gen_flowlogs_unfinished.tf"
"""Stands in a folder while several of its files are replaced. Signed, so the next build takes it for an orphan."""

LAST_APPLY = frozenset({"terraform.tf", "providers.tf"})
"""What a root module needs to destroy all that it had: its state, and whose account and region it is."""

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
    """What `apply` does to a folder. Paths are below it, with `/`, sorted; one stands in one of the five."""

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


@dataclass(frozen=True, slots=True)
class _Survey:
    """What is in a folder, as far as it concerns us."""

    ours: dict[str, bytes]
    foreign: tuple[str, ...]
    litter: tuple[str, ...]  # of killed runs, or of one that runs now
    left: tuple[str, ...]  # root modules that wait for their last apply


def plan(files: FileSet, folder: Path, *, drop: frozenset[str] = frozenset()) -> Plan:
    """What it takes to make `folder` hold `files`. Raises UnwritableError where it cannot be read.

    A root module (a folder) that has no more files keeps what its last apply needs, unless it is in `drop`.

    ValueError is a bug of ours: a path that would leave the folder, or a text without signature.
    """
    for path, text in files.items():
        if not _PATH.fullmatch(path) or PurePosixPath(path).name == GUARD:
            raise ValueError(f"{path!r} is no path for a generated file")
        if not signature.is_ours(text[: signature.LONGEST].encode()):
            raise ValueError(f"{path}: a generated file starts with its signature")
    with _errors_named(folder):
        return _planned(files, folder, _survey(files, folder, drop), drop)


def apply(plan: Plan) -> None:
    """Make the folder hold the plan's files: all, or it stays as it is and UnwritableError or ForeignError is raised.

    Looks again before it writes, so that a plan may be old. Waits for another build of the same folder.
    """
    if plan.foreign:
        raise ForeignError(plan.folder, plan.foreign)
    with _errors_named(plan.folder), locked(plan.folder) as held:
        survey = _survey(plan.files, plan.folder, plan.drop)
        if survey.foreign:
            raise ForeignError(plan.folder, survey.foreign)
        if held:
            for path in survey.litter:
                (plan.folder / path).unlink(missing_ok=True)
        changes = _changes(plan.files, plan.folder, survey)
        exchange([change for change in changes if change.path.name != GUARD], _guards(plan.files, changes))
        _remove_emptied(plan.folder, [change.path for change in changes if change.new is None])


def _planned(files: FileSet, folder: Path, survey: _Survey, drop: frozenset[str]) -> Plan:
    texts = {path: text for path, text in files.items() if survey.ours.get(path) != text.encode()}
    return Plan(
        folder,
        created=tuple(sorted(path for path in texts if path not in survey.ours and path not in survey.foreign)),
        changed=tuple(sorted(path for path in texts if path in survey.ours)),
        deleted=tuple(sorted(path for path in survey.ours if path not in files)),
        unchanged=tuple(sorted(path for path in files if path not in texts)),
        foreign=survey.foreign,
        old={
            path: data.decode(errors="replace")
            for path, data in survey.ours.items()
            if path in texts or path not in files
        },
        new={path: text for path, text in texts.items() if path not in survey.foreign},
        files=files,
        left=survey.left,
        drop=drop,
    )


def _survey(files: Mapping[str, str], folder: Path, drop: frozenset[str]) -> _Survey:
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
    left = {path for path in ours if _is_left(path, files, drop)}
    return _Survey(
        {path: data for path, data in ours.items() if path not in left},
        tuple(sorted(foreign)),
        tuple(litter),
        tuple(sorted({PurePosixPath(path).parent.as_posix() for path in left})),
    )


def _is_left(path: str, files: Mapping[str, str], drop: frozenset[str]) -> bool:
    """Whether a file belongs to a root module that is gone from the spec, whose last apply still needs it."""
    module = PurePosixPath(path).parent
    gone = not any(PurePosixPath(each).parent == module for each in files)
    return gone and module.as_posix() not in drop and PurePosixPath(path).name in LAST_APPLY


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
            start = file.read(signature.LONGEST)
            return start + file.read() if signature.is_ours(start) else None
    except PermissionError:
        if wanted:
            raise
        return None


def _changes(files: Mapping[str, str], folder: Path, survey: _Survey) -> list[Change]:
    """What differs, sorted by path."""
    new = {path: text.encode() for path, text in files.items()}
    return [
        Change(folder / path, survey.ours.get(path), new.get(path))
        for path in sorted(survey.ours.keys() | new.keys())
        if survey.ours.get(path) != new.get(path)
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
