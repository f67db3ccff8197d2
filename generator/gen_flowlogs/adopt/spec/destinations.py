"""Sinks → the destinations of a spec: what two of them share, and what the spec owns of each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from gen_flowlogs.adopt.owned import buckets, groups, roles
from gen_flowlogs.adopt.spec.sinks import BucketSink, GroupSink, Sink, StreamSink
from gen_flowlogs.aws import arns
from gen_flowlogs.dataclass import dataclass, replace
from gen_flowlogs.model import ONLY, Stack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gen_flowlogs.adopt.owned.buckets import OwnBucket
    from gen_flowlogs.adopt.owned.groups import OwnGroup
    from gen_flowlogs.adopt.owned.owning import Owning, Thing
    from gen_flowlogs.adopt.owned.roles import OwnRole
    from gen_flowlogs.adopt.spec.places import Place

SinkAt: TypeAlias = tuple[Sink, "Place"]


@dataclass(frozen=True, slots=True)
class InAccount:
    """The ARN of a role that is called alike in the account of each stack."""

    partition: str
    resource: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """A destination to be.

    `role`: that of its sink, where it is a role of each stack's own account. `own`: the settings of a log group or
    bucket that the spec owns, `own_role` those of a role; None: it is somebody else's.
    """

    sink: Sink
    role: InAccount | None = None
    own: OwnGroup | OwnBucket | None = None
    own_role: OwnRole | None = None


def of_sinks(sinks: Iterable[SinkAt], owning: Owning, stacks: Mapping[Place, str]) -> dict[SinkAt, Destination]:
    """The destination of each sink at its place. `stacks` is empty where the spec has none."""
    several = tuple(dict.fromkeys(sinks))
    places: dict[Sink, tuple[Place, ...]] = {}
    for sink, place in several:
        places[sink] = (*places.get(sink, ()), place)
    uses = Counter(thing for sink, place in several for thing in things(sink, place))
    owning.shared = frozenset(thing for thing, count in uses.items() if count > 1)
    made = {(sink, place): _destination(sink, place, places[sink], owning, stacks) for sink, place in several}
    users = Counter(map(_anywhere, made.values()))
    return {
        at: _anywhere(destination) if users[_anywhere(destination)] > 1 else destination
        for at, destination in made.items()
    }


def things(sink: Sink, place: Place) -> Iterator[Thing]:
    """The log group, role or bucket of a sink, which the spec may own."""
    match sink:
        case GroupSink():
            yield groups.thing_of(sink, place)
            yield roles.thing_of(sink, place)
        case BucketSink():
            yield buckets.thing_of(sink, place)


def _destination(
    sink: Sink, place: Place, places: tuple[Place, ...], owning: Owning, stacks: Mapping[Place, str]
) -> Destination:
    name = stacks.get(place)
    stack = ONLY if name is None else Stack(name=name)
    group = groups.own_group(sink, place, stack, owning)
    return Destination(
        sink=sink,
        own=group or buckets.own_bucket(sink, places, stack, owning),
        own_role=roles.own_role(sink, place, group, owning),
    )


def _anywhere(destination: Destination) -> Destination:
    """A destination whose role, which is of the stack's account, is said for any account."""
    match destination.sink:
        case GroupSink(role=str(role)) | StreamSink(role=str(role)) as sink:
            arn = arns.parse(role)
            if arn is not None:
                return replace(destination, sink=replace(sink, role=""), role=InAccount(arn.partition, arn.resource))
    return destination
