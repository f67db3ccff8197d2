"""Ctrl-C: while modules are imported it ends the process at once and without a word; a command may clean up first.

The signal is left alone where the parent of the process ignores it, or a caller of `main` handles it.
"""

from __future__ import annotations

import signal


def silent() -> None:
    """Let the system end the process, which an interpreter would report with a traceback."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def heard() -> None:
    """Raise KeyboardInterrupt again, where `silent` has been called."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
