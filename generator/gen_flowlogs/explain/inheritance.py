"""Inheritance: the flow logs that record a resource, on itself and on what contains it, and how certain that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs import naming
from gen_flowlogs.aws.kinds import ENI
from gen_flowlogs.captures import locations, targets
from gen_flowlogs.captures.targets import LookedUp
from gen_flowlogs.dataclass import dataclass, field, replace
from gen_flowlogs.explain.answer import Recorded
from gen_flowlogs.explain.chain import location_of, owners_of, via_of
from gen_flowlogs.explain.duplicates import duplicates

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.captures.recordings import Recording
    from gen_flowlogs.captures.targets import Target
    from gen_flowlogs.explain.answer import Duplicate, Via
    from gen_flowlogs.explain.chain import Link
    from gen_flowlogs.explain.recorders import Recorders

_Found = dict[tuple[object, ...], Recorded]

_ORDER = ("itself", "subnet", "vpc", "transit_gateway_attachment", "transit_gateway")


@dataclass(frozen=True, slots=True)
class Inherited:
    """The flow logs that record a resource: those that certainly do, and those that may.

    `links`: the resource and its containers, also with the ids that the spec tells.
    """

    links: tuple[Link, ...]
    certain: tuple[Recorded, ...]
    possible: tuple[Recorded, ...]
    duplicates: tuple[Duplicate, ...]


@dataclass(slots=True)
class _Search:
    """All that is known of one resource. `within`: via → the ids of which its container is one, as the spec tells."""

    links: Sequence[Link]
    recorders: Recorders
    location: LocationKey | None
    certain: _Found = field(default_factory=dict)
    possible: _Found = field(default_factory=dict)
    within: dict[Via, frozenset[str]] = field(default_factory=dict)

    def add(self, recording: Recording, via: Via, decides: str = "") -> None:
        """File a flow log; a condition makes it a possible one."""
        into = self.possible if decides else self.certain
        into.setdefault((recording.identity, via), Recorded(recording=recording, via=via, decides=decides))


class Inheritance:
    """The flow logs that record resources. Those of one subnet that have none of their own are searched for once."""

    def __init__(self, recorders: Recorders) -> None:
        self._recorders = recorders
        self._known: dict[Hashable, Inherited] = {}

    def of(self, links: Sequence[Link], location: LocationKey | None = None) -> Inherited:
        """The flow logs that record a resource, which is the first link of its chain, nearest first.

        `location`: the one that an ARN names; that of the inventory counts where it has the resource.
        """
        alike = _alike(links, self._recorders, location)
        known = self._known.get(alike)
        if known is None:
            known = _searched(links, self._recorders, location)
            if alike is not None:
                self._known[alike] = known
        return known if known.links[0] is links[0] else replace(known, links=(links[0], *known.links[1:]))


def _alike(links: Sequence[Link], recorders: Recorders, location: LocationKey | None) -> Hashable:
    """A key of the resources that inherit the same, and have nothing of their own; None for any other."""
    itself = links[0]
    if itself.resource is None or itself.id is None or recorders.may_be_on(itself.id, itself.kind.singular):
        return None
    if recorders.lacks(itself.id, itself.kind, itself.resource.location):
        return None  # the condition of each flow log names it
    outer = tuple((each.via, each.id) for each in links[1:])
    return itself.kind, itself.resource.location, itself.resource.owner, location, outer


def _searched(links: Sequence[Link], recorders: Recorders, location: LocationKey | None) -> Inherited:
    search = _Search(links, recorders, location)
    for link in links:
        _by_id(link, search)
    _by_spec(search)
    told = tuple(_told(link, search) for link in links)
    for link in told:
        for each, decides in _conditions(link, search):
            search.add(each, link.via, decides)
    left = [each for key, each in search.possible.items() if key not in search.certain]
    certain = _ordered(search.certain.values())
    return Inherited(told, certain, _ordered(left), tuple(duplicates(certain)))


def _by_id(link: Link, search: _Search) -> None:
    """Add the flow logs that are on a link by its id: it is written, or a lookup finds it now."""
    if link.id is None:
        return
    for each in search.recorders.on(link.id):
        one = each
        if isinstance(each.target, LookedUp) and each.point.plural:
            one = replace(each, address=naming.instance(each.address, link.id))
        search.add(one, link.via, _refusal(each, link, search))


def _by_spec(search: _Search) -> None:
    """Add the flow logs on the containers of those on the resource itself, as `within` and lookups tell them."""
    asked = search.links[0].kind
    itself = {each.recording.subject: each.recording for each in search.certain.values() if each.via == "itself"}
    for inner in itself.values():
        for several, outers in search.recorders.around(inner):
            via = via_of(targets.kind_of(several[0]) or "", asked)
            ids = frozenset(each for each in several if isinstance(each, str))
            if len(ids) == len(several):
                search.within[via] = ids & search.within.get(via, ids)
            for outer in outers:
                if _contradicts(outer.target, via, search):
                    continue
                one_of = f": it is in one of {targets.names(several)}" if len(several) > 1 else ""
                search.add(outer, via, one_of and f"if it is in {targets.name(outer.target)}{one_of}")


def _contradicts(target: Target, via: Via, search: _Search) -> bool:
    """Whether the inventory has another container than the one that the spec tells."""
    link = next((each for each in search.links if each.via == via), None)
    if link is None or link.id is None:
        return False
    if isinstance(target, str):
        return target != link.id
    found = search.recorders.found(target) if isinstance(target, LookedUp) else None
    return found is not None and link.id not in found


def _told(link: Link, search: _Search) -> Link:
    """A link with the id that the spec tells, where the inventory does not."""
    within = search.within.get(link.via, frozenset())
    return replace(link, id=next(iter(within))) if link.id is None and len(within) == 1 else link


def _conditions(link: Link, search: _Search) -> Iterator[tuple[Recording, str]]:
    """The flow logs that may be on a link, each with the condition."""
    recorders = search.recorders
    places = _places(link, search)
    for each in recorders.maybe_on(link.kind.singular, link.resource, places):
        target = targets.name(each.target)
        found = recorders.failing(each)
        if found is not None:
            yield each, f"once {target} is one: the lookup finds {found or 'none'} now, and Terraform fails"
        else:
            yield each, f"if {link.title} is {'among ' if each.point.plural else ''}{target}"
    if link.id is None:
        within = search.within.get(link.via)
        for each in recorders.of_kind(link.kind.singular):
            fits = within is None or each.target in within
            if fits and any(locations.may_be_one(each.location, place) for place in places):
                yield each, f"if {link.title} is {targets.name(each.target)}"


def _refusal(recording: Recording, link: Link, search: _Search) -> str:
    """The condition of a flow log that AWS refuses where its stack is; empty where it takes it.

    A flow log on a VPC or a subnet is its owner's; one on an interface also that of the owner of its subnet.
    By "Responsibilities and permissions for owners and participants" of the VPC user guide; not verified at an account.
    """
    itself = search.links[0]
    if search.recorders.lacks(itself.id, itself.kind, recording.location):
        return f"if {itself.id} exists: AWS {'has deleted it' if itself.resource is not None else 'does not have it'}"
    there = location_of(link) or (search.location if link.via == "itself" else None)
    if there is None:
        return ""
    owners = owners_of(link, search.links) or frozenset(filter(None, (there[0],)))
    account, region = recording.location
    if (account is None or not owners or account in owners) and (None in {region, there[1]} or region == there[1]):
        return ""
    at = f"{' or '.join(sorted(owners)) or 'another account'} in {there[1] or 'an unknown region'}"
    return f"if AWS takes it: the stack is of {account} in {region}, and {link.id} is of {at}"


def _places(link: Link, search: _Search) -> tuple[LocationKey, ...]:
    """The locations whose flow logs may be on a link; the account of a container that is not known may be any."""
    itself = link.via == "itself"
    there = location_of(link) or (search.location if itself else None)
    if there is not None:
        owners = owners_of(link, search.links) or frozenset(filter(None, (there[0],)))
        known = link.kind is not ENI or any(each.resource is not None for each in search.links[1:])
        return tuple((each, there[1]) for each in sorted(owners)) if owners and known else ((None, there[1]),)
    regions = (each.resource.location[1] for each in search.links if each.resource is not None)
    return ((None, next(regions, None if search.location is None else search.location[1])),)


def _ordered(several: Iterable[Recorded]) -> tuple[Recorded, ...]:
    """Flow logs from the resource itself outwards; those of one distance stay in the order of the spec."""
    return tuple(sorted(several, key=lambda each: _ORDER.index(each.via)))
