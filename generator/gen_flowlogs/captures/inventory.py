"""Inventory: the resources that an account has now, which flow logs can be on or record the traffic of.

A plain value, made by `observe` of files or of a live account. `lint`, `compare`, `explain` and `audit` ask it what a
lookup finds and what contains what, where a spec alone does not tell. All ids are literals.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws.kinds import (
    BY_KEY,
    REGIONAL_NAT_GATEWAY,
    SUBNET,
    TRANSIT_GATEWAY,
    TRANSIT_GATEWAY_ATTACHMENT,
    VPC,
)
from gen_flowlogs.captures import locations
from gen_flowlogs.captures.candidates import Candidates
from gen_flowlogs.captures.targets import LookedUp, Referred
from gen_flowlogs.dataclass import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.captures.targets import Target

Tags = Mapping[str, str]

NAT_GATEWAY: Final = "nat_gateway"
"""The kind of a zonal NAT gateway, which can have no flow log: its interface has the traffic."""
_DELETED: Final = "deleted"
"""The state in which EC2 goes on listing gateways and attachments. Source: the EC2 API, 2026-10."""

FLOW_LOG: Final = "flow_log"
LOG_GROUP: Final = "log_group"
"""Kinds of a `Scope` that are no resources here: `observe` has what they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One resource. `owner`: the account that owns it; `location`: the account and region whose answer has it.

    `parent`: the id of what directly contains it: the subnet of an interface, the VPC of a subnet or of a regional NAT
    gateway, the gateway of an attachment; None for a VPC and a transit gateway, and where the answer does not tell.
    """

    id: str
    kind: str  # the spec key for one: vpc, subnet, eni, transit_gateway, transit_gateway_attachment, …
    location: LocationKey
    owner: str | None = None
    parent: str | None = None
    tags: Tags = field(default_factory=dict)
    cidrs: tuple[str, ...] = ()  # of a VPC or subnet
    state: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Interface(Resource):
    """A network interface. `vpc`: its VPC, also where the subnet is not in the inventory.

    `addresses`: the private ones, the primary first, IPv6 too; `public`: those that AWS translates; `prefixes`:
    delegated ranges. `with_instance`: the answer about its instance has it, with all interfaces of this one.
    """

    vpc: str | None = None
    type: str | None = None  # interface, nat_gateway, transit_gateway, …
    requester_managed: bool = False
    description: str | None = None
    instance: str | None = None  # i-…
    with_instance: bool = False
    addresses: tuple[str, ...] = ()
    public: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment(Resource):
    """An attachment of a transit gateway. `owner`: the account of the gateway, by which lookups filter.

    `transport`: of a Connect attachment, the one that carries it, and whose records its traffic is in.
    """

    resource_type: str | None = None
    resource_id: str | None = None
    transport: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """An account and region that was asked. `kinds`: those of which all is known; `denied`: kind → why it is not."""

    location: LocationKey
    kinds: frozenset[str]
    time: str | None = None  # ISO 8601, UTC
    denied: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """All resources by id, and what was asked. `notes` are those of the reader, which `observe` has."""

    resources: Mapping[str, Resource] = field(default_factory=dict)
    scopes: tuple[Scope, ...] = ()
    _of_kind: Mapping[str, tuple[Resource, ...]] = field(init=False, repr=False, compare=False)
    _candidates: dict[str, Candidates[Resource]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        of_kind: dict[str, list[Resource]] = {}
        for each in self.resources.values():
            of_kind.setdefault(each.kind, []).append(each)
        object.__setattr__(self, "_of_kind", {kind: tuple(several) for kind, several in of_kind.items()})

    def of_kind(self, kind: str) -> tuple[Resource, ...]:
        """The resources of a kind, in the order of their answers."""
        return self._of_kind.get(kind, ())

    def is_whole(self, kind: str, location: LocationKey) -> bool:
        """Whether every resource of a kind in a location is in here, so that what is absent does not exist.

        A part of the location that a spec leaves open is the only one that was asked, if there is only one.
        """
        scope = self.scope(location)
        return scope is not None and kind in scope.kinds

    def scope(self, location: LocationKey) -> Scope | None:
        """The scope of a location; of one that a spec leaves open, the only one that it can be."""
        several = [
            scope
            for scope in self.scopes
            if all(part is None or part == asked for part, asked in zip(location, scope.location, strict=True))
        ]
        return several[0] if len(several) == 1 else None

    def places(self, location: LocationKey) -> tuple[LocationKey, ...]:
        """The locations of the scopes that the location of a stack may be; of a spec without stacks, each."""
        asked = dict.fromkeys(each.location for each in self.scopes)
        return tuple(each for each in asked if locations.may_be_one(each, location))

    def has_all(self, kind: str, location: LocationKey) -> bool:
        """Whether all resources of a kind are known in every place that the location of a stack may be."""
        places = self.places(location)
        return bool(places) and all(self.is_whole(kind, each) for each in places)

    def lacks(self, id_: str, kind: str, location: LocationKey) -> bool:
        """Whether a resource certainly does not exist: all of its kind are known, or AWS still lists it as deleted."""
        known = self.resources.get(id_)
        return known.state == _DELETED if known is not None else self.has_all(kind, location)

    def found(self, lookup: LookedUp) -> tuple[str, ...] | None:
        """The ids that a lookup finds now, in their order; None where the inventory does not tell all of them."""
        scope = self.scope(lookup.location)
        inside = None if lookup.within is None else self._ids(lookup.within)
        if scope is None or lookup.kind not in scope.kinds or (lookup.within is not None and inside is None):
            return None
        same = [each for each in self._looked_at(lookup, inside) if self._fits(each, lookup, inside)]
        here = [each for each in same if each.location == scope.location]
        if lookup.plural:
            own = BY_KEY[lookup.kind][0].owner_filter is not None
            here = [each for each in here if not own or each.owner == scope.location[0]]
        elif not here and any(each.location[1] == scope.location[1] for each in same):
            return None  # another account may share it with this one
        return tuple(sorted({each.id for each in here}))

    def around(self, id_: str) -> tuple[Resource, ...]:
        """The containers of a resource, nearest first; empty where it is not in here.

        A container that is not in here itself has its id, its kind, and the location of what is inside. AWS does not
        say that a flow log on a VPC records its regional NAT gateways, so nothing is around one of these.
        """
        inside = self.resources.get(id_)
        return () if inside is None else tuple(self._containers(inside))

    def _containers(self, inside: Resource) -> Iterator[Resource]:
        match inside:
            case Resource(kind=REGIONAL_NAT_GATEWAY.singular):
                return
            case Interface(parent=subnet, vpc=vpc):
                above = [(subnet, SUBNET.singular), (vpc or self._parent(subnet), VPC.singular)]
            case Attachment(parent=gateway, transport=transport):
                above = [(transport, TRANSIT_GATEWAY_ATTACHMENT.singular), (gateway, TRANSIT_GATEWAY.singular)]
            case Resource(kind=SUBNET.singular, parent=vpc):
                above = [(vpc, VPC.singular)]
            case Resource(kind="nat_gateway", parent=subnet):
                above = [(subnet, SUBNET.singular), (self._parent(subnet), VPC.singular)]
            case _:
                return
        for id_, kind in above:
            if id_ is not None:
                yield self.resources.get(id_) or Resource(id=id_, kind=kind, location=inside.location)

    def _parent(self, id_: str | None) -> str | None:
        found = self.resources.get(id_ or "")
        return None if found is None else found.parent

    def _ids(self, targets: frozenset[Target]) -> frozenset[str] | None:
        """The ids of some targets; None where the inventory does not tell all of them."""
        ids: set[str] = set()
        for target in targets:
            match target:
                case str():
                    ids.add(target)
                case Referred():
                    return None
                case LookedUp():
                    several = self.found(target)
                    if several is None:
                        return None
                    ids.update(several)
        return frozenset(ids)

    def _looked_at(self, lookup: LookedUp, inside: frozenset[str] | None) -> Sequence[Resource]:
        """The resources of which some may fit a lookup."""
        kind = lookup.kind
        if kind not in self._candidates:
            self._candidates[kind] = Candidates(self.of_kind(kind), self._inside_of)
        return self._candidates[kind].of(lookup.tags, inside)

    def _fits(self, each: Resource, lookup: LookedUp, inside: frozenset[str] | None) -> bool:
        """Whether a resource has all that a lookup asks for but its account."""
        kind = BY_KEY[lookup.kind][0]
        return (
            all(each.tags.get(key) == value for key, value in lookup.tags)
            and (inside is None or not inside.isdisjoint(self._inside_of(each)))
            and (not kind.living or each.state in kind.living)
            and (
                not kind.resource_types or (isinstance(each, Attachment) and each.resource_type in kind.resource_types)
            )
        )

    def _inside_of(self, each: Resource) -> Iterator[str]:
        """The ids of the containers by which EC2 filters; of a regional NAT gateway its VPC too."""
        if each.kind == REGIONAL_NAT_GATEWAY.singular and each.parent is not None:
            yield each.parent
        yield from (above.id for above in self._containers(each))
