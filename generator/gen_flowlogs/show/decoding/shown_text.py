"""A value of a record as people read it: what cannot be printed is escaped, and no runner takes it for a command."""

from __future__ import annotations

from typing import Final

from gen_flowlogs.decode.pieces import LONGEST
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.lazy_pattern import pattern

_COMMAND: Final = pattern(r"##(?=\w*\[)|^::(?=[^0-9a-fA-F:.]|[0-9a-fA-F]+[^0-9a-fA-F:.])")


def printable(token: bytes) -> str:
    """The text of a value, on one line."""
    text = shown(token.decode("utf-8", "backslashreplace"), LONGEST)
    return _COMMAND.sub(lambda found: found[0][0] + "\\" + found[0][1:], text)
