"""Comparisons → JSON, as `docs/diff.schema.json` describes it: every address, every stack, every destination."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gen_flowlogs.show.changes.grouping import in_stack

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gen_flowlogs.compare.comparison import Change, Effect
    from gen_flowlogs.show.changes.report import Line, Report


def as_json(reports: Iterable[Report]) -> str:
    """One object for all of them, indented, with a line end; ASCII, so that no stream can spoil it."""
    reports = tuple(reports)
    whole = {
        "changes": [_change(each, report.lines[each]) for report in reports for each in report.comparison.changes],
        "coverage": [_effect(each, report) for report in reports for each in report.comparison.effects],
    }
    return json.dumps(whole, indent=2) + "\n"


def _change(change: Change, line: Line) -> dict[str, Any]:
    moved = {} if change.moved_from is None else {"moved_from": change.moved_from}
    return {
        "stack": change.stack,
        "address": change.address,
        "action": change.action,
        **moved,
        "forced_by": list(change.forced_by),
        "reason": f"{change.reason}; {change.advice}" if change.advice else change.reason,
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
