"""A reading → its flow logs and what it creates for them, each with its names in AWS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coverage_oracle.reading import alias, partition, role, store, stream

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from coverage_oracle.reading import Place, Point, Reading

Subject = tuple["Place", "Hashable"]
Sink = tuple[Any, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Log:
    """One flow log; one for all of a plural target whose ids only Terraform knows."""

    stack: str | None
    point: Point
    destination: str
    subject: Subject
    sink: Sink
    address: tuple[str, str, Hashable]
    needs: frozenset[tuple[Any, ...]]

    @property
    def traffic(self) -> tuple[str, ...]:
        return self.point.traffic


@dataclass(frozen=True, slots=True, eq=False)
class Thing:
    """A log group, bucket, key or role that a spec creates, or the policy of one. `stays`: Terraform keeps it."""

    stack: str | None
    address: tuple[str, str]
    identity: tuple[Any, ...]
    settings: dict[str, Any]
    stays: bool = False
    refuses: bool = False

    @property
    def protected(self) -> bool:
        """Whether AWS refuses to delete it: a log group that Terraform would delete, with deletion protection."""
        return self.address[0] == "log group" and not self.stays and bool(self.settings.get("deletion_protection"))

    @property
    def clash(self) -> tuple[Any, ...]:
        """Equal for two things that AWS does not have beside each other; IAM ignores case and path."""
        return ("role", self.identity[1], self.identity[3].lower()) if self.address[0] == "role" else self.identity


def logs(spec: Reading) -> Iterator[Log]:
    """Every flow log of a spec."""
    for point in spec.points.values():
        for stack in point.stacks:
            for name in point.destinations:
                for key in keys(spec, point, stack):
                    keyed = key if point.plural else None
                    needs = frozenset(_needs(spec, name, stack))
                    subject = (spec.places[stack], key)
                    sink_ = sink(spec.destinations[name], stack, spec.places[stack])
                    yield Log(stack, point, name, subject, sink_, (point.name, name, keyed), needs)


def keys(spec: Reading, point: Point, stack: str | None) -> tuple[Hashable, ...]:
    """The targets of a capture point in a stack."""
    match point.form:
        case "ids":
            return tuple(point.target)
        case "open":
            return (("open", stack, point.kind, point.plural, point.target),)
    within = point.target.get("within")
    inside = None
    if within is not None:
        other = spec.points.get(within)
        inside = frozenset(keys(spec, other, stack)) if other else frozenset((within,))
    return (("lookup", point.kind, frozenset(point.target["tags"].items()), inside),)


def sink(destination: dict[str, Any], stack: str | None, place: Place) -> Sink:
    """Where the records of a destination are put."""
    match destination["kind"]:
        case "cloudwatch_logs":
            return store(destination, stack, place)
        case "s3":
            return (*store(destination, stack, place), destination.get("prefix", "").removesuffix("/"))
    return stream(destination, stack)


def _needs(spec: Reading, name: str, stack: str | None) -> Iterator[tuple[Any, ...]]:
    destination, place = spec.destinations[name], spec.places[stack]
    if destination["kind"] != "firehose":
        held = store(destination, stack, place)
        yield held
        if held[0] == "bucket":
            yield ("bucket policy", *held[1:])
    by = role(destination, stack, place[0])
    if by is not None:
        yield by[:4]
        yield from [("role policy", *by[1:4])] if by[4] else []


def things(spec: Reading, *, retired: bool = False) -> Iterator[Thing]:
    """What a spec creates; with `retired`, what its retired destinations would be."""
    for name, said in spec.destinations.items():
        if said["retired"] == retired:
            for stack in homes(spec, name):
                yield from _things(name, said, stack, spec.places[stack])


def homes(spec: Reading, name: str) -> list[str | None]:
    """The stacks that create a destination, were it not existing."""
    said = spec.destinations[name]
    if said["kind"] == "s3":
        owner = spec.owner(name)
        if said["retired"] and "stack" not in said:
            return list(spec.places)
        return [owner] if owner in spec.places else []
    if said["retired"]:
        return list(spec.places)
    return list(spec.places) if None in spec.places and said["kind"] != "firehose" else spec.senders(name)


def _things(name: str, said: dict[str, Any], stack: str | None, place: Place) -> Iterator[Thing]:
    keeps = said.get("on_destroy", "keep") == "keep"
    created = not said.get("existing") and said["kind"] != "firehose"
    if said["kind"] == "cloudwatch_logs" and created:
        yield Thing(stack, ("log group", name), ("log group", place, said["log_group"]), said, stays=keeps)
    if said["kind"] == "s3" and created:
        yield Thing(
            stack, ("bucket", name), ("bucket", partition(place), said["bucket"]), said, stays=keeps, refuses=keeps
        )
        yield Thing(stack, ("bucket policy", name), ("bucket policy", partition(place), said["bucket"]), said)
    if created and said.get("kms") == "create":
        named = said.get("log_group") or said.get("bucket")
        yield Thing(stack, ("key", name), ("key", place, stack, name, named), said, refuses=keeps)
        yield Thing(stack, ("alias", name), ("alias", place, alias(said, stack)), said)
    by = role(said, stack, place[0])
    if by is not None and by[4]:
        yield Thing(stack, ("role", name), by[:4], said)
        yield Thing(stack, ("role policy", name), ("role policy", *by[1:4]), said)
