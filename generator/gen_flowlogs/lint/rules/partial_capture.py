"""A whole VPC of which only accepted or only rejected traffic is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.kinds import VPC
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.origins import own_filter
from gen_flowlogs.lint.suppression import Suppressible
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.captures.targets import Target
    from gen_flowlogs.lint.index import Index
    from gen_flowlogs.model import CapturePoint


def check(index: Index) -> Iterator[Suppressible]:
    """VPCs whose other half no capture point records, wherever to."""
    recorded: dict[Target, set[str]] = {}
    finding = index.containment.lookups.finding
    for format_ in index.formats:
        if format_.filter.traffic(format_.family) != "ALL":
            for point in format_.points:
                if point.kind is VPC and not all(
                    _is_whole(_traffic(index, (key, *finding(key, point, point.stacks)), recorded))
                    for key in index.keys.of(point)
                ):
                    yield _partial(point)


def _traffic(index: Index, keys: tuple[Target, ...], recorded: dict[Target, set[str]]) -> set[str]:
    """The traffic that is recorded of a target, also by the lookups that find it."""
    traffic: set[str] = set()
    for key in keys:
        if key not in recorded:
            recorded[key] = {point.filter.traffic(point.kind.family) for point in index.targets[key]}
        traffic |= recorded[key]
    return traffic


def _is_whole(traffic: set[str]) -> bool:
    return "ALL" in traffic or len(traffic) > 1


def _partial(point: CapturePoint) -> Suppressible:
    traffic = point.filter.traffic(point.kind.family)
    missing = "REJECT" if traffic == "ACCEPT" else "ACCEPT"
    lost = "attempts that were refused leave" if missing == "REJECT" else "traffic that got through leaves"
    return Suppressible(
        Finding(
            "partial-capture",
            f"{quoted(point.name)} records only {traffic} traffic of a whole VPC, so {lost} no trace; "
            f"use a filter of ALL, or add a capture point for {missing}",
            own_filter(point),
        ),
        (point,),
    )
