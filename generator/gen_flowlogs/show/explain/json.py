"""Answers → JSON: one object for one WHAT, a list for several. `docs/explain.schema.json` describes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from gen_flowlogs.captures.recordings import BOTH
from gen_flowlogs.secrets import masked_addresses
from gen_flowlogs.show.explain.sinks import retention_days, sink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gen_flowlogs.explain import Answer, Cause, Duplicate, Recorded
    from gen_flowlogs.show.explain.origins import Positions


def as_json(answers: Sequence[Answer], positions: Positions) -> str:
    """The answers; a list where there is not exactly one."""
    told = [_answer(each, positions) for each in answers]
    return json.dumps(told[0] if len(told) == 1 else told, indent=2)


def _answer(answer: Answer, positions: Positions) -> dict[str, object]:
    return {
        "what": answer.what,
        "summary": masked_addresses(" ".join(answer.heads)),
        "recorded": {traffic: sum(traffic in each.recording.traffic for each in answer.flow_logs) for traffic in BOTH},
        "certain": answer.recorded,
        "flow_logs": [_recorded(each, positions) for each in answer.flow_logs],
        "possible": [_recorded(each, positions) for each in answer.possible],
        "duplicates": [_duplicate(each) for each in answer.duplicates],
        "to_record": list(answer.to_record),
        **({"made_by": [_cause(each, positions) for each in answer.causes]} if answer.causes else {}),
        **({"notes": list(answer.notes)} if answer.notes else {}),
        **({"parts": [_answer(each, positions) for each in answer.parts]} if answer.parts else {}),
    }


def _recorded(recorded: Recorded, positions: Positions) -> dict[str, object]:
    recording = recorded.recording
    at = positions[recording.point.origin.key()]
    return {
        "capture_point": recording.point.name,
        "destination": recording.destination.name,
        "stack": recording.stack.name,
        "via": recorded.via,
        "certainty": "possible" if recorded.decides else "certain",
        **({"decides": recorded.decides} if recorded.decides else {}),
        "traffic": recording.point.filter.traffic(recording.point.kind.family),
        "interval": recording.interval,
        "fields": list(recording.fields),
        "sink": masked_addresses(sink(recording.destination)),
        "retention_days": retention_days(recording.destination),
        "file": at.file,
        "line": at.line,
        "address": recording.address,
    }


def _duplicate(duplicate: Duplicate) -> dict[str, object]:
    first = duplicate.recorded[0].recording
    return {
        "traffic": list(duplicate.traffic),
        "sink": masked_addresses(sink(first.destination)),
        "capture_points": [each.recording.point.name for each in duplicate.recorded],
    }


def _cause(cause: Cause, positions: Positions) -> dict[str, object]:
    at = None if cause.origin is None else positions[cause.origin]
    place = {"file": at.file, "line": at.line} if at is not None else {}
    return {"text": cause.text, **place, **({"note": cause.note} if cause.note else {})}
