"""More flow logs on one resource than AWS allows; the quota is in `aws.limits`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.limits import FLOW_LOGS_PER_RESOURCE
from gen_flowlogs.captures import targets
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.origins import target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index


def check(index: Index) -> Iterator[Finding]:
    """More flow logs on one resource than AWS allows. One finding for a capture point, however many ids it has."""
    reported: set[int] = set()
    for key, points in index.targets.items():
        if len(points) == 1 and len(points[0].destinations) <= FLOW_LOGS_PER_RESOURCE:
            continue
        count = sum(len(point.destinations) for point in points)
        if count > FLOW_LOGS_PER_RESOURCE and id(points[-1]) not in reported:
            reported.add(id(points[-1]))
            yield Finding(
                "flow-log-quota",
                f"{targets.quoted_name(key)} would have {count} flow logs, and AWS allows {FLOW_LOGS_PER_RESOURCE} on "
                "one resource; record it into fewer destinations, or with fewer filters",
                target(points[-1]),
            )
