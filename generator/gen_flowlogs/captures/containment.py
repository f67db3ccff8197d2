"""Containment: which other targets record the traffic of a capture point, because they contain what it records.

A flow log on a VPC records every interface in it, one on a subnet every interface of the subnet, and one on a transit
gateway all its attachments. Source: "Flow logs basics" of the VPC user guide, 2026-10. Of regional NAT gateways it
does not say so: they have no interface of their own, and nothing is taken to contain them.

What contains an id is told by an inventory that has it; else by `within`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws import kinds
from gen_flowlogs.aws.kinds import (
    ENI,
    REGIONAL_NAT_GATEWAY,
    SUBNET,
    TRANSIT_GATEWAY,
    TRANSIT_GATEWAY_ATTACHMENT,
    VPC,
    Kind,
)
from gen_flowlogs.aws.limits import FLOW_LOGS_PER_RESOURCE
from gen_flowlogs.captures import locations
from gen_flowlogs.captures.lookups import Lookups
from gen_flowlogs.captures.targets import LookedUp, Targets
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.model import CapturePoint, Lookup

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gen_flowlogs.captures.targets import Now, Target
    from gen_flowlogs.model import Stack

CONTAINERS: dict[str, tuple[Kind, ...]] = {
    VPC.singular: (),
    SUBNET.singular: (VPC,),
    ENI.singular: (VPC, SUBNET),
    TRANSIT_GATEWAY.singular: (),
    TRANSIT_GATEWAY_ATTACHMENT.singular: (TRANSIT_GATEWAY,),
    REGIONAL_NAT_GATEWAY.singular: (VPC,),
}
"""Kind → the kinds that its `within` may name. Also how its lookup can be narrowed: EC2 has a filter for each
(`vpc-id`, `subnet-id`, `transit-gateway-id`). Source: the EC2 API, the filters of the Describe actions, 2026-10."""


@dataclass(frozen=True, slots=True)
class Container:
    """A container of a target. Of several `targets` one contains it, and the spec does not say which; or each a part.

    `points`: the capture points that record it, first the one that a `within` names.
    """

    targets: tuple[Target, ...]
    kind: Kind | None
    points: tuple[CapturePoint, ...]


class Containment:
    """The containers of the capture points of one spec, as far as the spec gives them."""

    def __init__(
        self, targets: Targets, recorded: Mapping[Target, Sequence[CapturePoint]], now: Now | None = None
    ) -> None:
        self._now = now
        self._targets = targets
        self._recorded = recorded
        self._lookups = Lookups(recorded)
        self._named: dict[tuple[str, str | None], Container] = {}
        self._held: dict[tuple[int, str | None], tuple[Container, ...] | None] = {}  # by the id of a point, and stack

    @classmethod
    def of(cls, points: Iterable[CapturePoint], now: Now | None = None) -> Containment:
        """The containment among some capture points."""
        points = tuple(points)
        targets = Targets(points, now)
        return cls(targets, by_target(points, targets), now)

    @property
    def lookups(self) -> Lookups:
        """The lookups among the targets."""
        return self._lookups

    def around(self, point: CapturePoint, stack: Stack) -> Iterator[Container]:
        """The containers of all that a capture point records in a stack, nearest first: by an inventory or `within`.

        The `within` of any other capture point that has all of its targets counts too. Kinds only widen from one step
        to the next, so this ends.
        """
        if point.kind is REGIONAL_NAT_GATEWAY:
            return
        known = id(point), stack.name
        if known not in self._held:
            self._held[known] = self._holding_all(point, stack)
        held = self._held[known]
        if held is not None:
            yield from held
            return
        seen: set[str] = set()
        layer = self._sharing(point, stack)
        while layer:
            above: list[CapturePoint] = []
            for inner in layer:
                for within in _withins(inner):
                    container = self.named(within, stack)
                    if within not in seen and container.kind in CONTAINERS[inner.kind.singular]:
                        seen.add(within)
                        above += container.points
                        yield container
                        yield from self._finding_vpc(inner, container, stack)
            layer = above

    def holding(self, target: Target, stack: Stack) -> Iterator[Container]:
        """The containers of an id of a stack by the inventory, the nearest first; none without one, or of no id."""
        for id_, kind in self._outer(target):
            yield Container(targets=(id_,), kind=kind, points=self._recording(id_))
            if kind is VPC and kinds.of_id(str(target)) is SUBNET:
                yield from self._every_vpc(stack)

    def _holding_all(self, point: CapturePoint, stack: Stack) -> tuple[Container, ...] | None:
        """The containers of all targets of a capture point; None where the inventory does not tell them of each one."""
        if self._now is None:
            return None
        several = self._targets.in_stack(point, stack)
        if not several:
            return ()
        by_kind: dict[str, tuple[Kind, list[str]]] = {}
        for target in several:
            outer = dict(self._outer(target))
            if not outer:
                return None
            for id_, kind in outer.items():
                by_kind.setdefault(kind.singular, (kind, []))[1].append(id_)
        return (
            *(
                Container(targets=tuple(dict.fromkeys(ids)), kind=kind, points=self._recording_all(ids))
                for kind, ids in by_kind.values()
                if len(ids) == len(several)
            ),
            *(self._every_vpc(stack) if point.kind is SUBNET else ()),
        )

    def _outer(self, target: Target) -> Iterator[tuple[str, Kind]]:
        """The ids around an id by the inventory with their kinds, the nearest first."""
        inner = kinds.of_id(target) if isinstance(target, str) else None
        if self._now is None or inner is None or inner is REGIONAL_NAT_GATEWAY:
            return
        for id_ in self._now.around(str(target)):
            kind = kinds.of_id(id_)
            if kind in CONTAINERS[inner.singular] and kind is not None:
                yield id_, kind

    def _recording_all(self, ids: Iterable[str]) -> tuple[CapturePoint, ...]:
        """The capture points that record each of some ids, whichever of their variants does."""
        first, *rest = ({point.name: point for point in reversed(self._recording(id_))} for id_ in dict.fromkeys(ids))
        return tuple(point for name, point in reversed(first.items()) if all(name in each for each in rest))

    def finding(self, target: Target, point: CapturePoint, stack: Stack) -> Iterator[Container]:
        """The lookups that certainly find a target of a capture point in a stack."""
        for lookup in self._lookups.finding(target, point, (stack,)):
            yield self._lookup(lookup, point.kind)

    def _finding_vpc(self, inner: CapturePoint, container: Container, stack: Stack) -> Iterator[Container]:
        """The lookup of every VPC finds one that has a subnet with a flow log, since both are of one account."""
        if inner.kind is SUBNET and not any(isinstance(each, LookedUp) for each in container.targets):
            yield from self._every_vpc(stack)

    def _every_vpc(self, stack: Stack) -> Iterator[Container]:
        for lookup in self._lookups.of_all(VPC.singular, locations.key(stack)):
            yield self._lookup(lookup, VPC)

    def named(self, within: str, stack: Stack) -> Container:
        """The container that a `within` names, as far as the spec tells it."""
        known = (within, stack.name)
        if known not in self._named:
            kind = kinds.of_id(within)
            named = None if kind else self._targets.named(within, stack)
            several = self._targets.inside(within, stack)
            others = self._recording(several[0]) if len(several) == 1 else ()
            self._named[known] = Container(
                targets=several,
                kind=named.kind if named else kind,
                points=others if named is None else (named, *(other for other in others if other is not named)),
            )
        return self._named[known]

    def _lookup(self, lookup: LookedUp, kind: Kind) -> Container:
        return Container(targets=(lookup,), kind=kind, points=self._recording(lookup))

    def _sharing(self, point: CapturePoint, stack: Stack) -> list[CapturePoint]:
        """A capture point, and the others that have all of its targets."""
        several = self._targets.in_stack(point, stack)
        others = self._recording(several[0]) if several else ()
        if len(others) < 2:
            return [point]
        mine, of = frozenset(several), self._targets.in_stack
        return [point, *(each for each in others if each is not point and mine.issubset(of(each, stack)))]

    def _recording(self, target: Target) -> tuple[CapturePoint, ...]:
        several = self._recorded.get(target, ())
        # More are an error of their own, and would cost the square.
        return tuple(several) if len(several) <= FLOW_LOGS_PER_RESOURCE else ()


def by_target(points: Iterable[CapturePoint], targets: Targets) -> dict[Target, list[CapturePoint]]:
    """Target → its capture points, in the order of the spec."""
    points_of: dict[Target, list[CapturePoint]] = {}
    for point in points:
        for target in targets.of(point):
            points_of.setdefault(target, []).append(point)
    return points_of


def _withins(point: CapturePoint) -> Iterator[str]:
    if point.within is not None:
        yield point.within
    if isinstance(point.target, Lookup) and point.target.within is not None:
        yield point.target.within
