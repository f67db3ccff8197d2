"""Pairs: the recordings and the flow logs of one target, traffic and sink → which is which, by their locations.

AWS allows one of these in a location, so that nearly always there is one on each side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws import fields
from gen_flowlogs.captures import locations
from gen_flowlogs.match.differences import keeping, replacing, updating
from gen_flowlogs.match.matches import Ambiguous, Match

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.captures.recordings import Recording
    from gen_flowlogs.captures.sinks import Sink
    from gen_flowlogs.match.known import Known
    from gen_flowlogs.observe.existing import FlowLog

Key = tuple[str, frozenset[str], "Sink"]
"""Target, traffic and sink."""

_MOST_COMPARED: Final = 1000
"""Pairs that are compared one by one; with more, the comparison would cost the square."""


def paired(recordings: Sequence[Recording], flow_logs: Sequence[FlowLog], known: Known) -> Iterator[Match | Ambiguous]:
    """Pair the recordings and the flow logs of one key; those that cannot be told apart are ambiguous together."""
    if len(recordings) * len(flow_logs) > _MOST_COMPARED:
        yield Ambiguous(recordings=tuple(recordings), flow_logs=tuple(flow_logs))
        return
    fits = [_fitting(each, flow_logs, known) for each in recordings]
    count: dict[int, int] = {}
    for several in fits:
        for log in several:
            count[id(log)] = count.get(id(log), 0) + 1
    left: list[Recording] = []
    open_logs: dict[int, FlowLog] = {}
    for each, several in zip(recordings, fits, strict=True):
        if len(several) == 1 and count[id(several[0])] == 1:
            yield _match(each, several[0], known)
        elif several:
            left.append(each)
            open_logs |= {id(log): log for log in several}
    if left:
        yield Ambiguous(recordings=tuple(left), flow_logs=tuple(open_logs.values()))


def _fitting(recording: Recording, flow_logs: Sequence[FlowLog], known: Known) -> list[FlowLog]:
    """The flow logs that a recording may be; of several, those that differ least: first in what replaces them."""
    here = [log for log in flow_logs if locations.may_be_one(recording.location, _location(log))]
    if len(here) < 2:
        return here
    distances = [_distance(recording, log, known) for log in here]
    return [log for log, distance in zip(here, distances, strict=True) if distance == min(distances)]


def _distance(recording: Recording, log: FlowLog, known: Known) -> tuple[int, int, bool]:
    """The number of arguments that replace the flow log, of those that Terraform keeps, and whether fields differ."""
    text = log.log_format
    others = isinstance(text, str) and fields.names_of(text) != recording.fields
    return len(tuple(replacing(recording, log, known))), len(tuple(keeping(recording, log))), others


def _match(recording: Recording, flow_log: FlowLog, known: Known) -> Match:
    return Match(
        recording=recording,
        flow_log=flow_log,
        replaces=tuple(replacing(recording, flow_log, known)),
        updates=tuple(updating(recording, flow_log)),
        kept=tuple(keeping(recording, flow_log)),
    )


def _location(log: FlowLog) -> LocationKey:
    return log.where.account, log.where.region
