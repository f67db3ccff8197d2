"""Comparisons → text for a terminal, in Terraform's own marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.compare.forms.report import GRAVE, Report, address, effects, summary
from gen_flowlogs.diagnostics import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.compare import Change

_RESET, _BOLD, _GREY, _RED, _GREEN, _YELLOW = "\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[32m", "\x1b[33m"
_MARKS = {
    "create": ("  +", _GREEN),
    "update": ("  ~", _YELLOW),
    "replace": ("-/+", _RED),
    "destroy": ("  -", _RED),
    "move": (" ->", _GREY),
    "forget": ("  .", _YELLOW),
}
_LONGEST = 2_000  # characters of a line


def as_text(reports: Iterable[Report], *, colour: bool = False) -> str:
    """Each spec with its changes and what they mean. Nothing in it can steer a terminal but the colours."""
    return "".join(f"{line}\n" for report in reports for line in _one(report, colour=colour))


def _one(report: Report, *, colour: bool) -> Iterator[str]:
    def paint(text: str, style: str) -> str:
        return f"{style}{text}{_RESET}" if colour else text

    comparison = report.comparison
    yield paint(f"{shown(report.file, 500)}: {summary(report)}", _BOLD)
    for change in comparison.changes:
        mark, style = _MARKS[change.action]
        yield f"{paint(mark, style)} {shown(address(change), _LONGEST)}  {paint(_place(report, change), _GREY)}"
        before = f"was {change.moved_from}; " if change.moved_from else ""
        yield f"      {shown(before + change.reason, _LONGEST)}"
    if comparison.effects:
        yield paint("records", _BOLD)
    for kind, message in effects(comparison):
        yield f"  {paint(f'{kind}:', _RED if kind in GRAVE else _GREY)} {shown(message, _LONGEST)}"
    for word, lines in (("hint", comparison.hints), ("note", comparison.notes)):
        for line in lines:
            yield f"{paint(f'{word}:', _BOLD)} {shown(line, _LONGEST)}"


def _place(report: Report, change: Change) -> str:
    at = report.places[change]
    return f"{shown(at.file, 500)}:{at.line}" + (" before" if change.was else "")
