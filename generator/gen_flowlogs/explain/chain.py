"""Chains: a resource and its containers, as far as an inventory tells; the records of each are also the resource's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.kinds import BY_KEY, ENI, REGIONAL_NAT_GATEWAY, SUBNET, TRANSIT_GATEWAY, VPC
from gen_flowlogs.aws.kinds import TRANSIT_GATEWAY_ATTACHMENT as ATTACHMENT
from gen_flowlogs.captures.containment import CONTAINERS
from gen_flowlogs.captures.inventory import Attachment
from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gen_flowlogs.aws.kinds import Kind
    from gen_flowlogs.captures.inventory import Inventory, Resource
    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.explain.answer import Via

_VIA: Mapping[str, Via] = {
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
    itself = None if inventory is None else inventory.resources.get(id_)
    return Link(via="itself", kind=kind, id=id_, resource=itself), *_containers(id_, kind, inventory)


def via_of(kind: str, asked: Kind) -> Via:
    """The via of a container that the spec tells, by its kind; a lookup of the same kind finds the resource itself."""
    return "itself" if kind == asked.singular else _VIA[kind]


def is_connect(resource: Resource | None) -> bool:
    """Whether a resource is a Connect attachment, which no flow log can be on."""
    return isinstance(resource, Attachment) and (resource.transport is not None or resource.resource_type == "connect")


def is_zonal(resource: Resource | None) -> bool:
    """Whether a NAT gateway, whose id does not tell, is a zonal one: flow logs are on its interface alone."""
    return resource is not None and resource.kind not in BY_KEY


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


def _containers(id_: str, kind: Kind, inventory: Inventory | None) -> Iterator[Link]:
    told = () if inventory is None else inventory.around(id_)
    for each in told:
        known = None if inventory is None else inventory.resources.get(each.id)
        yield Link(via=_VIA[each.kind], kind=BY_KEY[each.kind][0], id=each.id, resource=known)
    if kind is not REGIONAL_NAT_GATEWAY:
        missing = {each.singular for each in CONTAINERS[kind.singular]} - {each.kind for each in told}
        for outer in (SUBNET, VPC, TRANSIT_GATEWAY):  # nearest first
            if outer.singular in missing:
                yield Link(via=_VIA[outer.singular], kind=outer, id=None)
