"""Standard output and standard error: writing that outlives a closed pipe, and the colours of a diff.

Text is for a console, in the encoding that the console has: what it cannot show is escaped. A document (JSON, Markdown,
a script …) is UTF-8 with plain line ends, whatever the stream is set to, since a program reads it.

CI runners read lines of a log as commands: GitHub's `::error::…` and `##[…]`, Azure's `##vso[…]`, TeamCity's
`##teamcity[…]`. The text of a message may come from anyone, so a backslash breaks up each such line, whichever runner
reads it. Only the form `github` writes commands.

A reader that closes the pipe (`gen-flowlogs check … | head`) is no error: the rest of the output is dropped, and the
exit code stays that of the command.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import TYPE_CHECKING, Final, TextIO

from gen_flowlogs.columns import width_of
from gen_flowlogs.lazy_pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_ERRORS: Final = "backslashreplace"

_BOLD, _RED, _GREEN, _CYAN, _RESET = "\x1b[1m", "\x1b[31m", "\x1b[32m", "\x1b[36m", "\x1b[0m"


def prepare() -> None:
    """Let both streams take any character, whatever the locale can show."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=_ERRORS)


_LINE_COMMAND: Final = pattern(r"(^|[\r\n])([^\S\r\n]*+):(?=:)")
_ANY_COMMAND: Final = pattern(r"##(?=\w*\[)")
_CONTROL: Final = pattern(r"[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f]|\x1b(?!\[(?:[012]|(?:1;)?3[1-6])m)")


def harmless(text: str, form: str) -> str:
    """A text that no runner takes for a command: `::` at the start of a line, or `##NAME[` anywhere.

    `form`: JSON and XML keep their value; no line of JSON begins with `::`; `github` is workflow commands, made by
    `show.workflow_command`; anything else is text.
    Sources: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs (a line is trimmed first),
    https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands,
    https://www.jetbrains.com/help/teamcity/service-messages.html.
    """
    match form:
        case "github":
            return text
        case _ if "::" not in text and "##" not in text:
            return text
        case "json" | "sarif" | "gitlab":
            return _ANY_COMMAND.sub(r"#\\u0023", text)
        case "junit":
            return _ANY_COMMAND.sub("#&#35;", _LINE_COMMAND.sub(r"\1\2&#58;", text))
        case _:
            return _ANY_COMMAND.sub(r"##\\", _LINE_COMMAND.sub(r"\1\2:\\", text))


def _plain(text: str, form: str) -> str:
    """A text that moves no cursor and sets no title: control characters are escaped, but for colours of gen-flowlogs.

    Messages escape each name that they quote; this is for a name that one forgot.
    """
    if form != "text" or _CONTROL.search(text) is None:
        return text
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def say(text: str, form: str = "text") -> None:
    """Write `text` and a newline to standard output: a result. Every form but `text` is a document."""
    with _encoding_of(sys.stdout, form):
        _write(sys.stdout, harmless(_plain(text, form), form) + "\n")


def say_bytes(data: bytes) -> None:
    """Write a part of a result that is bytes already, and harmless. Raises BrokenPipeError: a long result can stop."""
    if not data or sys.stdout is None:
        return
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:  # a stream of text, such as one in memory
        sys.stdout.write(data.decode(errors="backslashreplace"))
    else:
        buffer.write(data)


def note(text: str, form: str = "text") -> None:
    """Write `text` and a newline to standard error, below what standard output has so far. `form`: as for `say`."""
    with contextlib.suppress(OSError):  # the end of the command reports it
        _write(sys.stdout, "", flush=True)
    with contextlib.suppress(OSError), _encoding_of(sys.stderr, form):  # closed, so no message can be shown
        _write(sys.stderr, harmless(_plain(text, form), form) + "\n", flush=True)


@contextlib.contextmanager
def _encoding_of(stream: TextIO | None, form: str) -> Iterator[None]:
    """Make a stream write UTF-8 and plain line ends for the time of a document."""
    if form == "text" or not isinstance(stream, io.TextIOWrapper):
        yield
        return
    before = stream.encoding
    _write(stream, "", flush=True)
    stream.reconfigure(encoding="utf-8", errors=_ERRORS, newline="\n")
    yield
    _write(stream, "", flush=True)
    stream.reconfigure(encoding=before, errors=_ERRORS, newline=None)


def flush() -> None:
    """Flush both streams, so that a full disk is noticed while the exit code can still report it."""
    for stream in (sys.stdout, sys.stderr):
        _write(stream, "", flush=True)


def abandon() -> None:
    """Give up standard output, which cannot be written: the interpreter would only complain once more at its end."""
    if sys.stdout is not None:
        _silence(sys.stdout)


def width(stream: TextIO | None) -> int | None:
    """The columns of the terminal that a stream, which may be closed, writes to; None where it is none."""
    return None if stream is None else width_of(stream, os.environ)


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
