"""Answers → JSON: one object for one WHAT, a list for several. `docs/explain.schema.json` describes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from gen_flowlogs.captures.recordings import BOTH
from gen_flowlogs.secrets import masked_addresses
from gen_flowlogs.show.explain.never import by_kind
from gen_flowlogs.show.explain.sinks import retention_days, sink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gen_flowlogs.explain import Answer, Cause, Duplicate, Recorded
    from gen_flowlogs.show.explain.origins import Positions


_Lists = dict[int, list[dict[str, object]]]


def as_json(answers: Sequence[Answer], positions: Positions) -> str:
    """The answers; a list where there is not exactly one, each then on a line of its own."""
    shared: _Lists = {}
    if len(answers) == 1:
        return json.dumps(_answer(answers[0], positions, shared), indent=2)
    lines = ",\n".join(json.dumps(_answer(each, positions, shared)) for each in answers)
    return f"[\n{lines}\n]"


def _answer(answer: Answer, positions: Positions, shared: _Lists) -> dict[str, object]:
    """An answer. `shared`: the lists of flow logs that many answers have, by the id of the tuple."""

    def listed(several: tuple[Recorded, ...]) -> list[dict[str, object]]:
        if id(several) not in shared:
            shared[id(several)] = [_recorded(each, positions) for each in several]
        return shared[id(several)]

    return {
        "what": answer.what,
        "summary": masked_addresses(" ".join(answer.heads)),
        "recorded": {traffic: sum(traffic in each.recording.traffic for each in answer.flow_logs) for traffic in BOTH},
        "certain": answer.recorded,
        "flow_logs": listed(answer.flow_logs),
        "possible": listed(answer.possible),
        "duplicates": [_duplicate(each) for each in answer.duplicates],
        "to_record": list(answer.to_record),
        **({"never_recorded": by_kind(answer.kinds)} if answer.kinds else {}),
        **({"made_by": [_cause(each, positions) for each in answer.causes]} if answer.causes else {}),
        **({"notes": list(answer.notes)} if answer.notes else {}),
        **({"parts": [_answer(each, positions, shared) for each in answer.parts]} if answer.parts else {}),
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
        "record_bytes": recording.record_bytes,
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
