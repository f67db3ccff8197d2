"""More flow logs on one resource than AWS allows; the quota is in `aws.limits`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.limits import FLOW_LOGS_PER_RESOURCE
from gen_flowlogs.captures import sinks, targets
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.origins import target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.lint.index import Index
    from gen_flowlogs.model import CapturePoint


def check(index: Index) -> Iterator[Finding]:
    """More flow logs on one resource than AWS allows. One finding for a capture point, however many ids it has."""
    reported: set[str] = set()
    for key, points in index.targets.items():
        if len(points) == 1 and len(points[0].destinations) <= FLOW_LOGS_PER_RESOURCE:
            continue
        count = _count(points)
        if count > FLOW_LOGS_PER_RESOURCE and points[-1].name not in reported:
            reported.add(points[-1].name)
            yield Finding(
                "flow-log-quota",
                f"{targets.quoted_name(key)} would have {count} flow logs, and AWS allows {FLOW_LOGS_PER_RESOURCE} on "
                "one resource; record it into fewer destinations, or with fewer filters",
                target(points[-1]),
            )


def _count(points: Iterable[CapturePoint]) -> int:
    """The number of flow logs. Those that two variants of a capture point would make of one target are counted once."""
    varied = {
        (point.name, each.name, sinks.sink(each, point.stacks[0]))
        for point in points
        if point.variant
        for each in point.destinations
    }
    return len(varied) + sum(len(point.destinations) for point in points if not point.variant)
