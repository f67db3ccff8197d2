"""Changes to files that happen together: staged beside their places, then renamed in one burst. Knows no spec.

`exchange` takes what each file was and is to be, and leaves all of it new or, where it raises, all of it old. Signals
wait for its end. What cannot wait (SIGKILL, a power cut) can fall into the burst; the guards of the caller stand in
the folder for just that long, and tell. Nothing here decides what is written, or whose it is.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import signal
import stat
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # there is no stub for its absence

STAGED = re.compile(r"\..+\.[0-9a-f]{8}\.gen-flowlogs")
"""The name of a staged file; hidden, so that Terraform does not read it. One without a lock is a killed run's."""


@dataclass(frozen=True, slots=True)
class Change:
    """One file: what it holds and what it is to hold; None where there is none."""

    path: Path
    old: bytes | None
    new: bytes | None


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[bool]:
    """Make a folder and keep others of our kind out of it; waits for them. Gives False where the disk has no locks.

    The lock is on the folder itself, so that none is left behind. A folder made here that stays empty is removed.
    """
    made = _make(folder)
    try:
        with contextlib.ExitStack() as closing:
            held = False
            if fcntl is not None:
                handle = os.open(folder, os.O_RDONLY)
                closing.callback(os.close, handle)
                with contextlib.suppress(OSError):  # NFS without its lock service
                    fcntl.flock(handle, fcntl.LOCK_EX)
                    held = True
            yield held
    finally:
        _remove_empty(made)


def exchange(changes: Sequence[Change], guards: Sequence[Change] = ()) -> None:
    """Make all changes, or none and raise OSError. Each guard is in its place from the first change to the last."""
    made: list[Path] = []
    staged: list[tuple[Path, Path]] = []
    with _signals_deferred() as came:
        try:
            for change in (*guards, *changes):
                if change.new is not None:
                    made += _make(change.path.parent)
                    staged.append((_stage(change.path, change.new), change.path))
                _heed(came)
            _burst(staged, changes, guards)
        except BaseException:
            for temporary, _ in staged:
                with contextlib.suppress(OSError):  # renamed already, or the disk is past it
                    temporary.unlink()
            _remove_empty(made)
            raise


def _burst(staged: Sequence[tuple[Path, Path]], changes: Sequence[Change], guards: Sequence[Change]) -> None:
    gone = [change.path for change in changes if change.new is None]
    done: list[Path] = []
    try:
        for temporary, path in staged:
            temporary.replace(path)
            done.append(path)
        for path in (*gone, *(guard.path for guard in guards)):
            path.unlink(missing_ok=True)
            done.append(path)
    except OSError:
        before = {change.path: change.old for change in (*changes, *guards)}
        for path in dict.fromkeys(reversed(done)):
            _restore(path, before[path])
        raise


def _restore(path: Path, old: bytes | None) -> None:
    if old is None:
        path.unlink(missing_ok=True)
    else:
        _stage(path, old).replace(path)


def _stage(path: Path, data: bytes) -> Path:
    """Data in a hidden file beside `path`, with the mode that `path` has, or that a new file gets."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.gen-flowlogs")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - it is a handle
            file.write(data)
        with contextlib.suppress(FileNotFoundError):
            temporary.chmod(stat.S_IMODE(path.lstat().st_mode))
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _make(folder: Path) -> list[Path]:
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
        _remove_empty(made)
        raise
    return made


def _remove_empty(folders: Sequence[Path]) -> None:
    for folder in reversed(folders):
        with contextlib.suppress(OSError):
            folder.rmdir()


def _heed(came: Sequence[int]) -> None:
    if came:
        raise InterruptedError(errno.EINTR, "interrupted")


@contextlib.contextmanager
def _signals_deferred() -> Iterator[list[int]]:
    """Gives the signals that came meanwhile; they take their usual effect at the end. Ignored ones stay ignored."""
    came: list[int] = []
    usual = {}
    if threading.current_thread() is threading.main_thread():  # Python handles signals nowhere else
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) not in {signal.SIG_IGN, None}:
                usual[number] = signal.signal(number, lambda number, _frame: came.append(number))
    try:
        yield came
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)
        for number in came:
            signal.raise_signal(number)
