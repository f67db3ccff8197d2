"""An inventory → what a lookup finds now, what contains a resource, and whether all of a kind is known."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gen_flowlogs.captures.inventory import NAT_GATEWAY, Attachment, Interface, Inventory, Resource, Scope
from gen_flowlogs.captures.targets import LookedUp, Referred, Target

HERE, THERE = ("111122223333", "eu-west-1"), ("444455556666", "eu-west-1")
ALL = frozenset({
    "vpc", "subnet", "eni", "transit_gateway", "transit_gateway_attachment", "regional_nat_gateway", NAT_GATEWAY,
})  # fmt: skip


def resource(id_: str, kind: str, parent: str | None = None, **of: Any) -> Resource:
    class_ = {"eni": Interface, "transit_gateway_attachment": Attachment}.get(kind, Resource)
    return class_(**{"id": id_, "kind": kind, "location": HERE, "owner": HERE[0], "parent": parent, **of})


RESOURCES = (
    resource("vpc-1", "vpc", tags={"Tier": "edge", "Env": "prod"}),
    resource("vpc-2", "vpc", tags={"Tier": "internal"}),
    resource("vpc-3", "vpc", tags={"Tier": "edge"}, owner=THERE[0]),
    resource("subnet-1", "subnet", "vpc-1"),
    resource("subnet-2", "subnet", "vpc-2", tags={"Tier": "edge"}),
    resource("eni-2", "eni", "subnet-2", vpc="vpc-2"),
    resource("eni-1", "eni", "subnet-1", vpc="vpc-1"),
    resource("eni-3", "eni", "subnet-1", vpc="vpc-1", owner=THERE[0]),
    resource("eni-4", "eni", "subnet-9", vpc="vpc-9"),
    resource("tgw-1", "transit_gateway", state="available"),
    resource("tgw-2", "transit_gateway", state="deleted"),
    resource("att-1", "transit_gateway_attachment", "tgw-1", state="available", resource_type="vpc"),
    resource("att-2", "transit_gateway_attachment", "tgw-1", state="available", resource_type="connect", transport="att-1"),
    resource("att-3", "transit_gateway_attachment", "tgw-2", state="deleted", resource_type="vpc"),
    resource("nat-1", "regional_nat_gateway", "vpc-1", state="available"),
    resource("nat-2", NAT_GATEWAY, "subnet-1", state="available"),
)
INVENTORY = Inventory(
    resources={each.id: each for each in RESOURCES},
    scopes=(Scope(location=HERE, kinds=ALL), Scope(location=THERE, kinds=frozenset({"vpc"}))),
)


def lookup(kind: str, *within: Target, tags: dict[str, str] | None = None, **of: Any) -> LookedUp:
    asked = {"location": HERE, "plural": True, "tags": tuple((tags or {}).items()), **of}
    return LookedUp(kind=kind, within=frozenset(within) or None, inside=within, **asked)


VAR = Referred(stack=None, kind="vpc", plural=False, traversal="var.x")
EDGE = {"Tier": "edge"}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (lookup("vpc"), ("vpc-1", "vpc-2")),
        (lookup("vpc", tags=EDGE), ("vpc-1",)),
        (lookup("vpc", tags=EDGE, plural=False), ("vpc-1", "vpc-3")),
        (lookup("vpc", tags={**EDGE, "Env": "prod"}), ("vpc-1",)),
        (lookup("vpc", tags={"Tier": "e*"}), ()),
        (lookup("vpc", tags={"tier": "edge"}), ()),
        (lookup("vpc", location=THERE), ()),
        (lookup("vpc", location=THERE, plural=False, tags=EDGE), None),
        (lookup("subnet", location=THERE), None),
        (lookup("subnet"), ("subnet-1", "subnet-2")),
        (lookup("subnet", "vpc-2"), ("subnet-2",)),
        (lookup("subnet", "vpc-7"), ()),
        (lookup("subnet", VAR), None),
        (lookup("subnet", lookup("vpc", tags=EDGE)), ("subnet-1",)),
        (lookup("subnet", lookup("subnet", location=THERE)), None),
        (lookup("eni"), ("eni-1", "eni-2", "eni-4")),
        (lookup("eni", "vpc-1"), ("eni-1",)),
        (lookup("eni", "vpc-1", plural=False), ("eni-1", "eni-3")),
        (lookup("eni", "vpc-9"), ("eni-4",)),
        (lookup("eni", "subnet-2"), ("eni-2",)),
        (lookup("eni", lookup("subnet", lookup("vpc", tags={"Tier": "internal"}))), ("eni-2",)),
        (lookup("transit_gateway", plural=False), ("tgw-1",)),
        (lookup("transit_gateway_attachment"), ("att-1",)),
        (lookup("transit_gateway_attachment", "tgw-2"), ()),
        (lookup("regional_nat_gateway", "vpc-1", plural=False), ("nat-1",)),
        (lookup("vpc", location=("999999999999", "eu-west-1")), None),
        (lookup("vpc", location=(None, None)), None),
    ],
)
def test_what_a_lookup_finds(asked: LookedUp, found: tuple[str, ...] | None):
    assert INVENTORY.found(asked) == found


def test_a_location_that_a_spec_leaves_open_is_the_only_one_there_is():
    one = replace(INVENTORY, scopes=INVENTORY.scopes[:1])
    assert one.is_whole("eni", (None, None))
    assert one.found(lookup("vpc", location=(None, None))) == ("vpc-1", "vpc-2")
    assert not INVENTORY.is_whole("vpc", (None, None))


def test_a_location_that_an_inventory_leaves_open_is_no_certain_one():
    unknown = Inventory(scopes=(Scope(location=(None, "eu-west-1"), kinds=ALL),))
    assert not unknown.is_whole("vpc", HERE)
    assert unknown.is_whole("vpc", (None, None))


@pytest.mark.parametrize(
    ("id_", "around"),
    [
        ("vpc-1", []),
        ("subnet-1", ["vpc-1"]),
        ("eni-1", ["subnet-1", "vpc-1"]),
        ("eni-4", ["subnet-9", "vpc-9"]),
        ("tgw-1", []),
        ("att-1", ["tgw-1"]),
        ("att-2", ["att-1", "tgw-1"]),
        ("nat-1", []),
        ("nat-2", ["subnet-1", "vpc-1"]),
        ("vpc-0", []),
    ],
)
def test_the_containers_of_a_resource(id_: str, around: list[str]):
    assert [each.id for each in INVENTORY.around(id_)] == around


def test_a_container_that_is_not_there_has_its_id():
    assert INVENTORY.around("eni-4")[1] == Resource(id="vpc-9", kind="vpc", location=HERE)
    assert INVENTORY.around("eni-1")[1] is INVENTORY.resources["vpc-1"]
    alone = Inventory(resources={"eni-1": Interface(id="eni-1", kind="eni", location=HERE)})
    assert alone.around("eni-1") == ()
