"""Inheritance: the flow logs that record a resource, on itself and on what contains it, and how certain that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import locations, targets
from gen_flowlogs.captures.targets import LookedUp, Referred
from gen_flowlogs.explain.answer import Recorded
from gen_flowlogs.explain.chain import via_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.captures.recordings import Recording
    from gen_flowlogs.explain.chain import Link
    from gen_flowlogs.explain.recorders import Recorders

Key = tuple[object, ...]
Result = tuple[tuple[Recorded, ...], tuple[Recorded, ...]]
"""The flow logs that certainly record a resource, and those that may."""

_ORDER = ("itself", "subnet", "vpc", "transit_gateway_attachment", "transit_gateway")


def recorded(links: Sequence[Link], recorders: Recorders, location: LocationKey | None) -> Result:
    """The flow logs that record a resource, which is the first link of its chain.

    `location`: the one that an ARN names; that of the inventory counts where it has the resource.
    """
    certain: dict[Key, Recorded] = {}
    possible: dict[Key, Recorded] = {}
    for link in links:
        if link.id is not None:
            _on_link(link, links, recorders, location, certain, possible)
    _by_spec(links, recorders, certain, possible)
    told = {link.kind.singular: _containers_of(link, certain) for link in links}
    for link in links:
        for each, decides in _undecided(link, recorders, location, told[link.kind.singular]):
            possible.setdefault(_key(each), Recorded(recording=each, via=link.via, decides=decides))
    left = tuple(each for key, each in possible.items() if key not in certain)
    return _ordered(certain.values()), _ordered(left)


def _on_link(  # noqa: PLR0913, PLR0917 - both results are filled
    link: Link,
    links: Sequence[Link],
    recorders: Recorders,
    location: LocationKey | None,
    certain: dict[Key, Recorded],
    possible: dict[Key, Recorded],
) -> None:
    assert link.id is not None  # noqa: S101 - as the caller has asked
    for each in recorders.on(link.id):
        refused = _elsewhere(each, link, links, location)
        into = possible if refused else certain
        into.setdefault(_key(each), Recorded(recording=each, via=link.via, decides=refused))


def _by_spec(
    links: Sequence[Link], recorders: Recorders, certain: dict[Key, Recorded], possible: dict[Key, Recorded]
) -> None:
    """Add the flow logs on the containers of the flow logs on the resource itself, as `within` and lookups tell."""
    asked = links[0].kind
    itself = {each.recording.subject: each.recording for each in certain.values() if each.via == "itself"}
    for inner in itself.values():
        if not isinstance(inner.target, str) and not (isinstance(inner.target, LookedUp) and inner.point.plural):
            continue
        for outer, several in recorders.containing(inner):
            via = via_of(targets.kind_of(outer.target) or "", asked)
            if len(several) == 1:
                certain.setdefault(_key(outer), Recorded(recording=outer, via=via))
            else:
                decides = f"if it is in {targets.name(outer.target)}: it is in one of {targets.names(several)}"
                possible.setdefault(_key(outer), Recorded(recording=outer, via=via, decides=decides))


def _containers_of(link: Link, certain: dict[Key, Recorded]) -> frozenset[str]:
    """The ids that a link certainly is, where the spec tells them."""
    if link.id is not None:
        return frozenset((link.id,))
    on = (each.recording.target for each in certain.values() if each.via == link.via)
    return frozenset(target for target in on if isinstance(target, str))


def _undecided(
    link: Link, recorders: Recorders, location: LocationKey | None, told: frozenset[str]
) -> Iterator[tuple[Recording, str]]:
    """The flow logs that may be on a link, each with the condition."""
    for each in recorders.maybe_on(link.kind.singular, link.resource, location or _location(link)):
        failing = recorders.failing(each)
        target = targets.name(each.target)
        if failing is not None:
            yield each, f"once {target} is one: the lookup finds {failing.found or 'none'} now, and Terraform fails"
        elif isinstance(each.target, Referred | LookedUp) and each.point.plural:
            yield each, f"if {link.title} is among {target}"
        else:
            yield each, f"if {link.title} is {target}"
    if link.id is None and not told:
        for each in recorders.of_kind(link.kind.singular):
            if location is None or locations.may_be_one(each.location, location):
                yield each, f"if {link.title} is {targets.name(each.target)}"


def _elsewhere(recording: Recording, link: Link, links: Sequence[Link], location: LocationKey | None) -> str:
    """The reason that a flow log cannot be made where its stack is; empty where it can.

    A flow log on a VPC or a subnet is its owner's; one on an interface also the owner's of the subnet that it is in.
    Source: "Responsibilities and permissions for owners and participants" of the VPC user guide, 2026-11.
    """
    account, region = recording.location
    there = _location(link) if link.resource is not None else location if link.via == "itself" else None
    if there is None:
        return ""
    owners = _owners(link, links) or frozenset(filter(None, (there[0],)))
    if (account is None or not owners or account in owners) and (None in {region, there[1]} or region == there[1]):
        return ""
    at = f"{' or '.join(sorted(owners)) or 'another account'} in {there[1] or 'an unknown region'}"
    return f"if AWS takes it: the stack is of {account} in {region}, and {link.id} is of {at}"


def _owners(link: Link, links: Sequence[Link]) -> frozenset[str]:
    owners = {link.resource.owner} if link.resource is not None else set()
    if link.kind.singular == "eni":
        owners |= {each.resource.owner for each in links if each.resource is not None}
    return frozenset(each for each in owners if each is not None)


def _location(link: Link) -> LocationKey | None:
    """The account that owns a resource, and the region that has it; None where the inventory lacks it."""
    if link.resource is None:
        return None
    account, region = link.resource.location
    return link.resource.owner or account, region


def _key(recording: Recording) -> Key:
    return (recording.stack.name, recording.address)


def _ordered(several: Iterable[Recorded]) -> tuple[Recorded, ...]:
    """Flow logs from the resource itself outwards; those of one distance stay in the order of the spec."""
    return tuple(sorted(several, key=lambda each: _ORDER.index(each.via)))
