"""The files that records are in, block by block: on disk, in a pipe, from standard input."""

from __future__ import annotations

import contextlib
import io
import os
import select
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from gen_flowlogs.cli.exits import FileError, UsageError
from gen_flowlogs.cli.inputs import STDIN
from gen_flowlogs.decode.containers import PARQUET
from gen_flowlogs.decode.pieces import SIZE, UnreadableError
from gen_flowlogs.diagnostics import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_SHORT_WAIT: Final = 0.2  # seconds after which the next record may take long


def shown_name(name: str) -> str:
    """The name of a file in messages."""
    return STDIN if name == "-" else shown(name, 200)


@contextlib.contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """A file to read, without a buffer. Raises FileError."""
    if name == "-":
        if sys.stdin is None:
            raise UsageError("standard input is closed; pipe a file into it, or name one")
        yield sys.stdin.buffer.raw if isinstance(sys.stdin.buffer, io.BufferedReader) else sys.stdin.buffer
        return
    try:
        file = Path(name).open("rb", buffering=0)  # noqa: SIM115 - closed below, where reading may fail otherwise
    except OSError as error:
        raise FileError(f"cannot read {shown_name(name)}: {error.strerror or error}") from error
    with file:
        yield file


def is_parquet(file: BinaryIO) -> bool:
    """Whether a file on disk is Parquet; it is at its beginning again afterwards."""
    if not _is_regular(file) or not file.seekable():
        return False
    at = file.tell()
    mark = file.read(len(PARQUET))
    file.seek(at)
    return mark == PARQUET


def blocks(file: BinaryIO, seen: Callable[[int], None], waiting: Callable[[bool], None]) -> Iterator[bytes]:
    """The bytes of a file as they come. Raises UnreadableError where the disk or the network fails.

    Args:
        file: a file, opened without a buffer.
        seen: called with the length of each block.
        waiting: called before a pipe is read that has nothing yet, then once more with True when that takes long.
    """
    is_live = _mode(file) is not None and not _is_regular(file)
    while True:
        if is_live:
            _wait(file, waiting)
        try:
            data = file.read(SIZE)
        except OSError as error:
            raise UnreadableError(error.strerror or str(error)) from error
        if not data:
            return
        seen(len(data))
        yield data


def total_size(names: Sequence[str]) -> int:
    """The bytes of all files on disk; 0 where one of them has no size."""
    total = 0
    for name in names:
        try:
            found = os.fstat(0) if name == "-" else Path(name).stat()
        except OSError:
            continue
        if not stat.S_ISREG(found.st_mode):
            return 0
        total += found.st_size
    return total


def _wait(file: BinaryIO, waiting: Callable[[bool], None]) -> None:
    try:
        if select.select([file], [], [], 0)[0]:
            return
        waiting(False)
        if select.select([file], [], [], _SHORT_WAIT)[0]:
            return
    except (OSError, ValueError):  # no descriptor that a system can wait for
        waiting(False)
    waiting(True)


def _is_regular(file: BinaryIO) -> bool:
    mode = _mode(file)
    return mode is not None and stat.S_ISREG(mode)


def _mode(file: BinaryIO) -> int | None:
    """The type of a file in its mode; None for bytes in memory."""
    try:
        return os.fstat(file.fileno()).st_mode
    except (OSError, ValueError):
        return None
