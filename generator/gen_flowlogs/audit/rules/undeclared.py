"""Flow logs that no spec declares (`undeclared`), in the places of the specs and elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.audit.ground import location_of, named
from gen_flowlogs.audit.results import Deviation
from gen_flowlogs.aws import kinds
from gen_flowlogs.captures import locations, targets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.audit.ground import Ground
    from gen_flowlogs.captures.recordings import Recording
    from gen_flowlogs.observe.existing import FlowLog


def check(ground: Ground) -> Iterator[Deviation]:
    """Find them. One that a recording with an unknown target or sink may be is left out: that recording is not seen."""
    if not ground.matches:
        return
    free = [{id(log) for log in matches.unmatched} for matches in ground.matches]
    unmatched = set.intersection(*free)
    of = (each for matches in ground.matches for each in matches.open)
    unknown = {(each.location, each.point.kind, each.target): each for each in of}.values()
    for log in ground.existing.flow_logs:
        if id(log) in unmatched and not any(_may_be(each, log, ground) for each in unknown):
            yield Deviation(
                slug="undeclared",
                location=location_of(log),
                subject=named(log),
                text=f"on {log.target} is in no spec",
                remedy="declare it (`gen-flowlogs adopt`), delete it, or exempt it with a reason",
            )


def _may_be(recording: Recording, log: FlowLog, ground: Ground) -> bool:
    """Whether a flow log may be that of a recording whose target or sink is not known; none of a lookup that fails."""
    if not locations.may_be_one(recording.location, location_of(log)):
        return False
    if isinstance(recording.target, targets.LookedUp) and ground.found(recording.target) is not None:
        return False
    kind = log.kind or (kinds.of_id(log.target) if isinstance(log.target, str) else None)
    same = not isinstance(recording.target, str) or recording.target == log.target
    return same and (kind is None or kind == recording.point.kind)
