"""Folders: made with those above them, locked while a build writes, and removed where they stay empty."""

from __future__ import annotations

import contextlib
import errno
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # there is no stub for its absence


@contextlib.contextmanager
def locked(folder: Path, held: set[tuple[int, int]]) -> Iterator[bool]:
    """Make a folder and keep others of our kind out of it; waits for them. Gives False where the disk has no locks.

    The lock is on the folder itself, so that none is left behind. A folder made here that stays empty is removed.
    `held`: the folders that this run has locked, to which this one is added: it would wait for itself.
    """
    made = make(folder)
    try:
        with contextlib.ExitStack() as closing:
            is_held = False
            if fcntl is not None:
                handle = os.open(folder, os.O_RDONLY)
                closing.callback(os.close, handle)
                status = os.fstat(handle)
                identity = (status.st_dev, status.st_ino)
                is_held = identity in held
                with contextlib.suppress(OSError):  # NFS without its lock service
                    if not is_held:
                        fcntl.flock(handle, fcntl.LOCK_EX)
                        held.add(identity)
                        is_held = True
            yield is_held
    finally:
        remove_empty(made)


def make(folder: Path) -> list[Path]:
    """Make a folder and those above it; returns the ones that were not there, the highest first."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        if folder == folder.parent:
            break
        folder = folder.parent
    made: list[Path] = []
    try:
        for each in reversed(missing):
            with contextlib.suppress(FileExistsError):  # somebody else made it just now
                each.mkdir()
                made.append(each)
            if not each.is_dir():
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(each))
    except OSError:
        remove_empty(made)
        raise
    return made


def remove_empty(folders: Sequence[Path]) -> None:
    """Remove those of the folders that are empty, the last first."""
    for folder in reversed(folders):
        with contextlib.suppress(OSError):
            folder.rmdir()
