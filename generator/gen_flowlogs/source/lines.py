"""Character offsets of a text → lines and columns as an editor counts them.

A line ends at a line feed, a carriage return or both together. YAML 1.1 also ends one at U+0085, U+2028 and U+2029;
no editor's line numbers do.
"""

from __future__ import annotations

from bisect import bisect_right

from gen_flowlogs.diagnostics import Position
from gen_flowlogs.lazy_pattern import pattern

_END = pattern(r"\r\n?|\n")
_PROPERTIES = pattern(r"(?:[&!]\S*\s+)+")


def split(text: str) -> list[str]:
    """The lines of a text, without their ends. What is behind the last end is a line only if it is not empty."""
    lines = _END.split(text)
    return lines if lines[-1] else lines[:-1]


class Lines:
    """The lines of one file's text; they are found when the first place is asked for."""

    __slots__ = ("_file", "_found", "_shown", "_text")

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._text = text
        self._found: list[int] = []
        self._shown: dict[int, str] = {}  # one long line is kept once, however many findings stand in it

    def position(self, start: int, end: int) -> Position:
        """The place of the characters from `start` up to `end`, or up to the end of the line where that comes first."""
        start = min(max(start, 0), len(self._text))
        starts = self._starts()
        line = bisect_right(starts, start)
        stop = min(end, self._stop(line))
        width = len(self._text[start:stop].rstrip())
        return Position(self._file, line, start - starts[line - 1] + 1, max(width, 1))

    def value(self, start: int, end: int) -> Position:
        """The place of a value between two offsets, without the anchor and the tag that stand before it."""
        properties = _PROPERTIES.match(self._text, start, end)
        return self.position(properties.end() if properties else start, end)

    def starts(self, offset: int) -> bool:
        """Whether only white space stands before an offset on its line."""
        starts = self._starts()
        return not self._text[starts[bisect_right(starts, offset) - 1] : offset].strip()

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its end; empty where there is none."""
        starts = self._starts()
        if not 1 <= number <= len(starts):
            return ""
        if number not in self._shown:
            self._shown[number] = self._text[starts[number - 1] : self._stop(number)].rstrip("\r\n")
        return self._shown[number]

    def _stop(self, number: int) -> int:
        starts = self._starts()
        return starts[number] if number < len(starts) else len(self._text)

    def _starts(self) -> list[int]:
        if not self._found:
            self._found = [0, *(end.end() for end in _END.finditer(self._text))]
        return self._found
