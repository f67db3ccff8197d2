"""Audit: specs, an inventory and what exists → the deviations, and what could not be looked at.

Decides nothing anew: `match` has which flow log is which, `policies` what a policy answers, the inventory what contains
what. Reads nothing and changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.audit import exemptions, looked_at, rules
from gen_flowlogs.audit.catalogue import RULES
from gen_flowlogs.audit.ground import Ground
from gen_flowlogs.audit.results import Audit, Deviation, NotJudged, NotSeen

if TYPE_CHECKING:
    from gen_flowlogs.audit.results import Result

__all__ = ["Audit", "Ground", "audit"]


def audit(ground: Ground) -> Audit:
    """Ask all rules, and take out what is exempt."""
    found: dict[Result, None] = dict.fromkeys((*looked_at.check(ground), *rules.check(ground)))
    deviations = [each for each in found if isinstance(each, Deviation)]
    kept, exempted = exemptions.applied(ground, deviations)
    order = {slug: number for number, slug in enumerate(RULES)}
    return Audit(
        deviations=tuple(sorted(kept, key=lambda each: (order[each.slug], *map(str, each.location), each.subject))),
        exempted=tuple(exempted),
        not_seen=tuple(each for each in found if isinstance(each, NotSeen)),
        not_judged=tuple(each for each in found if isinstance(each, NotJudged)),
        flow_logs=len(ground.existing.flow_logs),
        vpcs=sum(1 for _ in ground.owned_vpcs()),
    )
