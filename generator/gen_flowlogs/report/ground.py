"""The ground of a report on one spec: its recordings, targets and containers, and the anchors of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures.containment import Containment
from gen_flowlogs.captures.recordings import recordings
from gen_flowlogs.captures.targets import Targets
from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gen_flowlogs.captures.recordings import Recording
    from gen_flowlogs.model import Key, Spec
    from gen_flowlogs.report.layouts import Layouts


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One spec. `number`: its place among the specs of the report.

    `flow_logs`: capture point → its recordings. `addresses`: one variant of it → those of its flow logs. `senders`:
    one variant of a destination → the capture points that send to it.
    """

    spec: Spec
    number: int
    flow_logs: Mapping[str, Sequence[Recording]]
    addresses: Mapping[Key, Mapping[str, None]]
    senders: Mapping[Key, Mapping[str, None]]
    targets: Targets
    containment: Containment
    layouts: Layouts

    @classmethod
    def of(cls, spec: Spec, number: int, layouts: Layouts) -> Ground:
        """The ground of a spec."""
        made: dict[str, list[Recording]] = {}
        addresses: dict[Key, dict[str, None]] = {}
        senders: dict[Key, dict[str, None]] = {}
        for each in recordings(spec):
            made.setdefault(each.point.name, []).append(each)
            addresses.setdefault(each.point.key, {})[each.address] = None
            senders.setdefault(each.destination.key, {})[each.point.name] = None
        return cls(
            spec=spec,
            number=number,
            flow_logs=made,
            addresses=addresses,
            senders=senders,
            targets=Targets(spec.capture_points),
            containment=Containment.of(spec.capture_points),
            layouts=layouts,
        )

    def point(self, name: str) -> str:
        """The anchor of a capture point."""
        return f"point-{self.number}-{name}"

    def destination(self, name: str) -> str:
        """The anchor of a destination."""
        return f"destination-{self.number}-{name}"
