"""Coverage of one capture point by another: candidates, and what one writes of the other's records to the same sink."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import locations, sinks
from gen_flowlogs.model import Ids, Lookup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.captures.sinks import Sink
    from gen_flowlogs.lint.index import Index
    from gen_flowlogs.model import CapturePoint, Destination, Stack


def around(index: Index, point: CapturePoint) -> tuple[CapturePoint, ...]:
    """Every capture point that contains this one, the nearest first.

    By `within` the same ones do in each of its stacks, by an inventory perhaps not. Several rules ask for it, so the
    index keeps it.
    """
    known = _alike(index, point)
    if known not in index.around:
        stacks = point.stacks if index.observed else point.stacks[:1]
        several = [_around(index, point, stack) for stack in stacks if index.keys.in_stack(point, stack)]
        names = [{each.name for each in wider} for wider in several[1:]]
        first = several[0] if several else ()
        index.around[known] = tuple(each for each in first if all(each.name in those for those in names))
    return index.around[known]


def _alike(index: Index, point: CapturePoint) -> object:
    """Equal for capture points that the same ones contain: alone with their ids, and of one kind within one thing."""
    alone = isinstance(point.target, Ids) and all(len(index.targets[each]) == 1 for each in point.target.ids)
    return (point.kind.singular, point.within, id(point.stacks)) if alone and not index.observed else id(point)


def _around(index: Index, point: CapturePoint, stack: Stack) -> tuple[CapturePoint, ...]:
    """Every capture point that contains another one in a stack."""
    return tuple(wider for container in index.containment.around(point, stack) for wider in container.points)


def may_share(index: Index) -> Iterator[CapturePoint]:
    """The capture points that have a container, or a target of another one; most of a spec do not."""
    sharing = {id(point) for points in index.targets.values() if len(points) > 1 for point in points}
    for point in index.spec.capture_points:
        if index.observed or point.within is not None or isinstance(point.target, Lookup) or id(point) in sharing:
            yield point


def finding(index: Index, point: CapturePoint) -> Iterator[CapturePoint]:
    """The capture points of lookups that certainly find what one capture point records, in its first stack.

    A lookup of everything finds each of some ids, or none of them: one of them is enough to ask for.
    """
    if not index.containment.lookups or not point.stacks:
        return
    stack = point.stacks[0]
    for target in index.keys.in_stack(point, stack)[:1]:
        for container in index.containment.finding(target, point, stack):
            yield from (wider for wider in container.points if wider is not point)


def together(index: Index, wider: CapturePoint, point: CapturePoint) -> tuple[CapturePoint, ...]:
    """The variants of a capture point that are there with another one, in all the stacks of that one; or itself."""
    if not wider.variant:
        return (wider,)
    several = {id(each): each for stack in point.stacks if (each := index.keys.named(wider.name, stack)) is not None}
    return tuple(several.values()) if id(wider) in several else (wider,)


def covers(wider: CapturePoint, point: CapturePoint) -> bool:
    """Same or more traffic, fields, precision and time."""
    of_wider, of_point = wider.kind.family, point.kind.family
    if not meets(wider, point) or wider.filter.interval(of_wider) > point.filter.interval(of_point):
        return False
    if point.filter.tag_fields and point.filter.tag_fields != wider.filter.tag_fields:
        return False
    same = wider.filter is point.filter and of_wider == of_point
    return same or set(point.filter.fields(of_point)) <= set(wider.filter.fields(of_wider))


def covered(index: Index, point: CapturePoint, wider: CapturePoint) -> list[Destination]:
    """The destinations of a capture point to whose sinks another one writes all that it does."""
    variants = together(index, wider, point)
    return shared(index, point, variants) if all(covers(each, point) for each in variants) else []


def meets(wider: CapturePoint, point: CapturePoint) -> bool:
    """Same or more traffic and time. A capture point that expires earlier does not cover one that stays."""
    of_wider, of_point = wider.kind.family, point.kind.family
    if wider.filter.traffic(of_wider) not in ("ALL", point.filter.traffic(of_point)):
        return False
    return wider.expires is None or (point.expires is not None and wider.expires >= point.expires)


def layout(point: CapturePoint) -> tuple[object, ...]:
    """Equal for two capture points whose records look the same."""
    return (point.filter.fields(point.kind.family), point.filter.tag_fields)


def is_same(point: CapturePoint, wider: CapturePoint) -> bool:
    """Whether flow logs of one target would be one, for AWS: it asks neither for the interval nor for tags."""
    same_traffic = point.filter.traffic(point.kind.family) == wider.filter.traffic(wider.kind.family)
    return same_traffic and layout(point) == layout(wider)


def recorded(point: CapturePoint) -> tuple[object, ...]:
    """Equal for two capture points whose flow logs AWS takes for one, if they have one target and one sink."""
    return (point.filter.traffic(point.kind.family), *layout(point))


def shared(index: Index, point: CapturePoint, wider: tuple[CapturePoint, ...]) -> list[Destination]:
    """The destinations of a capture point to whose sinks another one writes too, from everywhere that it does.

    `wider`: the variants of the other one.
    """
    first, *others = (_located_sinks(index, variant) for variant in wider)
    recorded = first.union(*others) if others else first
    return [
        destination
        for destination in point.destinations
        if all((locations.key(stack), sinks.sink(destination, stack)) in recorded for stack in point.stacks)
    ]


def _located_sinks(index: Index, point: CapturePoint) -> frozenset[tuple[LocationKey, Sink]]:
    """The locations that a capture point records in, each with a sink. Many may ask for those of one container."""
    if id(point) not in index.sinks:
        index.sinks[id(point)] = frozenset(
            (locations.key(stack), sinks.sink(destination, stack))
            for destination in point.destinations
            for stack in point.stacks
        )
    return index.sinks[id(point)]
