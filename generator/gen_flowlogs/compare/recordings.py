"""What a Spec records: each flow log with the place in AWS, its target and traffic, and where its records go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gen_flowlogs import naming
from gen_flowlogs.compare.roots import keyed
from gen_flowlogs.compare.targets import Target, targets
from gen_flowlogs.model import S3, CapturePoint, CloudWatchLogs, Destination, Firehose, Reference, Spec, Stack, Variable

if TYPE_CHECKING:
    from collections.abc import Iterator

Where = tuple[str | None, ...]
"""Account and region; the name of the stack where the spec does not say them."""

Subject = tuple[Where, Target]
"""What is recorded: two recordings of one subject, traffic and place are of the same records."""

Place = tuple[object, ...]

BOTH = ("accepted", "rejected")
_TRAFFIC = {"ALL": frozenset(BOTH), "ACCEPT": frozenset({"accepted"}), "REJECT": frozenset({"rejected"})}


@dataclass(frozen=True, slots=True)
class Recording:
    """One flow log."""

    subject: Subject
    place: Place
    traffic: frozenset[str]
    stack: Stack
    address: str
    point: CapturePoint
    destination: Destination
    names: tuple[str, ...]
    interval: int

    @property
    def pair(self) -> tuple[str | None, str, str]:
        """The names it is known by."""
        return self.stack.name, self.point.name, self.destination.name


def recordings(spec: Spec | None) -> Iterator[Recording]:
    """Every flow log of a spec; one stands for all of a plural target whose ids nobody knows."""
    if spec is None:
        return
    points = {point.name: point for point in spec.capture_points}
    for point in spec.capture_points:
        family = point.kind.family
        traffic = _TRAFFIC[point.filter.traffic(family)]
        names = point.filter.fields(family)
        interval = point.filter.interval(family)
        for stack in point.stacks:
            found = tuple(targets(point, stack, points))
            for destination in point.destinations:
                base = f"aws_flow_log.{naming.flow_log_label(point.name, destination.name)}"
                there = place(destination, stack)
                for target, key in found:
                    address = base if key is None else keyed(base, key)
                    subject = (where(stack), target)
                    yield Recording(subject, there, traffic, stack, address, point, destination, names, interval)


def place(destination: Destination, stack: Stack) -> Place:
    """Where records physically go: two destinations of one place are one."""
    match destination:
        case CloudWatchLogs():
            return ("log group", *where(stack), destination.log_group)
        case S3():
            return ("bucket", destination.bucket, destination.prefix)
        case Firehose(stream=str(arn)):
            return ("stream", arn)
    return ("stream", destination.stream, stack.name)


def is_open(destination: Destination) -> bool:
    """Whether only Terraform sees where records go."""
    return isinstance(destination, Firehose) and not isinstance(destination.stream, str)


def place_words(destination: Destination) -> str:
    """The place for people."""
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


def where(stack: Stack) -> Where:
    """Where in AWS a stack is."""
    return (stack.name,) if stack.account is None else (stack.account, stack.region)
