"""Progress: a bar on standard error while AWS is asked, where that is a terminal, and nothing elsewhere."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from typing import TYPE_CHECKING, Final, TextIO

from gen_flowlogs.diagnostics import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.observe.asking.survey import Progress

_WIDTH: Final = 24


@contextlib.contextmanager
def progress() -> Iterator[Progress | None]:
    """A bar for as long as the block lasts, and its line empty again afterwards; None where it would not be seen."""
    stream = sys.stderr
    if stream is None or not stream.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return

    def draw(done: int, total: int, account: str) -> None:
        _draw(stream, bar(done, total, f"account {account}"))

    try:
        yield draw
    finally:
        _draw(stream, "")


def bar(done: int, total: int, what: str) -> str:
    """The line of a bar: `[######            ]  25 % account 111122223333`."""
    part = 1.0 if total <= 0 else min(done / total, 1.0)
    return f"[{'#' * int(part * _WIDTH):{_WIDTH}}] {int(part * 100):3} % {shown(what, 80)}"


def _draw(stream: TextIO, line: str) -> None:
    """Replace the line that the cursor is in. A terminal that has gone is no error."""
    width = max(shutil.get_terminal_size().columns - 1, 1)
    with contextlib.suppress(OSError, ValueError):
        stream.write(f"\r{line[:width]:{width}}" + ("" if line else "\r"))
        stream.flush()
