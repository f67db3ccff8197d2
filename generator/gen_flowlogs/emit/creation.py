"""New files: all of them are made, or none; what is there already is never touched.

Unlike a generated file, which a build may replace, these are the author's from their first moment on.
"""

from __future__ import annotations

import contextlib
import errno
import os
from typing import TYPE_CHECKING, Final

from gen_flowlogs.emit import folders
from gen_flowlogs.emit.errors import UnwritableError, errors_named
from gen_flowlogs.emit.signals import heed, signals_deferred
from gen_flowlogs.emit.staging import flush, stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_NO_LINKS: Final = frozenset({
    errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL, errno.EMLINK, errno.EXDEV,
})  # fmt: skip
"""Errors of a file system on which a file cannot have a second name."""


class TakenError(UnwritableError):
    """Files are there already; `paths` are all of them."""

    def __init__(self, paths: tuple[Path, ...]) -> None:
        super().__init__(paths[0], "the file already exists", errno.EEXIST)
        self.paths = paths


def create(files: Mapping[Path, str]) -> None:
    """Make files, with the folders that they are in. Raises UnwritableError, a TakenError where one is there already.

    Then nothing has been made.
    """
    refuse_taken(files)
    with errors_named([path.parent for path in files]):
        _create({path: text.encode() for path, text in files.items()})


def refuse_taken(files: Mapping[Path, str]) -> None:
    """Raise TakenError for what is there already, be it a link to nowhere."""
    taken = tuple(path for path in files if os.path.lexists(path))
    if taken:
        raise TakenError(taken)


def _create(files: Mapping[Path, bytes]) -> None:
    staged: dict[Path, Path] = {}
    placed: list[Path] = []
    made: list[Path] = []
    with signals_deferred() as came:
        try:
            for path, data in files.items():
                made += folders.make(path.parent)
                staged[path] = stage(path, data, None)
                heed(came)
            flush(staged.values())
            heed(came)
            for path, temporary in staged.items():
                _place(temporary, path)
                placed.append(path)
            flush([*(path.parent for path in files), *(folder.parent for folder in made)])
        except BaseException:
            _remove(placed)
            _remove(staged.values())
            folders.remove_empty(made)
            raise
        _remove(staged.values())


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _place(temporary: Path, path: Path) -> None:
    """Give a staged file its name. Raises TakenError where another process has made a file of that name meanwhile."""
    try:
        os.link(temporary, path, follow_symlinks=False)
    except FileExistsError as error:
        raise TakenError((path,)) from error
    except (OSError, NotImplementedError) as error:
        if isinstance(error, OSError) and error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(path):
            raise TakenError((path,)) from error
        temporary.replace(path)
