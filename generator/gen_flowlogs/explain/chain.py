"""Chains: a resource and what contains it, as far as an inventory tells; the records of each are also the resource's.

A flow log on a VPC or a subnet records every interface in it, one on a transit gateway every attachment; the records of
a Connect attachment are under the attachment that transports it. A regional NAT gateway has no interface, and is taken
to be in nothing. Sources: "Flow logs basics" of the VPC user guide, "Limitations" of transit gateway flow logs, 2026-10.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gen_flowlogs.aws.kinds import ENI, REGIONAL_NAT_GATEWAY, SUBNET, TRANSIT_GATEWAY, VPC
from gen_flowlogs.aws.kinds import TRANSIT_GATEWAY_ATTACHMENT as ATTACHMENT
from gen_flowlogs.captures.inventory import Attachment, Interface

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gen_flowlogs.aws.kinds import Kind
    from gen_flowlogs.captures.inventory import Inventory, Resource
    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.explain.answer import Via

_VIA: dict[str, Via] = {
    VPC.singular: "vpc",
    SUBNET.singular: "subnet",
    ATTACHMENT.singular: "transit_gateway_attachment",
    TRANSIT_GATEWAY.singular: "transit_gateway",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A resource of a chain. `id`: None where it is not known; `resource`: None where the inventory lacks it."""

    via: Via
    kind: Kind
    id: str | None
    resource: Resource | None = None

    @property
    def title(self) -> str:
        """The resource in a condition: `it`, `its VPC`."""
        if self.via == "itself":
            return "it"
        return "its transport attachment" if self.kind is ATTACHMENT else f"its {self.kind.title}"


def chain(id_: str, kind: Kind, inventory: Inventory | None) -> tuple[Link, ...]:
    """The resource itself and its containers, nearest first."""
    known: Mapping[str, Resource] = {} if inventory is None else inventory.resources
    itself = known.get(id_)
    links = [Link(via="itself", kind=kind, id=id_, resource=itself)]
    for outer, outer_id in _containers(kind, itself, known):
        there = None if outer_id is None else known.get(outer_id)
        links.append(Link(via=_VIA[outer.singular], kind=outer, id=outer_id, resource=there))
    return tuple(links)


def via_of(kind: str, asked: Kind) -> Via:
    """The via of a container that the spec tells, by its kind; a lookup of the same kind finds the resource itself."""
    return "itself" if kind == asked.singular else _VIA[kind]


def is_connect(resource: Resource | None) -> bool:
    """Whether a resource is a Connect attachment, which no flow log can be on."""
    return isinstance(resource, Attachment) and (resource.transport is not None or resource.resource_type == "connect")


def _containers(
    kind: Kind, resource: Resource | None, known: Mapping[str, Resource]
) -> Iterator[tuple[Kind, str | None]]:
    if kind is ENI:
        yield SUBNET, None if resource is None else resource.parent
        yield VPC, _vpc_of(resource, known)
    elif kind is SUBNET:
        yield VPC, None if resource is None else resource.parent
    elif kind is ATTACHMENT:
        if isinstance(resource, Attachment) and resource.transport is not None:
            yield ATTACHMENT, resource.transport
        yield TRANSIT_GATEWAY, None if resource is None else resource.parent
    elif kind is not REGIONAL_NAT_GATEWAY and kind.singular not in {VPC.singular, TRANSIT_GATEWAY.singular}:
        raise ValueError(kind)


def _vpc_of(resource: Resource | None, known: Mapping[str, Resource]) -> str | None:
    if not isinstance(resource, Interface):
        return None
    if resource.vpc is not None or resource.parent is None:
        return resource.vpc
    subnet = known.get(resource.parent)
    return None if subnet is None else subnet.parent


def location_of(link: Link) -> LocationKey | None:
    """The account that owns a resource, and the region that has it; None where the inventory lacks it."""
    if link.resource is None:
        return None
    account, region = link.resource.location
    return link.resource.owner or account, region


def owners_of(link: Link, links: Sequence[Link]) -> frozenset[str]:
    """The accounts that may have a flow log on a resource: its owner, and of an interface also that of its subnet."""
    counted = links if link.kind is ENI else (link,)
    owners = (each.resource.owner for each in counted if each.resource is not None)
    return frozenset(each for each in owners if each is not None)
