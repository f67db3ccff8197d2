"""The specs that a command line names, as bytes: files, pipes, standard input. Bounded: a pipe may not end."""

from __future__ import annotations

import errno
import os
import select
import stat
import sys
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from gen_flowlogs.cli.exits import FileError, UsageError
from gen_flowlogs.cli.parser import COMMANDS
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.phrasing import nearest
from gen_flowlogs.repository import ENDINGS, misleading_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STDIN: Final = "<stdin>"
"""The name of standard input in diagnostics and headers."""

LONGEST: Final = 64 * 2**20
"""Bytes of one file. A spec of 100,000 capture points has less than half of them."""

PATIENCE: Final = 5
"""Seconds within which the first bytes come out of a named pipe."""

_MOST_NAMES: Final = 1000  # of a folder, compared with a name that it does not have

_stands_for: ContextVar[tuple[str, bytes] | None] = ContextVar("stands_for", default=None)
"""A file, links resolved, and the text of it that standard input has."""

TOO_LONG: Final = f"it is larger than {LONGEST // 2**20} MiB"


def distinct(names: Iterable[str]) -> None:
    """Raise UsageError for a spec that is named twice, in the same or in another way, and for an impossible name."""
    first: dict[str, str] = {}
    for name in names:
        file = name if name == "-" else os.path.realpath(_name(name))
        earlier = first.get(file)
        if earlier == "-":
            raise UsageError("standard input can be read once, and `-` is named more than once: name it once")
        if earlier is not None:
            both = "" if earlier == name else f", as {shown(earlier, 200)} too"
            raise UsageError(f"{shown(name, 200)} is given twice{both}: name each spec once")
        first[file] = name


def spec(name: str) -> tuple[str, bytes]:
    """The name of a spec in messages, and its bytes. Raises FileError, and UsageError for an impossible name."""
    try:
        if name != "-":
            why = misleading_link(_name(name))
            if why:
                raise FileError(f"cannot read {shown(name, 200)}: {why}")
            return name, content(name)
        if sys.stdin is None:
            raise UsageError("standard input is closed; pipe a file into it, or name one")
        return STDIN, _bounded(sys.stdin.buffer)
    except OSError as error:
        hint = f" (write the command `{name}` first)" if name in COMMANDS else ""
        if isinstance(error, IsADirectoryError):
            hint = f" (name a spec in it; for all specs in it write `{name.rstrip('/')}/*.yaml`)"
        if isinstance(error, FileNotFoundError):
            hint = hint or (" (a symbolic link that leads to nothing)" if Path(name).is_symlink() else _neighbour(name))
        called = STDIN if name == "-" else shown(name, 200)
        raise FileError(f"cannot read {called}{hint}: {error.strerror or error}") from error


@contextmanager
def standing_for(name: str) -> Iterator[None]:
    """Let standard input be the text of a file, which need not exist, within this context. Raises UsageError."""
    if sys.stdin is None:
        raise UsageError("standard input is closed; pipe a file into it, or name one")
    try:
        data = _bounded(sys.stdin.buffer)
    except OSError as error:
        raise FileError(f"cannot read {STDIN}: {error.strerror or error}") from error
    token = _stands_for.set((os.path.realpath(_name(name)), data))
    try:
        yield
    finally:
        _stands_for.reset(token)


def content(path: str) -> bytes:
    """The bytes of a file, as the pipeline asks for them. Raises OSError, also where they are more than LONGEST."""
    instead = _stands_for.get()
    if instead is not None and os.path.realpath(path) == instead[0]:
        return instead[1]
    with _opened(path) as file:
        return _bounded(file)


def _opened(path: str) -> BinaryIO:
    """A file to read. Raises OSError, also for a named pipe that nothing comes out of: it might never end.

    What a shell passes as `/dev/stdin` or `/dev/fd/N` is open already and may take its time.
    """
    if not _is_named_pipe(path):
        return Path(path).open("rb")
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    if not select.select([descriptor], [], [], PATIENCE)[0]:
        os.close(descriptor)
        raise TimeoutError(errno.ETIMEDOUT, f"it is a named pipe, and no data arrived in {PATIENCE} seconds")
    os.set_blocking(descriptor, True)
    return os.fdopen(descriptor, "rb")


def _is_named_pipe(path: str) -> bool:
    try:
        return stat.S_ISFIFO(os.lstat(os.path.realpath(path)).st_mode)
    except OSError:  # of an open descriptor the true path is none
        return False


def has_file_name(file: str) -> bool:
    """Whether a spec of this name in messages is a file that can be read again, and no pipe or standard input."""
    return file != STDIN and Path(file).is_file()


def _neighbour(name: str) -> str:
    """Offer the YAML file of the same folder, or of `specs/`, that was meant."""
    folder = Path(name).parent
    for each in (f"{name}.yaml", f"specs/{name}", f"specs/{name}.yaml"):
        if not Path(name).is_absolute() and each.endswith(ENDINGS) and Path(each).is_file():
            return f" (did you mean {shown(each, 200)}?)"
    try:
        files = [Path(each.name) for each in os.scandir(folder) if each.name.endswith(ENDINGS)]
    except OSError:
        return ""
    by_stem = {each.stem: each for each in files[:_MOST_NAMES]}  # the end of all names would make any two alike
    near = nearest(Path(name).stem, by_stem)
    return "" if near is None else f" (did you mean {shown(str(folder / by_stem[near]), 200)}?)"


def _name(name: str) -> str:
    if not name:
        raise UsageError('"" is not the name of a file; is a variable of the shell empty?')
    return name


def _bounded(stream: BinaryIO) -> bytes:
    data = stream.read(LONGEST + 1)
    if len(data) > LONGEST:
        raise OSError(errno.EFBIG, TOO_LONG)
    return data
