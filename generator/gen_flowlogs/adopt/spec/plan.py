"""Plan: the definitions of a spec, with their names, before they are text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gen_flowlogs.adopt.spec import destination_names, destinations, filters, grouping, places, point_names
from gen_flowlogs.dataclass import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.adopt.owned.owning import Owning
    from gen_flowlogs.adopt.spec.destinations import Destination, SinkAt
    from gen_flowlogs.adopt.spec.drafts import Chosen, Draft
    from gen_flowlogs.adopt.spec.grouping import Point
    from gen_flowlogs.adopt.spec.places import Place
    from gen_flowlogs.adopt.spec.sinks import Sink
    from gen_flowlogs.model import Part

_OWNED = ("aws_cloudwatch_log_group", "aws_iam_role", "aws_kms_", "aws_s3_bucket")
"""The beginnings of the types that a destination creates."""

Holder = tuple[str, str]
"""A section and the name of a definition in it; both empty: the spec."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The definitions of a spec. `stacks` is empty where the spec has none."""

    points: Mapping[Point, str]
    filters: Mapping[Chosen, str]
    destinations: Mapping[Destination, str]
    of_sinks: Mapping[SinkAt, Destination]
    stacks: Mapping[Place, str]
    ignored: Mapping[Holder, tuple[str, ...]] = field(default_factory=dict)
    adopted: Mapping[tuple[str, str], tuple[Part, ...]] = field(default_factory=dict)  # by point and destination

    def destination(self, point: Point, sink: Sink) -> str:
        """The name of the destination that a sink of a capture point is."""
        return self.destinations[self.of_sinks[sink, point.place]]


def plan(drafts: tuple[Draft, ...], owning: Owning, taken: frozenset[str]) -> Plan:
    """The plan of a spec. `drafts`: as `grouping.twice` orders them. `taken`: addresses that the spec must not use."""
    points = grouping.points(drafts)
    several = dict.fromkeys(point.place for point in points)
    stacks = places.stacks(several) if len(several) > 1 else {}
    sinks = ((sink, point.place) for point in points for sink in point.sinks)
    of_sinks = destinations.of_sinks(sinks, owning, stacks)
    of_filters = filters.named(point.filter for point in points)
    users = Counter(of_sinks[sink, point.place] for point in points for sink in point.sinks for _ in point.drafts)
    chosen = destination_names.named(users, _only_stacks(of_sinks, stacks), _labels(taken, owning))
    by_point = point_names.named(points, of_filters, stacks, lambda point: _of(point, of_sinks, chosen), taken)
    return Plan(points=by_point, filters=of_filters, destinations=chosen, of_sinks=of_sinks, stacks=stacks)


def _of(point: Point, of_sinks: Mapping[SinkAt, Destination], chosen: Mapping[Destination, str]) -> tuple[str, ...]:
    return tuple(chosen[of_sinks[sink, point.place]] for sink in point.sinks)


def _only_stacks(of_sinks: Mapping[SinkAt, Destination], stacks: Mapping[Place, str]) -> dict[Destination, str]:
    """The stack of each destination that is in one alone."""
    found: dict[Destination, set[str]] = {}
    for (_, place), destination in of_sinks.items():
        found.setdefault(destination, set()).add(stacks.get(place, ""))
    return {destination: next(iter(those)) for destination, those in found.items() if len(those) == 1}


def _labels(taken: frozenset[str], owning: Owning) -> frozenset[str]:
    """The names of which something that the spec owns would have an address that is taken."""
    parts = (address.partition(".") for address in (() if owning.extent == "flow-logs" else taken))
    return frozenset(label.replace("_", "-") for kind, _, label in parts if kind.startswith(_OWNED))
