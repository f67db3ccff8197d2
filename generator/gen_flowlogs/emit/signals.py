"""Signals wait while files are replaced, and take their usual effect afterwards."""

from __future__ import annotations

import contextlib
import errno
import signal
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def heed(came: Sequence[int]) -> None:
    """Raise InterruptedError where a signal came."""
    if came:
        raise InterruptedError(errno.EINTR, "interrupted")


@contextlib.contextmanager
def signals_deferred() -> Iterator[list[int]]:
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
