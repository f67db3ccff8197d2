"""Comparisons → JSON, as `docs/diff.schema.json` describes it: every address, every stack, every destination."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gen_flowlogs.show.changes.grouping import in_stack
from gen_flowlogs.show.changes.weights import BASIS, delivery_end, record_end, service_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.compare.comparison import Change, DeliveryCount, Effect, RecordWeight, ServiceChange
    from gen_flowlogs.show.changes.report import Line, Report, Since


def as_json(reports: Iterable[Report], since: Since | None = None) -> str:
    """One object for all of them, indented, with a line end; ASCII, so that no stream can spoil it."""
    reports = tuple(reports)
    of_base: dict[str, Any] = {}
    if since is not None:
        of_base["base"] = {"commit": since.commit, "description": since.described}
        of_base["unseen"] = [{"file": report.file, "message": report.unseen} for report in reports if report.unseen]
    whole = {
        **of_base,
        "changes": [each for report in reports for each in _changes(report)],
        "coverage": [_effect(each, report) for report in reports for each in report.comparison.effects],
        "weight": _weight(reports),
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


def _weight(reports: Iterable[Report]) -> dict[str, Any]:
    whole = [(report.comparison, report.comparison.weights) for report in reports]
    return {
        "assumed": BASIS,
        "records": [
            {
                **_of(each),
                "before": each.before,
                "after": each.after,
                "message": in_stack(f"records of {_named(each)} {record_end(each)}", each.stack, comparison),
            }
            for comparison, weights in whole
            for each in weights.records
        ],
        "services": [
            {
                **_of(each),
                "before": each.before,
                "after": each.after,
                "factor": each.factor,
                "message": in_stack(f"for {each.capture_point}, {service_end(each)}", each.stack, comparison),
            }
            for comparison, weights in whole
            for each in weights.services
        ],
        "deliveries": [
            {
                **_of(each),
                "count": each.count,
                "bytes": each.bytes,
                "each_target": each.each_target,
                "message": in_stack(
                    f"{delivery_end(each)}: {each.capture_point} to {each.destination}", each.stack, comparison
                ),
            }
            for comparison, weights in whole
            for each in weights.deliveries
        ],
    }


def _of(each: RecordWeight | ServiceChange | DeliveryCount) -> dict[str, Any]:
    return {"stack": each.stack, "capture_point": each.capture_point, "destination": each.destination}


def _named(record: RecordWeight) -> str:
    return record.capture_point if record.everywhere else f"{record.capture_point} in {record.destination}"
