"""The errors of writing an output folder, each with the folder that a user knows and the reason in words."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gen_flowlogs.emit.disk import UnrestoredError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FEW: Final = 5  # files in a message


class UnwritableError(OSError):
    """A place in an output folder that cannot be read or written; `filename` is where, `strerror` is why."""

    def __init__(self, path: str | Path, why: str, number: int = 0) -> None:
        super().__init__(number, why, os.fspath(path))

    def __str__(self) -> str:
        return f'"{self.filename}" cannot be written: {self.strerror}'


class UnreadableError(UnwritableError):
    """A place that is only looked at, and may not be."""

    def __str__(self) -> str:
        return f'"{self.filename}" cannot be read: {self.strerror}'


class ForeignError(UnwritableError):
    """Files stand where we would write that we did not sign, or that another spec has; `paths` are all of them."""

    def __init__(self, folder: Path, paths: tuple[str, ...]) -> None:
        super().__init__(folder, f"not made by gen-flowlogs for this spec: {', '.join(paths)}")
        self.paths = paths


class HalfWrittenError(UnwritableError):
    """A build that failed in the middle and could not be undone; `strerror` names what is left, and the remedy."""

    def __init__(self, folder: Path, error: UnrestoredError) -> None:
        left = [f'"{_below(path, folder)}" is new or missing' for path in error.files[:_FEW]]
        left += [f"and {len(error.files) - _FEW} more files are"] if error.files[_FEW:] else []
        left += [f'"{_below(path, folder)}" keeps Terraform from its folder' for path in error.guards[:_FEW]]
        why = f"{_reason(error)}; it could not all be put back: {', '.join(left)}; build again, which completes it"
        super().__init__(folder, why, error.errno or 0)


@contextlib.contextmanager
def errors_named(folders: Sequence[Path], *, reading: bool = False) -> Iterator[None]:
    """Any OSError of the system as UnwritableError, with the folder that a user knows and the reason in words.

    `reading`: nothing is written yet, so a place without permission is named itself, as UnreadableError.
    """
    try:
        yield
    except UnwritableError:
        raise
    except OSError as error:
        where = str(error.filename or "")
        folder = next((each for each in folders if Path(where).is_relative_to(each)), folders[0])
        if isinstance(error, UnrestoredError):
            raise HalfWrittenError(folder, error) from error
        if reading and isinstance(error, PermissionError):
            raise UnreadableError(where or folder, _reason(error), error.errno or 0) from error
        raise UnwritableError(folder, f"{_reason(error)}{_in_the_way(error, folder)}", error.errno or 0) from error


def _in_the_way(error: OSError, folder: Path) -> str:
    """The end of a message that names what is in the place of a folder; empty where nothing is."""
    if error.errno not in (errno.ENOTDIR, errno.ELOOP):
        return ""
    above = (each for each in (folder, *folder.parents) if os.path.lexists(each))
    place = next(above, folder)
    return "" if place.is_dir() else f': move "{place}" away, which is in the place of a folder'


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _below(path: Path, folder: Path) -> str:
    return (path.relative_to(folder) if path.is_relative_to(folder) else path).as_posix()
