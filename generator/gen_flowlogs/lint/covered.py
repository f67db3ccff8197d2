"""Capture points whose records another one writes to the same place already. AWS delivers, stores and bills both.

A flow log on a VPC records every interface in it, one on a subnet every interface of the subnet, and one on a transit
gateway all its attachments. Source: "Flow logs basics" of the VPC user guide, 2026-10. Of regional NAT gateways it
does not say so: they have no interface of their own, and nothing is taken to cover them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.kinds import REGIONAL_NAT_GATEWAY, Family
from gen_flowlogs.aws.limits import FLOW_LOGS_PER_RESOURCE
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.containers import CONTAINERS
from gen_flowlogs.lint.doubt import Doubt
from gen_flowlogs.lint.places import Place, Where, place, where
from gen_flowlogs.lint.survey import Format, Survey, target_keys
from gen_flowlogs.model import CapturePoint, Lookup
from gen_flowlogs.words import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

_Formats = dict[tuple[int, Family], Format]


def check(found: Survey) -> Iterator[Doubt]:
    """Capture points that another covers, by its target or by `within`."""
    formats = {(id(format_.filter), format_.family): format_ for format_ in found.formats}
    for point in found.spec.capture_points:
        if point.within is None and not isinstance(point.target, Lookup):
            continue
        for wider in _around(found, point):
            covered = _covered(point, wider, formats)
            if covered:
                yield _doubt(point, wider, f"is inside {quoted(wider.name)}, which", covered)
                break
    yield from _same_target(found, formats)


def _around(found: Survey, point: CapturePoint) -> Iterator[CapturePoint]:
    """Every capture point that contains this one, the nearest first. Kinds only widen, so this ends."""
    if point.kind is REGIONAL_NAT_GATEWAY:
        return
    seen: set[int] = set()
    layer = [point]
    while layer:
        above: list[CapturePoint] = []
        for inner in layer:
            for outer in _containers(found, inner):
                if id(outer) not in seen and outer.kind in CONTAINERS[inner.kind.singular]:
                    seen.add(id(outer))
                    above.append(outer)
                    yield outer
        layer = above


def _containers(found: Survey, point: CapturePoint) -> Iterator[CapturePoint]:
    """What one `within` leads to: the capture point named, and all that have the same one target."""
    for within in (point.within, point.target.within if isinstance(point.target, Lookup) else None):
        if within is None:
            continue
        named = found.points.get(within)
        if named is not None:
            yield named
            keys = target_keys(named, found.points)
        else:
            keys = (within,)
        others = found.targets.get(keys[0], ()) if len(keys) == 1 else ()
        if len(others) <= FLOW_LOGS_PER_RESOURCE:
            yield from (other for other in others if other is not named)


def _covered(point: CapturePoint, wider: CapturePoint, formats: _Formats) -> list[str]:
    """The destinations to which `wider` writes all that `point` writes to them."""
    if not _covers(wider, point, formats):
        return []
    there = set(_places(wider))
    return [
        destination.name
        for destination in point.destinations
        if all((where(stack), place(destination, stack)) in there for stack in point.stacks)
    ]


def _places(point: CapturePoint) -> Iterator[tuple[Where, Place]]:
    """Where a capture point records, and where to; a bucket takes in the records of any account and region."""
    return ((where(stack), place(destination, stack)) for destination in point.destinations for stack in point.stacks)


def _covers(wider: CapturePoint, point: CapturePoint, formats: _Formats) -> bool:
    """Same or more traffic, fields, precision and time. Who goes first covers nobody who stays."""
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
    return narrow is wide or set(narrow.names) <= set(wide.names)


def _same_target(found: Survey, formats: _Formats) -> Iterator[Doubt]:
    """Two capture points of one target. One flow log twice, and more than the quota allows, are errors of their own."""
    told: set[int] = set()
    for points in found.targets.values():
        if not 1 < len(points) <= FLOW_LOGS_PER_RESOURCE:
            continue
        by_filter = {id(point.filter): point for point in reversed(points)}
        for point in points:
            if id(point) in told:
                continue
            for wider in by_filter.values():
                if wider.filter is point.filter or _is_same(point, wider, formats):
                    continue
                covered = _covered(point, wider, formats)
                if covered and (point.name > wider.name or not _covered(wider, point, formats)):
                    told.add(id(point))
                    what = "records the same target as" if _contains(found, wider, point) else "shares a target with"
                    yield _doubt(point, wider, f"{what} {quoted(wider.name)}, which", covered)
                    break


def _is_same(point: CapturePoint, wider: CapturePoint, formats: _Formats) -> bool:
    one, other = (formats[id(each.filter), each.kind.family] for each in (point, wider))
    same_traffic = point.filter.traffic(point.kind.family) == wider.filter.traffic(wider.kind.family)
    return same_traffic and one.layout == other.layout


def _contains(found: Survey, wider: CapturePoint, point: CapturePoint) -> bool:
    return set(target_keys(point, found.points)) <= set(target_keys(wider, found.points))


def _doubt(point: CapturePoint, wider: CapturePoint, how: str, destinations: list[str]) -> Doubt:
    where = listing([quoted(name) for name in destinations])
    chosen = wider.filter.traffic(wider.kind.family)
    traffic = "all" if chosen == "ALL" else chosen
    return Doubt(
        Finding(
            "covered-capture",
            f"{quoted(point.name)} {how} already writes {traffic} of that traffic to {where}; every record would be "
            "delivered and paid for twice",
            point.origin.key(),
            (("the other is", wider.origin.key()),),
        ),
        (point,),
    )
