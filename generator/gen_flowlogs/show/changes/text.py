"""Comparisons → text for a terminal, in Terraform's own marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.compare.comparison import GRAVE
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.show.changes.entries import entries
from gen_flowlogs.show.changes.grouping import effects
from gen_flowlogs.show.changes.report import JUDGED, UPGRADING, Report, gravity, summary
from gen_flowlogs.show.changes.weights import assumed, weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.show.changes.report import Line, Since

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
_MOST = 100  # changes or effects


def as_text(reports: Iterable[Report], since: Since | None = None, *, colour: bool = False) -> str:
    """Each spec with its changes and their effects, and the base. Only the colours can steer a terminal."""
    reports = tuple(reports)
    basis = assumed(reports)
    end = [f"note: {basis}"] if basis else []
    end += [] if since is None else [f"compared with {since.short}, {shown(since.described, 300)}"]
    return "".join(
        f"{line}\n" for line in (*(each for report in reports for each in _one(report, colour=colour)), *end)
    )


def _one(report: Report, *, colour: bool) -> Iterator[str]:
    def paint(text: str, style: str) -> str:
        return f"{style}{text}{_RESET}" if colour else text

    comparison = report.comparison
    yield paint(f"{shown(report.file, 500)}: {summary(report)}", _BOLD)
    if report.unseen:
        yield f"{paint('warning:', _RED)} {shown(report.unseen, _LONGEST)}: {JUDGED}, as {UPGRADING} shows"
    told = entries(report)
    for entry in told[:_MOST]:
        mark, style = _MARKS[entry.action]
        yield f"{paint(mark, style)} {shown(entry.subject, _LONGEST)}  {paint(_line(entry.line), _GREY)}"
        yield f"      {shown(entry.why, _LONGEST)}"
    yield from _left(len(told), "changes")
    weighed = list(weights(comparison))
    if comparison.effects or weighed:
        yield paint("records", _BOLD)
    sentences = sorted(effects(comparison), key=gravity)
    for kind, message in sentences[:_MOST]:
        yield f"  {paint(f'{kind}:', _RED if kind in GRAVE else _GREY)} {shown(message, _LONGEST)}"
    yield from _left(len(sentences), "effects")
    yield from (f"  {paint('weight:', _GREY)} {shown(each, _LONGEST)}" for each in weighed[:_MOST])
    yield from _left(len(weighed), "weights")
    for word, lines in (("hint", comparison.hints), ("note", comparison.notes)):
        for line in lines:
            yield f"{paint(f'{word}:', _BOLD)} {shown(line, _LONGEST)}"


def _left(count: int, what: str) -> Iterator[str]:
    if count > _MOST:
        yield f"  … and {count - _MOST} more {what}; `--format json` has all"


def _line(line: Line) -> str:
    return f"{shown(line.file, 500)}:{line.number}" + (" (before)" if line.before else "")
