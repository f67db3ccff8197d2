"""Filters: traffic, aggregation interval and record fields, as each family of capture points has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.fields import resolve
from gen_flowlogs.aws.kinds import AGGREGATION_INTERVALS
from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from gen_flowlogs.aws.kinds import Family
    from gen_flowlogs.diagnostics import Origin
    from gen_flowlogs.model.variants import Variant


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Traffic to record, aggregation interval and record fields. A method gives the value for one family."""

    name: str
    traffic_type: str  # ALL, ACCEPT, REJECT
    max_aggregation_interval: int | None  # seconds: 60 or 600; None where the author says nothing
    preset: str | None  # of gen_flowlogs.aws.fields; None with `names` alone
    names: tuple[str, ...]  # further fields, in order
    tag_fields: tuple[tuple[str, tuple[str, ...]], ...]  # (instance | network-interface | auto-scaling-group, tag keys)
    origin: Origin | None  # None: one of the built-in `all`, `accept`, `reject`
    variant: Variant = ()

    def traffic(self, family: Family) -> str:
        """The traffic that is recorded: ALL, ACCEPT or REJECT. A transit gateway neither accepts nor rejects."""
        return "ALL" if family == "transit_gateway" else self.traffic_type

    def interval(self, family: Family) -> int:
        """The longest time, in seconds, over which packets are gathered into one record."""
        default, *others = AGGREGATION_INTERVALS[family]
        return self.max_aggregation_interval if self.max_aggregation_interval in others else default

    def fields(self, family: Family) -> tuple[str, ...]:
        """The fields of a record, in order."""
        return resolve(self.preset, self.names, family)
