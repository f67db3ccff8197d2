"""A whole VPC of which only accepted or only rejected traffic is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.kinds import VPC
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.doubt import Doubt
from gen_flowlogs.lint.origins import own_filter
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.captures.targets import Target
    from gen_flowlogs.lint.survey import Survey
    from gen_flowlogs.model import CapturePoint


def check(found: Survey) -> Iterator[Doubt]:
    """VPCs whose other half no capture point records, wherever to."""
    recorded: dict[Target, set[str]] = {}
    finding = found.containment.lookups.finding
    for format_ in found.formats:
        if format_.filter.traffic(format_.family) != "ALL":
            for point in format_.points:
                if point.kind is VPC and not all(
                    _is_whole(_traffic(found, (key, *finding(key, point, point.stacks)), recorded))
                    for key in found.keys.of(point)
                ):
                    yield _partial(point)


def _traffic(found: Survey, keys: tuple[Target, ...], recorded: dict[Target, set[str]]) -> set[str]:
    """What is recorded of a target, under its own key and by the lookups that find it too."""
    traffic: set[str] = set()
    for key in keys:
        if key not in recorded:
            recorded[key] = {point.filter.traffic(point.kind.family) for point in found.targets[key]}
        traffic |= recorded[key]
    return traffic


def _is_whole(traffic: set[str]) -> bool:
    return "ALL" in traffic or len(traffic) > 1


def _partial(point: CapturePoint) -> Doubt:
    traffic = point.filter.traffic(point.kind.family)
    missing = "REJECT" if traffic == "ACCEPT" else "ACCEPT"
    lost = "attempts that were refused leave" if missing == "REJECT" else "traffic that got through leaves"
    return Doubt(
        Finding(
            "partial-capture",
            f"{quoted(point.name)} records only {traffic} traffic of a whole VPC, so {lost} no trace; "
            f"use a filter of ALL, or add a capture point for {missing}",
            own_filter(point),
        ),
        (point,),
    )
