"""Resources that have nearly as many flow logs as AWS allows (`quota-near`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.audit.ground import location_of
from gen_flowlogs.audit.results import Deviation
from gen_flowlogs.aws.limits import FLOW_LOGS_PER_RESOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.audit.ground import Ground

NEAR: Final = FLOW_LOGS_PER_RESOURCE * 4 // 5
"""Flow logs from which on a resource is reported: four fifths of what AWS allows."""


def check(ground: Ground) -> Iterator[Deviation]:
    """Find them."""
    for id_, logs in ground.on.items():
        if len(logs) >= NEAR:
            yield Deviation(
                slug="quota-near",
                location=location_of(logs[0]),
                subject=id_,
                text=f"has {len(logs)} flow logs, and AWS allows {FLOW_LOGS_PER_RESOURCE} on one resource",
                remedy="record it into fewer destinations, or delete the flow logs that are not needed",
            )
