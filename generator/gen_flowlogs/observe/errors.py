"""The exceptions of reading sources: the command ends with one, and with exit code 3."""

from __future__ import annotations

from gen_flowlogs.diagnostics import shown


class SourceError(Exception):
    """A source that cannot be used as a whole. `why` and `remedy` are clauses, and hold no value of the source.

    `str()` is the message, in one line: `cannot use "old.json": it is not JSON; save …`.
    """

    def __init__(self, file: str, why: str, remedy: str = "") -> None:
        """Keep the parts, and make the message of them."""
        self.file, self.why, self.remedy = file, why, remedy
        super().__init__(f'cannot use "{shown(file, 200)}": {why}' + (f"; {remedy}" if remedy else ""))


class UnrecognisedError(SourceError):
    """A source that can be read, and is none of the things that are known here."""
