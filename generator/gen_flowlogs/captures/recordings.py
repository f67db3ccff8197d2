"""Recordings: each flow log of a Spec, with its location, target, traffic and sink."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs import naming
from gen_flowlogs.aws.weights import record_bytes
from gen_flowlogs.captures import locations, sinks
from gen_flowlogs.captures.containment import Containment
from gen_flowlogs.captures.targets import Targets
from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.captures.containment import Container
    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.captures.sinks import Sink
    from gen_flowlogs.captures.targets import Now, Target
    from gen_flowlogs.model import CapturePoint, Destination, Spec, Stack

Subject = tuple["LocationKey", "Target"]
"""A target in its account and region: two recordings of one subject, traffic and sink hold the same records."""

BOTH = ("accepted", "rejected")
TRAFFIC = {"ALL": frozenset(BOTH), "ACCEPT": frozenset({"accepted"}), "REJECT": frozenset({"rejected"})}
"""Traffic type of a flow log → the traffic that it records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One flow log. One stands for all of a plural target whose ids only Terraform knows."""

    location: LocationKey
    target: Target
    traffic: frozenset[str]  # of BOTH
    sink: Sink
    fields: tuple[str, ...]
    interval: int  # seconds
    point: CapturePoint
    destination: Destination
    stack: Stack
    address: str  # in its root module

    @property
    def subject(self) -> Subject:
        """The target in its location."""
        return self.location, self.target

    @property
    def record_bytes(self) -> int:
        """The bytes of one of its records, as text."""
        return record_bytes(self.fields, self.point.kind)

    @property
    def identity(self) -> tuple[str | None, str, str]:
        """The names of its stack, capture point and destination."""
        return self.stack.name, self.point.name, self.destination.name


def recordings(spec: Spec | None, now: Now | None = None) -> Iterator[Recording]:
    """The recordings of a spec, in its order; none without a spec. `now`: of what lookups find now, one for each id."""
    points = spec.capture_points if spec is not None else ()
    targets = Targets(points, now)
    for point in points:
        family = point.kind.family
        traffic, interval = TRAFFIC[point.filter.traffic(family)], point.filter.interval(family)
        fields = point.filter.fields(family)
        for stack in point.stacks:
            for destination in point.destinations:
                for target, address in _instances(point, destination, targets.in_stack(point, stack)):
                    yield Recording(
                        location=locations.key(stack),
                        target=target,
                        traffic=traffic,
                        sink=sinks.sink(destination, stack),
                        fields=fields,
                        interval=interval,
                        point=point,
                        destination=destination,
                        stack=stack,
                        address=address,
                    )


def _instances(
    point: CapturePoint, destination: Destination, several: tuple[Target, ...]
) -> Iterator[tuple[Target, str]]:
    base = f"aws_flow_log.{naming.flow_log_label(point.name, destination.name)}"
    for target in several:
        yield target, naming.instance(base, target) if point.plural and isinstance(target, str) else base


Around = tuple[Subject, ...]
"""The subjects of which one contains another subject; the spec does not say which."""


class Containers:
    """The containers of the recordings of one version of a spec."""

    def __init__(self, spec: Spec | None, now: Now | None = None) -> None:
        self._containment = Containment.of(spec.capture_points if spec is not None else (), now)

    def around(self, inner: Recording) -> Iterator[Around]:
        """The containers of the subject of a recording, nearest first.

        By an inventory that has it, else by `within`; or as a lookup that finds it.
        """
        held = tuple(self._containment.holding(inner.target, inner.stack))
        containers = held or self._containment.around(inner.point, inner.stack)
        elsewhere = (each for container in held for each in _of_others(inner, container))
        yield from dict.fromkeys((*_subjects(inner, containers), *elsewhere, *self.finding(inner)))

    def finding(self, inner: Recording) -> Iterator[Around]:
        """The lookups that certainly find the target of a recording, which may be of another version."""
        return _subjects(inner, self._containment.finding(inner.target, inner.point, inner.stack))


def _of_others(inner: Recording, container: Container) -> Iterator[Around]:
    """A container as other accounts record it that see it too: a VPC of its owner, of which a subnet is shared."""
    for point in container.points:
        for stack in point.stacks:
            if locations.key(stack) != inner.location:
                for target in container.targets:
                    yield ((locations.key(stack), target),)


def _subjects(inner: Recording, containers: Iterable[Container]) -> Iterator[Around]:
    return (tuple((inner.location, target) for target in container.targets) for container in containers)
