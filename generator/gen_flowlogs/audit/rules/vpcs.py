"""VPCs of the account that no flow log records, or only in part (`vpc-unrecorded`, `vpc-partly-recorded`).

The controls look at flow logs on the VPC itself, and for rejected traffic. A VPC of which each subnet has flow logs of
its own is recorded today; those of later subnets are not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.audit.ground import traffic
from gen_flowlogs.audit.results import Deviation, NotSeen
from gen_flowlogs.captures.inventory import FLOW_LOG
from gen_flowlogs.captures.recordings import BOTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gen_flowlogs.audit.ground import Ground
    from gen_flowlogs.captures.inventory import Resource


def check(ground: Ground) -> Iterator[Deviation | NotSeen]:
    """Find them, in the places whose flow logs are all known."""
    subnets = _subnets(ground)
    unknown = dict.fromkeys(each.location for each in ground.inventory.of_kind("vpc") if each.location[0] is None)
    for place in unknown:
        why = "the inventory does not name the account that was asked for them, so their owner is not known"
        yield NotSeen(location=place, subject="VPCs", why=why, remedy="give an inventory that names the account")
    for vpc in ground.owned_vpcs():
        if ground.inventory.is_whole(FLOW_LOG, vpc.location):
            found = _judged(ground, vpc, subnets.get(vpc.id, ()))
            if found is not None:
                yield found


def _subnets(ground: Ground) -> Mapping[str, list[str]]:
    """VPC → its subnets, as far as they are known."""
    found: dict[str, list[str]] = {}
    for each in ground.inventory.of_kind("subnet"):
        if each.parent is not None:
            found.setdefault(each.parent, []).append(each.id)
    return found


def _judged(ground: Ground, vpc: Resource, subnets: list[str] | tuple[()]) -> Deviation | None:
    on_it = traffic(ground.on.get(vpc.id, ()))
    if on_it.issuperset(BOTH):
        return None
    if "rejected" in on_it and any(ground.ignores(each, "partial-capture") for each in ground.on[vpc.id]):
        return None
    if "rejected" in on_it:
        return _part(vpc, "has flow logs of rejected traffic only, so accepted traffic is not recorded")
    rejected = [each for each in subnets if "rejected" in traffic(ground.on.get(each, ()))]
    if rejected and len(rejected) == len(subnets) and ground.inventory.is_whole("subnet", vpc.location):
        return _part(vpc, "is recorded by flow logs of its subnets alone, so a later subnet is not recorded")
    if "accepted" in on_it:
        what = "has flow logs of accepted traffic only"
    elif rejected:
        what = f"has no flow log, and {len(rejected)} of its {len(subnets)} subnets have one"
    else:
        what = "has no flow log"
    name = vpc.tags.get("Name")
    return Deviation(
        slug="vpc-unrecorded",
        location=vpc.location,
        subject=vpc.id,
        text=f"{f'(Name: {name}) ' if name else ''}{what}",
        remedy=f"`capture_points: {{NAME: {{vpc: {vpc.id}}}}}`, "
        f"or exempt it: `audit: {{exempt: {{{vpc.id}: {{reason: …}}}}}}`",
    )


def _part(vpc: Resource, text: str) -> Deviation:
    return Deviation(
        slug="vpc-partly-recorded",
        location=vpc.location,
        subject=vpc.id,
        text=text,
        remedy="record all traffic of the VPC itself, or exempt it with a reason",
    )
