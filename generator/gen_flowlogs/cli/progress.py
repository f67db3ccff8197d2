"""Progress: a bar on standard error while AWS is asked or files are read, if that is a terminal; else nothing."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import time
from typing import TYPE_CHECKING, Final, TextIO

from gen_flowlogs.diagnostics import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gen_flowlogs.observe.asking.survey import Progress

_WIDTH: Final = 24
_PAUSE: Final = 0.1  # seconds between two drawings


@contextlib.contextmanager
def progress() -> Iterator[Progress | None]:
    """A bar for as long as the block lasts, and its line empty again afterwards; None where it would not be seen."""
    if not _is_seen():
        yield None
        return

    def draw(done: int, total: int, account: str) -> None:
        _draw(sys.stderr, bar(done, total, f"account {account}"))

    try:
        yield draw
    finally:
        _draw(sys.stderr, "")


@contextlib.contextmanager
def meter(total: int, *, beside_output: bool) -> Iterator[Callable[[int], None]]:
    """A function that takes the bytes of each block read of `total`, and moves a bar for as long as the block lasts.

    `beside_output`: the output goes to the same terminal, and would be in the way.
    """
    if not total or beside_output or not _is_seen():
        yield lambda _: None
        return
    done, drawn = 0, 0.0

    def move(length: int) -> None:
        nonlocal done, drawn
        done += length
        if time.monotonic() - drawn >= _PAUSE:
            drawn = time.monotonic()
            _draw(sys.stderr, bar(done, total, f"of {total / 2**20:,.1f} MiB"))

    try:
        yield move
    finally:
        _draw(sys.stderr, "")


def bar(done: int, total: int, what: str) -> str:
    """The line of a bar: `[######            ]  25 % account 111122223333`."""
    part = 1.0 if total <= 0 else min(done / total, 1.0)
    return f"[{'#' * int(part * _WIDTH):{_WIDTH}}] {int(part * 100):3} % {shown(what, 80)}"


def _is_seen() -> bool:
    """Whether standard error is a terminal that can draw a line anew."""
    return sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def _draw(stream: TextIO, line: str) -> None:
    """Replace the line that the cursor is in. A terminal that has gone is no error."""
    width = max(shutil.get_terminal_size().columns - 1, 1)
    with contextlib.suppress(OSError, ValueError):
        stream.write(f"\r{line[:width]:{width}}" + ("" if line else "\r"))
        stream.flush()
