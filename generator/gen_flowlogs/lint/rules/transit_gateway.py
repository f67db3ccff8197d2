"""Transit gateways and their attachments: no traffic type, and one interval.

Source: the EC2 API reference of CreateFlowLogs (read 2026-10): `TrafficType` is not supported for transit gateway
types, and `MaxAggregationInterval` must be 60 for them. The provider drops the first without a word and sends 600 for
the second, so that only AWS, while applying, would say no.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.kinds import AGGREGATION_INTERVALS
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.origins import by_filter_origin
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Format, Index

SLUGS = ("transit-gateway-traffic", "transit-gateway-interval")


def check(index: Index) -> Iterator[Finding]:
    """Find the filters that a transit gateway cannot have."""
    for format_ in index.formats:
        if format_.family == "transit_gateway":
            yield from _traffic(format_)
            yield from _interval(format_)


def _traffic(format_: Format) -> Iterator[Finding]:
    if format_.filter.traffic_type == "ALL":
        return
    for origin, points, related in by_filter_origin(format_):
        yield Finding(
            "transit-gateway-traffic",
            f"a {points[0].kind.title} accepts and rejects nothing, so AWS records all its traffic: the filter "
            f"{quoted(format_.filter.name)} has {format_.filter.traffic_type}; use a filter of ALL",
            origin,
            related,
        )


def _interval(format_: Format) -> Iterator[Finding]:
    if format_.filter.max_aggregation_interval in (None, *AGGREGATION_INTERVALS[format_.family]):
        return
    for origin, points, related in by_filter_origin(format_):
        yield Finding(
            "transit-gateway-interval",
            f"a {points[0].kind.title} is recorded every 60 seconds only: the filter "
            f"{quoted(format_.filter.name)} has {format_.filter.max_aggregation_interval}; write 60 there, or leave "
            "it out",
            origin,
            related,
        )
