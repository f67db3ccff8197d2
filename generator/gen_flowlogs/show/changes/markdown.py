"""Comparisons → Markdown for a pull request: a line to read, what costs records, and the rest folded away.

GitHub takes 65,536 characters in a comment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.compare.comparison import GRAVE
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.show.changes import mermaid
from gen_flowlogs.show.changes.entries import Entry, compact, entries
from gen_flowlogs.show.changes.grouping import effects
from gen_flowlogs.show.changes.report import JUDGED, UPGRADING, Report, gravity, summary
from gen_flowlogs.show.changes.weights import assumed, weights
from gen_flowlogs.show.markdown_text import LONGEST_CELL, code, escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gen_flowlogs.compare.comparison import Action
    from gen_flowlogs.show.changes.report import Since

LONGEST = 60_000
"""Bytes of UTF-8, with room to spare for what is put around it."""

_MOST_LINES, _FEW_LINES = 40, 10  # of what a change means
_MOST_ROWS, _FEW_ROWS = 100, 20
_MOST_ADDRESSES = 6  # of a row
_LONGEST_SENTENCE = 600
_MARKS: dict[Action, str] = {
    "destroy": "❌",
    "replace": "♻️",
    "forget": "👋",
    "create": "🆕",
    "update": "✏️",
    "move": "➡️",
}
"""In the order of the table, where what costs records comes first."""


def as_markdown(reports: Iterable[Report], since: Since | None = None) -> str:
    """A section for each spec, and the base. Where all is too much, tables and maps go, then what costs nothing."""
    reports = tuple(reports)
    taken: list[list[str]] = [[] for _ in reports]
    basis = assumed(reports)
    below = f"\nThe {escaped(basis, _LONGEST_SENTENCE)}.\n" if basis else ""
    room = LONGEST - len(_more(len(reports)).encode()) - len(below.encode())
    for part in (_head, _effects, _changes, _map):
        for report, texts in zip(reports, taken, strict=True):
            for lines in part(report) if texts or part is _head else ():
                text = "\n".join(lines) + "\n"
                if (size := len(text.encode())) <= room:
                    texts.append(text)
                    room -= size
                    break
    left = taken.count([])
    end = below if since is None else f"{below}\nCompared with `{since.short}`, {escaped(since.described)}.\n"
    return "".join(text for texts in taken for text in texts) + (_more(left) if left else "") + end


def _more(specs: int) -> str:
    return f"… and {specs} more specs\n"


def _head(report: Report) -> Iterator[Sequence[str]]:
    yield f"### Flow logs: {escaped(report.file)}", "", f"**{summary(report)}**", ""


def _effects(report: Report) -> Iterator[Sequence[str]]:
    """The effects on the records: whole, in short, and those that cost records in short."""
    comparison = report.comparison
    said = [(kind, escaped(message, _LONGEST_SENTENCE)) for kind, message in sorted(effects(comparison), key=gravity)]
    unseen = f"> - **unseen**: {escaped(report.unseen, _LONGEST_SENTENCE)}: [{JUDGED}]({UPGRADING})"
    grave = [unseen] if report.unseen else []
    grave += [f"> - **{kind}**: {message}" for kind, message in said if kind in GRAVE]
    other = [f"- {kind}: {message}" for kind, message in said if kind not in GRAVE]
    weighed = [f"- weight: {escaped(each, _LONGEST_SENTENCE)}" for each in weights(comparison)]
    hints = [f"- 💡 {escaped(line, _LONGEST_SENTENCE)}" for line in comparison.hints]
    notes = [f"- ℹ️ {escaped(line, _LONGEST_SENTENCE)}" for line in comparison.notes]  # noqa: RUF001 - the sign
    whole = (other, weighed, hints, notes)
    for most, lists in ((_MOST_LINES, whole), (_FEW_LINES, whole), (_FEW_LINES, ())):
        warning = ["> [!WARNING]", *_bounded(grave, most, "> - "), ""] if grave else []
        rest = [line for lines in lists for line in _bounded(lines, most, "- ")]
        if warning or rest:
            yield *warning, *rest, *([""] if rest else [])


def _changes(report: Report) -> Iterator[Sequence[str]]:
    """The table: whole, and in short."""
    count = len(report.comparison.changes)
    for rows in (_MOST_ROWS, _FEW_ROWS) if count else ():
        yield tuple(_folded("1 change" if count == 1 else f"{count} changes", list(_table(report, rows))))


def _map(report: Report) -> Iterator[Sequence[str]]:
    if report.comparison.changes:
        yield tuple(_folded("Map", ["```mermaid", *mermaid.lines(report.comparison.edges), "```"]))


def _table(report: Report, rows: int) -> Iterator[str]:
    order = list(_MARKS)
    whole = sorted(entries(report), key=lambda each: order.index(each.action))
    yield "| | address | why | line |"
    yield "| --- | --- | --- | --- |"
    for entry in whole[:rows]:
        cells = (
            f"{_MARKS[entry.action]} {entry.action}",
            "<br>".join(_addresses(entry)),
            escaped(entry.why, _LONGEST_SENTENCE),
            f"{escaped(entry.line.file)}:{entry.line.number}" + (" (before)" if entry.line.before else ""),
        )
        yield f"| {' | '.join(cells)} |"
    left = len(whole) - rows
    if left > 0:
        yield f"| | … and {left} more | | |"


def _addresses(entry: Entry) -> Iterator[str]:
    """The lines of a cell: addresses and their stacks, the first of many."""
    room = _MOST_ADDRESSES
    left = 0
    for where, addresses in entry.groups:
        named = compact(addresses)
        if not room:
            left += len(named)
            continue
        yield from (code(shown(each, LONGEST_CELL)) for each in named[:room])
        if named[room:]:
            yield f"and {len(named[room:])} more"
        if where:
            yield escaped(where)
        room = max(0, room - len(named))
    if left:
        yield f"and {left} more in other stacks"


def _folded(title: str, lines: Sequence[str]) -> Iterator[str]:
    yield f"<details><summary>{title}</summary>"
    yield ""
    yield from lines
    yield ""
    yield "</details>"
    yield ""


def _bounded(lines: Sequence[str], most: int, mark: str) -> Iterator[str]:
    yield from lines[:most]
    if len(lines) > most:
        yield f"{mark}… and {len(lines) - most} more"
