"""Inventory: the resources that an account has now, which flow logs can be on or record the traffic of.

A plain value, made by `observe` of files or of a live account. `lint`, `compare`, `explain` and `audit` ask it what a
lookup finds and what contains what, where a spec alone does not tell. All ids are literals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.captures.targets import LookedUp

Tags = Mapping[str, str]


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
    delegated ranges.
    """

    vpc: str | None = None
    type: str | None = None  # interface, nat_gateway, transit_gateway, …
    requester_managed: bool = False
    description: str | None = None
    instance: str | None = None  # i-…
    addresses: tuple[str, ...] = ()
    public: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment(Resource):
    """An attachment of a transit gateway. `transport`: of a Connect attachment, the one that carries it."""

    resource_type: str | None = None
    resource_id: str | None = None
    transport: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """An account and region that was asked. `kinds`: those of which the answer is whole; `denied`: kind → the reason."""

    location: LocationKey
    kinds: frozenset[str]
    time: str | None = None  # ISO 8601, UTC
    denied: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """All resources by id, and what was asked. `notes` are those of the reader, which `observe` has."""

    resources: Mapping[str, Resource] = field(default_factory=dict)
    scopes: tuple[Scope, ...] = ()

    def is_whole(self, kind: str, location: LocationKey) -> bool:
        """Whether every resource of a kind in a location is in here, so that what is absent does not exist."""
        raise NotImplementedError  # I

    def found(self, lookup: LookedUp) -> tuple[str, ...] | None:
        """The ids that a lookup finds now, in their order; None where the inventory does not tell all of them."""
        raise NotImplementedError  # I

    def around(self, id_: str) -> tuple[Resource, ...]:
        """The containers of a resource, nearest first; empty where it is not in here."""
        raise NotImplementedError  # I
