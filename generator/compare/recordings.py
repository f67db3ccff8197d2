"""What a Spec records: each (place in AWS, target, destination) with the traffic, fields and flow logs it has there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator import naming
from generator.aws.fields import resolve
from generator.compare.roots import keyed
from generator.model import S3, CapturePoint, CloudWatchLogs, Destination, Ids, Lookup, Reference, Spec, Stack, Variable

if TYPE_CHECKING:
    from collections.abc import Iterator

Where = tuple[str | None, ...]
Key = tuple[Where, object, object]
"""Account and region, what is recorded, and where its records go: two recordings of one key are of the same records."""

BOTH = frozenset({"accepted", "rejected"})
_TRAFFIC = {"ALL": BOTH, "ACCEPT": frozenset({"accepted"}), "REJECT": frozenset({"rejected"})}
DEFAULT_INTERVAL = 600


@dataclass(frozen=True, slots=True)
class Recording:
    """One flow log."""

    key: Key
    stack: str | None
    address: str
    point: CapturePoint
    destination: Destination
    target: str  # for people
    traffic: frozenset[str]
    names: tuple[str, ...]
    interval: int


def recordings(spec: Spec | None) -> Iterator[Recording]:
    """Every flow log of a spec; one stands for all of a plural target whose ids nobody knows."""
    if spec is None:
        return
    for point in spec.capture_points:
        transit = point.kind.family == "transit_gateway"
        traffic = BOTH if transit else _TRAFFIC[point.filter.traffic]
        names = resolve(point.filter.preset, point.filter.names, point.kind.family)
        interval = 60 if transit else point.filter.interval or DEFAULT_INTERVAL
        targets = tuple(_targets(point))
        for stack in point.stacks:
            where = _where(stack)
            for destination in point.destinations:
                base = f"aws_flow_log.{naming.flow_log_label(point.name, destination.name)}"
                there = place(destination, stack)
                for target, key in targets:
                    identity = target if isinstance(target, str) else (stack.name, target)
                    address = base if key is None else keyed(base, key)
                    yield Recording(
                        (where, identity, there), stack.name, address, point, destination, _shown(target), traffic,
                        names, interval,
                    )  # fmt: skip


def place(destination: Destination, stack: Stack) -> tuple[object, ...]:
    """Where records physically go: two destinations of one place are one."""
    match destination:
        case CloudWatchLogs():
            return ("log group", *_where(stack), destination.log_group)
        case S3():
            return ("bucket", destination.bucket, destination.prefix)
    return ("stream", destination.stream)


def place_words(destination: Destination) -> str:
    """The same for people."""
    match destination:
        case CloudWatchLogs():
            return f"the log group {destination.log_group}"
        case S3():
            return f"the bucket {destination.bucket}" + (f", under {destination.prefix}" if destination.prefix else "")
    match destination.stream:
        case Reference(traversal):
            return f"the stream {traversal}"
        case Variable(name):
            return f"the stream var.{name}"
    return f"the stream {destination.stream}"


def _where(stack: Stack) -> Where:
    return (stack.name,) if stack.account is None else (stack.account, stack.region)


def _targets(point: CapturePoint) -> Iterator[tuple[object, str | None]]:
    match point.target:
        case Ids(ids):
            for id_ in ids:
                yield id_, id_ if point.plural else None
        case other:
            yield (point.kind.singular, point.plural, other), None


def _shown(target: object) -> str:
    match target:
        case str():
            return target
        case (_, _, Variable(name)):
            return f"var.{name}"
        case (_, _, Reference(traversal)):
            return traversal
        case (_, _, Lookup()):
            return "what its lookup finds"
    raise TypeError(target)
