"""Comparisons → Markdown for a pull request: a line to read, what costs records, and the rest folded away.

GitHub takes 65,536 characters in a comment. Whatever comes from a spec is escaped: it can be neither markup nor HTML,
name nobody, refer to no issue and link nowhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.compare.forms import mermaid
from generator.compare.forms.report import GRAVE, Report, address, summary
from generator.diagnostics import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LONGEST = 60_000
"""Bytes of UTF-8, with room to spare for what is put around it."""

_MOST_LINES = 40
_MOST_ROWS = 100
_LONGEST_CELL = 250
_SPECIAL = re.compile(r"[\\`*_\[\]<>#!|~$&]")
_ALIVE = re.compile(r"(?<=[@#])(?=\w)|(?<=:)(?=//|\w+:)|(?<=www)(?=\.)|(?<=GH)(?=-)", re.IGNORECASE)
_MARKS = {"create": "🆕", "update": "✏️", "replace": "♻️", "destroy": "❌", "move": "➡️", "forget": "👋"}


def as_markdown(reports: Iterable[Report]) -> str:
    """A section for each spec. Where there is no room for all, the first ones are whole and the others a summary."""
    reports = tuple(reports)
    heads = ["\n".join(_head(report)) for report in reports]
    room = LONGEST - len(_more(len(heads)).encode())
    shown_ones = 0
    for head in heads:
        room -= len(head.encode()) + 1
        shown_ones += room >= 0
    parts: list[str] = []
    for report, head in zip(reports[:shown_ones], heads, strict=False):
        body = "\n".join(_body(report))
        size = len(body.encode()) + 1
        fits = size <= room
        parts.append(f"{head}\n{body}" if fits else head)
        room -= size if fits else 0
    if shown_ones < len(heads):
        parts.append(_more(len(heads) - shown_ones))
    return "\n".join(parts)


def _more(specs: int) -> str:
    return f"… and {specs} more specs\n"


def escaped(text: str, limit: int = _LONGEST_CELL) -> str:
    """Text that shows as it is, on one line, wherever in Markdown it stands."""
    entities = _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", _ALIVE.sub("\0", shown(text, limit)))
    return entities.replace("\0", "<!-- -->")


def _head(report: Report) -> Iterator[str]:
    yield f"### Flow logs: {escaped(report.file)}"
    yield ""
    yield f"**{summary(report)}**"
    yield ""


def _body(report: Report) -> Iterator[str]:
    comparison = report.comparison
    grave = [each for each in comparison.effects if each.effect in GRAVE]
    other = [each for each in comparison.effects if each.effect not in GRAVE]
    if grave:
        yield "> [!WARNING]"
        yield from _bounded([f"> - **{each.effect}**: {escaped(each.message)}" for each in grave], "> - ")
        yield ""
    yield from _bounded([f"- {each.effect}: {escaped(each.message)}" for each in other], "- ")
    yield from _bounded([f"- 💡 {escaped(line, 600)}" for line in comparison.hints], "- ")
    yield from _bounded([f"- ℹ️ {escaped(line, 600)}" for line in comparison.notes], "- ")  # noqa: RUF001 - the sign
    if comparison.changes:
        yield ""
        yield from _folded(_count(len(comparison.changes)), list(_table(report)))
        yield from _folded("Map", ["```mermaid", *mermaid.lines(comparison.edges), "```"])


def _table(report: Report) -> Iterator[str]:
    yield "| | address | why | from |"
    yield "| --- | --- | --- | --- |"
    for change in report.comparison.changes[:_MOST_ROWS]:
        at = report.places[change]
        before = f"was {change.moved_from}; " if change.moved_from else ""
        cells = (
            f"{_MARKS[change.action]} {change.action}",
            f"<code>{escaped(address(change))}</code>",
            escaped(before + change.reason),
            f"{escaped(at.file)}:{at.line}" + (" before" if change.was else ""),
        )
        yield f"| {' | '.join(cells)} |"
    left = len(report.comparison.changes) - _MOST_ROWS
    if left > 0:
        yield f"| | … and {left} more | | |"


def _folded(title: str, lines: Sequence[str]) -> Iterator[str]:
    yield f"<details><summary>{title}</summary>"
    yield ""
    yield from lines
    yield ""
    yield "</details>"
    yield ""


def _bounded(lines: Sequence[str], mark: str) -> Iterator[str]:
    yield from lines[:_MOST_LINES]
    if len(lines) > _MOST_LINES:
        yield f"{mark}… and {len(lines) - _MOST_LINES} more"


def _count(number: int) -> str:
    return "1 change" if number == 1 else f"{number} changes"
