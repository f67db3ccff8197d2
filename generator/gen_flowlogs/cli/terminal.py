"""Standard output and standard error: writing that outlives a closed pipe, and the colours of a diff.

A reader that goes away (`gen-flowlogs check … | head`) is no error: what is left to say goes nowhere, and the exit
code stays that of the command.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TextIO

_BOLD, _RED, _GREEN, _CYAN, _RESET = "\x1b[1m", "\x1b[31m", "\x1b[32m", "\x1b[36m", "\x1b[0m"


def prepare() -> None:
    """Let both streams take any character, whatever the locale can show."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """Write `text` and a newline to standard output: a result."""
    _write(sys.stdout, text + "\n")


def note(text: str) -> None:
    """Write `text` and a newline to standard error: what is said beside the result."""
    with contextlib.suppress(OSError):  # there is nowhere left to say that it cannot be said
        _write(sys.stderr, text + "\n", flush=True)


def flush() -> None:
    """Hand on what is still buffered, so that a full disk is noticed while there is an exit code to say so."""
    for stream in (sys.stdout, sys.stderr):
        _write(stream, "", flush=True)


def abandon() -> None:
    """Give up standard output, which cannot be written: the interpreter would only complain once more at its end."""
    if sys.stdout is not None:
        _silence(sys.stdout)


def painted_diff(lines: list[str]) -> list[str]:
    """The lines of a unified diff in its usual colours."""
    return [f"{_colour_of(line)}{line}{_RESET}" if _colour_of(line) else line for line in lines]


def _colour_of(line: str) -> str:
    match line[:2]:
        case "--" | "++" if line.startswith(("--- ", "+++ ")):
            return _BOLD
        case "@@":
            return _CYAN
        case _ if line.startswith("+"):
            return _GREEN
        case _ if line.startswith("-"):
            return _RED
        case _:
            return ""


def _write(stream: TextIO | None, text: str, *, flush: bool = False) -> None:
    if stream is None:  # started with the stream closed
        return
    try:
        stream.write(text)
        if flush:
            stream.flush()
    except BrokenPipeError:
        _silence(stream)


def _silence(stream: TextIO) -> None:
    # As Python's own documentation advises: the interpreter flushes the stream once more when it ends.
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
