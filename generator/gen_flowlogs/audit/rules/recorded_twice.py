"""Traffic that two flow logs of a target, or of it and its container, write to one sink (`recorded-twice`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.audit.ground import location_of, named, traffic
from gen_flowlogs.audit.results import Deviation
from gen_flowlogs.aws.kinds import REGIONAL_NAT_GATEWAY
from gen_flowlogs.captures import sinks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.audit.ground import Ground
    from gen_flowlogs.captures.sinks import Sink
    from gen_flowlogs.observe.existing import FlowLog


_IGNORED: Final = ("recorded-twice", "covered-capture")
"""The rules of `lint` about the same: a spec that ignores one of them has given its reason."""


def check(ground: Ground) -> Iterator[Deviation]:
    """Find each such flow log once, with the nearest of the others."""
    for id_, logs in ground.on.items():
        resource = ground.inventory.resources.get(id_)
        around = (
            ()
            if resource is not None and resource.kind == REGIONAL_NAT_GATEWAY.singular
            else ground.inventory.around(id_)
        )
        if not around and len(logs) < 2:
            continue
        outer = [log for each in around for log in ground.on.get(each.id, ())]
        for number, log in enumerate(logs):
            twice = next((each for each in (*logs[:number], *outer) if _is_twice(log, each)), None)
            if twice is not None and not ground.ignores(log, *_IGNORED):
                yield Deviation(
                    slug="recorded-twice",
                    location=location_of(log),
                    subject=named(log),
                    text=f"on {id_} writes to {log.log_destination or log.log_group_name} what {named(twice)} on "
                    f"{twice.target} writes there: each packet is counted, and paid for, twice",
                    remedy="send one of them elsewhere, or delete it",
                )


def _is_twice(one: FlowLog, other: FlowLog) -> bool:
    sink = _sink(one)
    return (
        sink is not None
        and sink == _sink(other)
        and bool(traffic((one,)) & traffic((other,)))
        and (sink[0] != "log group" or location_of(one) == location_of(other))
    )


def _sink(log: FlowLog) -> Sink | None:
    if isinstance(log.log_destination, str):
        return sinks.observed(log.log_destination)
    return sinks.observed_log_group(log.log_group_name) if isinstance(log.log_group_name, str) else None
