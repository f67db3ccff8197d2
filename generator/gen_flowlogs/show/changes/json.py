"""Comparisons → JSON, as `docs/diff.schema.json` describes it: every address, every stack, every destination."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gen_flowlogs.show.changes.grouping import in_stack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.compare.comparison import Change, Effect
    from gen_flowlogs.show.changes.report import Line, Report, Since


def as_json(reports: Iterable[Report], since: Since | None = None) -> str:
    """One object for all of them, indented, with a line end; ASCII, so that no stream can spoil it."""
    reports = tuple(reports)
    base = {} if since is None else {"base": {"commit": since.commit, "description": since.described}}
    whole = {
        **base,
        "changes": [each for report in reports for each in _changes(report)],
        "coverage": [_effect(each, report) for report in reports for each in report.comparison.effects],
    }
    return json.dumps(whole, indent=2) + "\n"


def _changes(report: Report) -> Iterator[dict[str, Any]]:
    advised: set[str] = {""}
    for change in report.comparison.changes:
        advice = "" if change.advice in advised else change.advice
        advised.add(advice)
        yield _change(change, report.lines[change], advice)


def _change(change: Change, line: Line, advice: str) -> dict[str, Any]:
    moved = {} if change.moved_from is None else {"moved_from": change.moved_from}
    return {
        "stack": change.stack,
        "address": change.address,
        "action": change.action,
        **moved,
        "forced_by": list(change.forced_by),
        "reason": f"{change.reason}; {advice}" if advice else change.reason,
        "file": line.file,
        "line": line.number,
    }


def _effect(effect: Effect, report: Report) -> dict[str, Any]:
    return {
        "stack": effect.stack,
        "capture_point": effect.capture_point,
        "destination": effect.destination,
        "effect": effect.effect,
        "message": in_stack(effect.message, effect.stack, report.comparison),
    }
