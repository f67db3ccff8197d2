"""The exit codes, and the exceptions by which a command ends with one of them and a line on standard error."""

from __future__ import annotations

from typing import Final

CLEAN: Final = 0
FINDINGS: Final = 1  # the spec has errors, `out/` is stale, or there are warnings under --strict
USAGE: Final = 2
FAILED: Final = 3  # what must be read cannot be read, what must be written cannot be written, or a bug of ours
INTERRUPTED: Final = 130


class UsageError(Exception):
    """The command line asks for something that there is not."""


class FileError(Exception):
    """A file that cannot be read or written; the message names it and says why."""
