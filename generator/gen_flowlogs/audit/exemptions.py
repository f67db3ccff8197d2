"""Exemptions: the deviations that a spec exempts with a reason, and exemptions that are past or exempt nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.audit.results import Deviation, Exempted
from gen_flowlogs.captures import locations
from gen_flowlogs.captures.inventory import FLOW_LOG
from gen_flowlogs.model import ONLY
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from gen_flowlogs.audit.ground import Ground
    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.model import Exemption

SLUGS: Final = ("vpc-unrecorded", "vpc-partly-recorded", "undeclared")
"""The rules that can be exempted: of a VPC the first two, of a flow log the last."""

_NOWHERE: Final[LocationKey] = (ONLY.account, ONLY.region)


def applied(ground: Ground, deviations: Iterable[Deviation]) -> tuple[list[Deviation], list[Exempted]]:
    """The deviations that stay, with those of the exemptions themselves, and the exempted ones."""
    exemptions = [each for spec in ground.specs for each in spec.exemptions]
    holding = {each.id: each for each in exemptions if not is_past(each, ground.today)}
    kept: list[Deviation] = []
    exempted: list[Exempted] = []
    for each in deviations:
        exemption = holding.get(each.subject) if each.slug in SLUGS else None
        if exemption is None:
            kept.append(each)
        else:
            exempted.append(Exempted(deviation=each, exemption=exemption))
    used = {each.exemption.id for each in exempted}
    kept += _of_exemptions(ground, exemptions, used)
    return kept, exempted


def is_past(exemption: Exemption, today: date) -> bool:
    """Whether an exemption no longer holds."""
    return exemption.expires is not None and exemption.expires <= today


def _of_exemptions(ground: Ground, exemptions: Iterable[Exemption], used: set[str]) -> Iterator[Deviation]:
    for each in exemptions:
        if each.expires is not None and is_past(each, ground.today):
            yield Deviation(
                slug="expired-exemption",
                location=_NOWHERE,
                subject=each.id,
                text=f"is exempt until {each.expires.isoformat()}, which is past ({quoted(each.reason)})",
                remedy="record it, remove the exemption, or give it a later `expires`",
                origin=each.origin,
            )
        elif each.id not in used and _is_certain(ground, each):
            yield Deviation(
                slug="unused-exemption",
                location=_NOWHERE,
                subject=each.id,
                text=f"needs no exemption ({quoted(each.reason)})",
                remedy="remove it from `audit: {exempt: …}`",
                origin=each.origin,
            )


def _is_certain(ground: Ground, exemption: Exemption) -> bool:
    """Whether an unused exemption is one for certain: all that it could be for is known."""
    kinds = ("vpc", FLOW_LOG) if exemption.id.startswith("vpc-") else (FLOW_LOG,)
    places = {locations.key(stack) for spec in ground.specs for stack in spec.stacks} | set(ground.asked)
    return all(ground.is_whole(kind, place) for kind in kinds for place in places)
