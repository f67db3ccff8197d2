"""Answers about a flow log that exists: which one of the spec it is, by its target, traffic and sink."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import shown
from gen_flowlogs.explain.answer import Answer, Recorded
from gen_flowlogs.explain.resources import GIVE

if TYPE_CHECKING:
    from gen_flowlogs.explain.ground import Ground
    from gen_flowlogs.observe.existing import FlowLog


def of_flow_log(what: str, id_: str, ground: Ground) -> Answer:
    """The answer about an id: it is one of the spec, or none."""
    matches = ground.matches
    if matches is None:
        return Answer(what=what, heads=(f"{id_}  the spec has no ids of flow logs; {GIVE}",))
    for pair in matches.matched:
        if pair.flow_log.id == id_:
            notes = _differences((*pair.replaces, *pair.updates, *pair.kept))
            head = f"{id_}  {_on(pair.flow_log)}"
            if pair.flow_log.error is not None:
                failing = Recorded(recording=pair.recording, via="itself", decides=_failing(pair.flow_log.error))
                return Answer(what=what, heads=(head,), possible=(failing,), notes=notes)
            found = (Recorded(recording=pair.recording, via="itself"),)
            return Answer(what=what, heads=(head,), flow_logs=found, notes=notes)
    for several in matches.ambiguous:
        log = next((each for each in several.flow_logs if each.id == id_), None)
        if log is not None:
            possible = tuple(
                Recorded(recording=each, via="itself", decides="if it is that one: several have its target and sink")
                for each in several.recordings
            )
            return Answer(what=what, heads=(f"{id_}  {_on(log)}",), possible=possible)
    other = next((each for each in matches.unmatched if each.id == id_), None)
    if other is None:
        return Answer(what=what, heads=(f"{id_}  the inventory has no such flow log",))
    adopt = ("`gen-flowlogs adopt` writes a spec of flow logs that exist",)
    return Answer(
        what=what, heads=(f"{id_}  {_on(other)}: no capture point of {ground.spec.file} makes it",), to_record=adopt
    )


def _differences(arguments: tuple[str, ...]) -> tuple[str, ...]:
    if not arguments:
        return ()
    why = "the spec is not applied yet, or the flow log was changed by hand"
    return (f"AWS has another {', '.join(arguments)} than the spec: {why}",)


def _failing(error: str) -> str:
    return f"once AWS can deliver its records; AWS reports: {shown(error, 200)}"


def _on(log: FlowLog) -> str:
    target = log.target if isinstance(log.target, str) else "a target that the inventory does not have"
    return f"a flow log on {target}"
