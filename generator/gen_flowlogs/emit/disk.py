"""Changes to files that happen together: staged beside their places, then renamed in one burst. Knows no spec.

`exchange` takes what each file was and is to be, and leaves all of it new or, where it raises, all of it old. Signals
wait for its end. What cannot wait (SIGKILL, a power cut) can fall into the burst; the guards of the caller stand in
the folder for just that long, and tell. Nothing here decides what is written, or whose it is.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import dataclass, field
from gen_flowlogs.emit import folders, metadata
from gen_flowlogs.emit.signals import heed, signals_deferred
from gen_flowlogs.emit.staging import flush, stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from gen_flowlogs.emit.metadata import Metadata


@dataclass(frozen=True, slots=True)
class Change:
    """One file: what it holds and what it is to hold; None where there is none."""

    path: Path
    old: bytes | None
    new: bytes | None


class UnrestoredError(OSError):
    """A burst that failed, and could not be undone: `files` are new or missing, `guards` are still in their folders."""

    def __init__(self, cause: OSError, files: Sequence[Path], guards: Sequence[Path]) -> None:
        super().__init__(cause.errno, cause.strerror or str(cause), cause.filename)
        self.files = tuple(files)
        self.guards = tuple(guards)


@dataclass(slots=True)
class _Burst:
    """The staged files of an exchange, and how far its renames have come."""

    changes: Sequence[Change]
    guards: Sequence[Change]
    before: dict[Path, Metadata | None] = field(default_factory=dict)
    staged: dict[Path, Path] = field(default_factory=dict)  # place → staged file
    made: list[Path] = field(default_factory=list)
    guarded: list[Change] = field(default_factory=list)
    done: list[Change] = field(default_factory=list)
    unguarded: list[Change] = field(default_factory=list)


def exchange(changes: Sequence[Change], guards: Sequence[Change] = ()) -> None:
    """Make all changes, or none and raise OSError. Each guard is in its place from the first change to the last.

    Raises UnrestoredError where some of the changes were made and cannot be undone.
    """
    burst = _Burst(changes, guards)
    with signals_deferred() as came:
        try:
            for change in (*guards, *changes):
                burst.before[change.path] = metadata.of(change.path)
                if change.new is not None:
                    burst.made += folders.make(change.path.parent)
                    burst.staged[change.path] = stage(change.path, change.new, burst.before[change.path])
                heed(came)
            flush(burst.staged.values())
            heed(came)
            _make(burst)
        except BaseException as error:
            unrestored = _undo(burst)
            for temporary in burst.staged.values():
                with contextlib.suppress(OSError):  # renamed already, or the disk is past it
                    temporary.unlink()
            folders.remove_empty(burst.made)
            if unrestored and isinstance(error, OSError):
                raise UnrestoredError(error, *unrestored) from error
            raise


def _make(burst: _Burst) -> None:
    """The burst itself. Names are on the disk before the next step, so that a power cut cannot mix the steps."""
    for guard in burst.guards:
        burst.staged[guard.path].replace(guard.path)
        burst.guarded.append(guard)
    flush(guard.path.parent for guard in burst.guards)
    for change in burst.changes:
        if change.new is not None:
            burst.staged[change.path].replace(change.path)
            burst.done.append(change)
    for change in burst.changes:
        if change.new is None:
            change.path.unlink(missing_ok=True)
            burst.done.append(change)
    flush([*(change.path.parent for change in burst.changes), *(folder.parent for folder in burst.made)])
    for guard in burst.guards:
        guard.path.unlink(missing_ok=True)
        burst.unguarded.append(guard)


def _undo(burst: _Burst) -> tuple[list[Path], list[Path]] | None:
    """Put everything back, guards first and last; goes on where something fails. None, or the files and guards left."""
    mixed = {guard.path.parent for guard in burst.unguarded if not _is_restored(guard.path, guard.new, burst.before)}
    files = []
    for change in reversed(burst.done):
        folder = change.path.parent  # without its guard it stays as it is: new, and whole
        if folder in mixed or not _is_restored(change.path, change.old, burst.before):
            files.append(change.path)
    needed = {path.parent for path in files} - mixed
    left = []
    for guard in burst.guarded:
        folder = guard.path.parent
        if folder not in mixed and (folder in needed or not _is_restored(guard.path, guard.old, burst.before)):
            left.append(guard.path)
    return (files, left) if files or left else None


def _is_restored(path: Path, old: bytes | None, before: Mapping[Path, Metadata | None]) -> bool:
    try:
        if old is None:
            path.unlink(missing_ok=True)
        else:
            temporary = stage(path, old, before[path])
            try:
                temporary.replace(path)
            except BaseException:
                with contextlib.suppress(OSError):
                    temporary.unlink()
                raise
    except OSError:
        return False
    return True
