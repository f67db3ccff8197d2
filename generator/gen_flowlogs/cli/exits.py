"""The exit codes, and the exceptions by which a command ends with one of them and a line on standard error."""

from __future__ import annotations

from typing import Final

CLEAN: Final = 0
FINDINGS: Final = 1  # errors in a spec, stale output, warnings under --strict, or what `diff --exit-code` looks for
USAGE: Final = 2
FAILED: Final = 3  # a file cannot be read or written, or a bug of gen-flowlogs
INTERRUPTED: Final = 130


class UsageError(Exception):
    """The command line asks for something that does not exist."""


class FileError(Exception):
    """A file that cannot be read or written; the message names it and says why."""
