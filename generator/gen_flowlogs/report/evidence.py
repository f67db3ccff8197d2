"""The controls that a spec's intent serves: what they ask, and what the specs say to it.

A spec shows intent. Whether AWS has it so, and which VPCs no spec names, only AWS can tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.controls import VPC_FLOW_LOGS
from gen_flowlogs.aws.kinds import VPC
from gen_flowlogs.report.phrases import Link, Phrase, listed
from gen_flowlogs.report.sections import EvidencePart

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gen_flowlogs.model import CapturePoint
    from gen_flowlogs.report.ground import Ground


def _serves(point: CapturePoint) -> bool:
    return point.kind is VPC and bool(point.destinations) and point.filter.traffic("vpc") != "ACCEPT"


def parts(grounds: Sequence[Ground]) -> tuple[EvidencePart, ...]:
    """The demands, each with the ids of the controls that make it."""
    serving: dict[tuple[int, str], None] = {}
    failing: dict[tuple[int, str], None] = {}
    for number, ground in enumerate(grounds):
        for point in ground.spec.capture_points:
            if point.kind is VPC:
                (serving if _serves(point) else failing)[number, point.name] = None
        served = {each.subject for several in ground.flow_logs.values() for each in several if _serves(each.point)}
        for name, several in ground.flow_logs.items():
            if (number, name) in failing and {each.subject for each in several} <= served:
                del failing[number, name]  # other capture points have the rejected traffic of the same VPCs

    def links(keys: Iterable[tuple[int, str]]) -> Phrase:
        return listed([Link(name, grounds[number].point(name)) for number, name in keys], 8)

    says: Phrase
    if not serving:
        says = ("no capture point records the rejected traffic of a whole VPC",)
    else:
        says = ("intended for the VPCs of ", *links(serving))
    if failing:
        says = (*says, "; not for those of ", *links(failing))
    state = "not intended" if not serving else "partly intended" if failing else "intended"
    return (EvidencePart("each VPC has a flow log that records its rejected traffic", says, state, VPC_FLOW_LOGS),)
