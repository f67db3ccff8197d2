"""Match: a Spec and `Existing` → which recording is which flow log that exists.

Two are one where target, traffic and sink are equal and their locations may be one: AWS allows no second flow log of
these. All other arguments are differences of the pair.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from gen_flowlogs.aws import kinds
from gen_flowlogs.captures import sinks
from gen_flowlogs.captures.now import alone
from gen_flowlogs.captures.recordings import TRAFFIC, recordings
from gen_flowlogs.dataclass import replace
from gen_flowlogs.match import stand_ins
from gen_flowlogs.match.known import Known
from gen_flowlogs.match.matches import Ambiguous, Match, Matches
from gen_flowlogs.match.pairs import paired
from gen_flowlogs.model import ONLY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gen_flowlogs.captures.inventory import Inventory
    from gen_flowlogs.captures.recordings import Recording
    from gen_flowlogs.match.pairs import Key
    from gen_flowlogs.model import Given, Spec
    from gen_flowlogs.observe.existing import Existing, FlowLog

__all__ = ["Ambiguous", "Match", "Matches", "match"]


def match(
    spec: Spec,
    existing: Existing,
    *,
    inputs: Mapping[str, Given] = MappingProxyType({}),
    inventory: Inventory | None = None,
) -> Matches:
    """Match the recordings of a spec with the flow logs that exist.

    Args:
        spec: the spec.
        existing: what exists; its `values` are those of variables and references.
        inputs: variable of the output as a module → what the call of the module passes for it.
        inventory: the resources that lookups find; without it, what a lookup finds is not known.
    """
    known = Known(stand_ins.values(existing), inputs)
    wanted: dict[Key, list[Recording]] = {}
    unknown: list[Recording] = []
    for each in recordings(spec, alone(inventory)):
        several = tuple(_resolved(each, known))
        for one in several:
            wanted.setdefault((str(one.target), one.traffic, sinks.sink(one.destination, ONLY)), []).append(one)
        if not several:
            unknown.append(each)
    there: dict[Key, list[FlowLog]] = {}
    for log in existing.flow_logs:
        key = _key(log, known)
        if key in wanted:
            there.setdefault(key, []).append(log)
    pairs = [pair for key, several in wanted.items() for pair in paired(several, there.get(key, ()), known)]
    matched = tuple(pair for pair in pairs if isinstance(pair, Match))
    ambiguous = tuple(pair for pair in pairs if isinstance(pair, Ambiguous))
    taken = {id(pair.recording) for pair in matched} | {id(each) for pair in ambiguous for each in pair.recordings}
    used = {id(pair.flow_log) for pair in matched} | {id(each) for pair in ambiguous for each in pair.flow_logs}
    return Matches(
        matched=matched,
        ambiguous=ambiguous,
        absent=tuple(each for several in wanted.values() for each in several if id(each) not in taken),
        open=tuple(unknown),
        unmatched=tuple(log for log in existing.flow_logs if id(log) not in used),
    )


def _resolved(recording: Recording, known: Known) -> Iterator[Recording]:
    """A recording with its target and sink as literals, for each id that it stands for; none where they are unknown."""
    destination = known.destination(recording.destination)
    if not sinks.is_open(destination):
        for each in known.recordings(recording):
            yield each if destination is each.destination else replace(each, destination=destination)


def _key(log: FlowLog, known: Known) -> Key | None:
    """The target, the traffic and the sink of a flow log; None where a source does not tell one of them."""
    kind = log.kind or (kinds.of_id(log.target) if isinstance(log.target, str) else None)
    target = stand_ins.text(log, kind.argument if kind else "", log.target, known.values)
    destination = stand_ins.text(log, "log_destination", log.log_destination, known.values)
    traffic = "ALL" if kind is not None and kind.family == "transit_gateway" else log.traffic
    sink = None
    if destination is not None:
        sink = sinks.observed(destination)
    elif log.log_group_name is not None:  # made by its name, or code that tells the name and no ARN
        group = stand_ins.text(log, "log_group_name", log.log_group_name, known.values)
        sink = None if group is None else sinks.observed_log_group(group)
    recorded = TRAFFIC.get(traffic) if isinstance(traffic, str) else None
    return None if target is None or sink is None or recorded is None else (target, recorded, sink)
