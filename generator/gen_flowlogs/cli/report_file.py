"""The file of a report: written as a whole, and only over an earlier report."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from gen_flowlogs.cli.exits import FileError, UsageError
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.emit.disk import Change, exchange
from gen_flowlogs.repository import misleading_link

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MARK: Final = b"<!-- gen-flowlogs report -->"
"""A comment of HTML, and so of Markdown, in the first lines of each report."""

_FIRST: Final = 200  # bytes in which the mark is


def refuse(path: Path, specs: Iterable[str]) -> None:
    """Raise UsageError for a spec of the report, FileError for what is there and is no report."""
    real = os.path.realpath(path)
    if any(name != "-" and os.path.realpath(name) == real for name in specs):
        raise UsageError(f"{_named(path)} is a spec of the report; name another file with -o")
    why = misleading_link(os.fspath(path.parent))
    if why:
        raise FileError(f"cannot write {_named(path)}: {why}")
    _old(path)


def write(path: Path, text: str) -> str:
    """Write a report, or leave all as it was; a line on what was done. Raises FileError."""
    old, new = _old(path), text.encode()
    try:
        exchange([Change(path=path, old=old, new=new)])
    except OSError as error:
        raise FileError(f"cannot write {_named(path)}: {error.strerror or error}") from error
    return f"{_named(path)}: {'created' if old is None else 'unchanged' if old == new else 'changed'}"


def _old(path: Path) -> bytes | None:
    """The earlier report; None where there is nothing."""
    if not os.path.lexists(path):
        return None
    if path.is_symlink() or not path.is_file():
        raise FileError(f"cannot write {_named(path)}: the path exists and is not a file; name another one with -o")
    try:
        old = path.read_bytes()
    except OSError as error:
        raise FileError(f"cannot write {_named(path)}: {error.strerror or error}") from error
    if old and MARK not in old[:_FIRST]:
        raise FileError(
            f"cannot write {_named(path)}: the file exists and is not a report; delete it, or name another one with -o"
        )
    return old


def _named(path: Path) -> str:
    return shown(path.as_posix(), 300)
