"""Staged files: new content beside its place, on the disk before it is needed, with the metadata of the old file."""

from __future__ import annotations

import contextlib
import errno
import os
from typing import TYPE_CHECKING, Final

from gen_flowlogs.emit import metadata
from gen_flowlogs.lazy_pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gen_flowlogs.emit.metadata import Metadata

STAGED = pattern(r"\..+\.[0-9a-f]{8}\.gen-flowlogs")
"""The name of a staged file; hidden, so that Terraform does not read it. One without a lock is a killed run's."""

_TOGETHER: Final = 8
"""Files that are flushed at once: a journal takes all that wait for it in one go."""

_NO_FLUSH: Final = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EBADF})
"""Errors of a file system that cannot flush this kind of thing."""


def stage(path: Path, data: bytes, like: Metadata | None) -> Path:
    """Data in a hidden file beside `path`, with the metadata of another file, or those that a new file gets."""
    temporary = path.with_name(f".{path.name}.{os.urandom(4).hex()}.gen-flowlogs")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(temporary, flags, 0o666 if like is None else 0o600)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - it is a handle
            file.write(data)
        if like is not None:
            metadata.give(temporary, like)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def flush(paths: Iterable[Path]) -> None:
    """Wait until files, or the names in folders, are on the disk. Raises OSError where the disk cannot have them."""
    waiting = list(dict.fromkeys(paths))
    if len(waiting) > _TOGETHER:
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - slow to import, and few builds need it

        with ThreadPoolExecutor(_TOGETHER) as pool, contextlib.suppress(RuntimeError):  # no more threads for this user
            for done in [pool.submit(_flush, path) for path in waiting]:
                done.result()
            return
    for path in waiting:
        _flush(path)


def _flush(path: Path) -> None:
    if os.name == "nt" and path.is_dir():  # there is no handle of a folder to flush
        return
    try:
        handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    except PermissionError:  # it may be written and not read
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_FLUSH:
            raise
    finally:
        os.close(handle)
