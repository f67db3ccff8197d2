"""Small inventories for tests: VPCs, subnets and interfaces of one account and region, with their tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures.inventory import Interface, Inventory, Resource, Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gen_flowlogs.captures.locations import LocationKey

ACCOUNT = "111122223333"
HERE = (ACCOUNT, "us-east-1")
KINDS = ("vpc", "subnet", "eni")


def vpc_id(number: int) -> str:
    return f"vpc-{number:08x}"


def subnet_id(number: int) -> str:
    return f"subnet-{number:08x}"


def eni_id(number: int) -> str:
    return f"eni-{number:08x}"


def vpc(number: int, location: LocationKey = HERE, **tags: str) -> Resource:
    return Resource(id=vpc_id(number), kind="vpc", location=location, owner=location[0], tags=tags)


def subnet(number: int, within: int, location: LocationKey = HERE, **tags: str) -> Resource:
    """A subnet; `within`: the number of its VPC."""
    return Resource(
        id=subnet_id(number), kind="subnet", location=location, owner=location[0], parent=vpc_id(within), tags=tags
    )


def eni(number: int, of: Resource, **tags: str) -> Interface:
    """An interface in a subnet."""
    return Interface(
        id=eni_id(number),
        kind="eni",
        location=of.location,
        owner=of.owner,
        parent=of.id,
        vpc=of.parent,
        tags=tags,
    )


def inventory(
    several: Iterable[Resource], kinds: Iterable[str] = KINDS, locations: Iterable[LocationKey] = (HERE,)
) -> Inventory:
    """The inventory of some resources; `kinds`: those of which it has all."""
    by_id: Mapping[str, Resource] = {each.id: each for each in several}
    return Inventory(
        resources=by_id, scopes=tuple(Scope(location=each, kinds=frozenset(kinds)) for each in locations)
    )
