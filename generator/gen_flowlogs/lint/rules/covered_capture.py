"""Capture points whose records another one writes to the same sink already. AWS delivers, stores and bills both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.kinds import Family
from gen_flowlogs.aws.limits import FLOW_LOGS_PER_RESOURCE
from gen_flowlogs.captures import locations, sinks
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.index import Format, Index
from gen_flowlogs.lint.suppression import Suppressible
from gen_flowlogs.model import CapturePoint, Lookup
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.captures.sinks import Sink

_Formats = dict[tuple[int, Family], Format]


def check(index: Index) -> Iterator[Suppressible]:
    """Capture points that another covers: by `within`, by its target, or as a lookup that finds the target."""
    formats = {(id(format_.filter), format_.family): format_ for format_ in index.formats}
    reported: set[int] = set()
    sharing = {id(point) for points in index.targets.values() if len(points) > 1 for point in points}
    for point in index.spec.capture_points:
        if point.within is not None or isinstance(point.target, Lookup) or id(point) in sharing:
            for wider in _around(index, point):
                covered = _covered(point, wider, formats)
                if covered:
                    reported.add(id(point))
                    yield _warning(point, wider, f"is inside {quoted(wider.name)}, which", covered)
                    break
    yield from _same_target(index, formats, reported)
    if index.containment.lookups:
        yield from _looked_up(index, formats, reported)


def _around(index: Index, point: CapturePoint) -> Iterator[CapturePoint]:
    """Every capture point that contains this one, the nearest first; the same ones in each of its stacks."""
    for stack in point.stacks[:1]:
        for container in index.containment.around(point, stack):
            yield from container.points


def _looked_up(index: Index, formats: _Formats, reported: set[int]) -> Iterator[Suppressible]:
    """Capture points all of whose targets a lookup of another one certainly finds."""
    for point in index.spec.capture_points:
        if id(point) in reported or not point.stacks:
            continue
        for wider in _finding(index, point):
            covered = [] if _is_same(point, wider, formats) else _covered(point, wider, formats)
            if covered:
                yield _warning(point, wider, f"is among what {quoted(wider.name)} looks up, which", covered)
                break


def _finding(index: Index, point: CapturePoint) -> Iterator[CapturePoint]:
    """The capture points of lookups that certainly find what one capture point records, in its first stack.

    A lookup of everything finds each of some ids, or none of them, so the first id decides.
    """
    stack = point.stacks[0]
    for target in index.keys.in_stack(point, stack)[:1]:
        for container in index.containment.finding(target, point, stack):
            yield from (wider for wider in container.points if wider is not point)


def _covered(point: CapturePoint, wider: CapturePoint, formats: _Formats) -> list[str]:
    """The destinations to which `wider` writes all that `point` writes to them."""
    if not _covers(wider, point, formats):
        return []
    recorded = set(_located_sinks(wider))
    return [
        destination.name
        for destination in point.destinations
        if all((locations.key(stack), sinks.sink(destination, stack)) in recorded for stack in point.stacks)
    ]


def _located_sinks(point: CapturePoint) -> Iterator[tuple[LocationKey, Sink]]:
    """The sinks of a capture point, each with the account and region of its records, since a bucket takes in any."""
    return (
        (locations.key(stack), sinks.sink(destination, stack))
        for destination in point.destinations
        for stack in point.stacks
    )


def _covers(wider: CapturePoint, point: CapturePoint, formats: _Formats) -> bool:
    """Whether `wider` records the same or more traffic and fields, as often, and expires no earlier."""
    of_wider, of_point = wider.kind.family, point.kind.family
    if wider.filter.traffic(of_wider) not in ("ALL", point.filter.traffic(of_point)):
        return False
    if wider.expires is not None and (point.expires is None or wider.expires < point.expires):
        return False
    if wider.filter.interval(of_wider) > point.filter.interval(of_point):
        return False
    if point.filter.tag_fields and point.filter.tag_fields != wider.filter.tag_fields:
        return False
    narrow, wide = (formats[id(each.filter), each.kind.family] for each in (point, wider))
    return narrow is wide or set(narrow.fields) <= set(wide.fields)


def _same_target(index: Index, formats: _Formats, reported: set[int]) -> Iterator[Suppressible]:
    """Two capture points of one target. One flow log twice, and more than the quota allows, are errors of their own."""
    here: set[int] = set()
    for points in index.targets.values():
        if not 1 < len(points) <= FLOW_LOGS_PER_RESOURCE:
            continue
        by_filter = {id(point.filter): point for point in reversed(points)}
        for point in points:
            if id(point) in here:
                continue
            for wider in by_filter.values():
                if wider.filter is point.filter or _is_same(point, wider, formats):
                    continue
                covered = _covered(point, wider, formats)
                if covered and (point.name > wider.name or not _covered(wider, point, formats)):
                    here.add(id(point))
                    what = "records the same target as" if _contains(index, wider, point) else "shares a target with"
                    yield _warning(point, wider, f"{what} {quoted(wider.name)}, which", covered)
                    break

    reported |= here


def _is_same(point: CapturePoint, wider: CapturePoint, formats: _Formats) -> bool:
    one, other = (formats[id(each.filter), each.kind.family] for each in (point, wider))
    same_traffic = point.filter.traffic(point.kind.family) == wider.filter.traffic(wider.kind.family)
    return same_traffic and one.record_format == other.record_format


def _contains(index: Index, wider: CapturePoint, point: CapturePoint) -> bool:
    return set(index.keys.of(point)) <= set(index.keys.of(wider))


def _warning(point: CapturePoint, wider: CapturePoint, how: str, destinations: list[str]) -> Suppressible:
    where = listing([quoted(name) for name in destinations])
    chosen = wider.filter.traffic(wider.kind.family)
    traffic = "all" if chosen == "ALL" else chosen
    return Suppressible(
        Finding(
            "covered-capture",
            f"{quoted(point.name)} {how} already writes {traffic} of that traffic to {where}; every record would be "
            "delivered and paid for twice",
            point.origin.key(),
            (("the other is", wider.origin.key()),),
        ),
        (point,),
    )
