"""Generated worlds: a spec and an inventory as plain data, and a second, naive implementation of `explain` for ids.

The naive one compares every capture point with every resource of a chain, by what AWS documents, and shares nothing
with the product but the shape of ids.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gen_flowlogs.captures.inventory import Attachment, Interface, Inventory, Resource, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

Spec = dict[str, Any]
Fact = dict[str, Any]
Row = tuple[str, str, str, bool]
"""The capture point, the destination, the via, and whether it is certain."""

OURS, OTHERS = "111122223333", "444455556666"
EAST, WEST = "us-east-1", "us-west-2"
PLURALS = {
    "vpc": "vpcs",
    "subnet": "subnets",
    "eni": "enis",
    "transit_gateway_attachment": "transit_gateway_attachments",
}
KINDS = (*PLURALS, "transit_gateway", "regional_nat_gateway")


@dataclass(frozen=True)
class World:
    """`whole`: the kinds of which the inventory has every resource."""

    spec: Spec
    facts: dict[str, Fact]
    whole: frozenset[str]

    @property
    def inventory(self) -> Inventory:
        regions = sorted({fact["region"] for fact in self.facts.values()})
        return Inventory(
            resources={id_: _resource(id_, fact) for id_, fact in self.facts.items()},
            scopes=tuple(Scope(location=(OURS, region), kinds=self.whole) for region in regions),
        )


def world(random: Random) -> World:
    """A world with one stack that the spec does not name, or with one in each of two regions."""
    several = random.random() < 0.5
    facts = dict(_facts(random, (EAST, WEST) if several else (EAST,)))
    whole = frozenset(kind for kind in KINDS if random.random() < 0.8)
    return World(spec=_spec(random, facts, several=several), facts=facts, whole=whole)


def rows(world: World, id_: str) -> set[Row]:
    """The flow logs that record a resource, each by the nearest of its ways."""
    found: set[Row] = set()
    for via, link in _chain(world.facts, id_):
        for name, point in world.spec["capture_points"].items():
            certain = _on(world, point, link)
            if certain is not None:
                found |= {(name, destination, via, certain) for destination in point["destinations"]}
    return found


def duplicates(world: World, id_: str) -> dict[tuple[str, str], int]:
    """The sinks into which more than one flow log certainly brings some traffic of a resource, with their number."""
    counts: dict[tuple[str, str], int] = {}
    for name, destination, _, certain in rows(world, id_):
        point = world.spec["capture_points"][name]
        gateway = any(key.startswith("transit") for key in point)
        traffic = "all" if gateway else point["filter"]
        for kind, types in (("accepted", ("all", "accept")), ("rejected", ("all", "reject"))):
            if certain and traffic in types:
                store = world.spec["destinations"][destination]["s3"]
                sink = f"{store['bucket']}/{store['prefix']}", kind
                counts[sink] = counts.get(sink, 0) + 1
    return {key: number for key, number in counts.items() if number > 1}


def _id(prefix: str, number: int) -> str:
    return f"{prefix}-{number:017x}"


def _facts(random: Random, regions: tuple[str, ...]) -> Iterator[tuple[str, Fact]]:
    def fact(kind: str, region: str, **more: Any) -> Fact:
        tags = {key: random.choice(("a", "b")) for key in ("Tier", "Team") if random.random() < 0.7}
        return {"kind": kind, "region": region, "owner": OURS, "tags": tags, **more}

    number = 0
    for region in regions:
        for which in range(3):
            number += 1
            vpc, owner = _id("vpc", number), OTHERS if which == 2 else OURS
            yield vpc, fact("vpc", region, owner=owner)
            for _ in range(2):
                number += 1
                subnet = _id("subnet", number)
                yield subnet, fact("subnet", region, owner=owner, vpc=vpc)
                for _ in range(2):
                    number += 1
                    yield _id("eni", number), fact("eni", region, subnet=subnet, vpc=vpc)
        number += 1
        yield _id("nat", number), fact("regional_nat_gateway", region, vpc=vpc)
        gateway = _id("tgw", number)
        yield gateway, fact("transit_gateway", region)
        for type_ in ("vpc", "vpn"):
            number += 1
            attachment = _id("tgw-attach", number)
            yield attachment, fact("transit_gateway_attachment", region, gateway=gateway, type=type_)
        number += 1
        yield (
            _id("tgw-attach", number),
            fact("transit_gateway_attachment", region, gateway=gateway, type="connect", transport=attachment),
        )


def _spec(random: Random, facts: dict[str, Fact], *, several: bool) -> Spec:
    stores = {"one": "flow", "two": "flow", "three": "more"}
    spec: Spec = {
        "version": 1,
        "name": "generated",
        "destinations": {
            name: {"s3": {"bucket": "acme-flow-logs", "prefix": prefix, "existing": True}}
            for name, prefix in stores.items()
        },
        "capture_points": {},
    }
    if several:
        spec["stacks"] = {"east": {"account": OURS, "region": EAST}, "west": {"account": OURS, "region": WEST}}
    for number in range(random.randint(1, 7)):
        point = {
            **_target(random, facts),
            "filter": random.choice(("all", "accept", "reject")),
            "destinations": random.sample(sorted(stores), random.randint(1, 2)),
        }
        if any(key.startswith("transit") for key in point):
            point["filter"] = "all"
        if several:
            point["stack"] = random.choice(("east", "west"))
        spec["capture_points"][f"point-{number}"] = point
    return spec


def _target(random: Random, facts: dict[str, Fact]) -> dict[str, Any]:
    kind = random.choice(KINDS)
    ids = [id_ for id_, fact in facts.items() if fact["kind"] == kind and fact.get("type") != "connect"]
    form = random.choice(("id", "ids", "lookup", "within", "one", "variable"))
    lookup: dict[str, Any] = {"tags": {"Tier": random.choice("ab")}, "allow_empty": True}
    if kind in PLURALS:
        outer = {"subnet": "vpc", "eni": "subnet", "transit_gateway_attachment": "transit_gateway"}.get(kind)
        match form:
            case "ids":
                return {PLURALS[kind]: sorted(random.sample(ids, min(2, len(ids))))}
            case "within" if outer is not None:
                within = random.choice([id_ for id_, fact in facts.items() if fact["kind"] == outer])
                return {PLURALS[kind]: {"lookup": {**lookup, "within": within}}}
            case "lookup" | "within":
                return {PLURALS[kind]: {"lookup": lookup}}
    match form:
        case "one" if kind != "transit_gateway_attachment":
            return {kind: {"lookup": {"tags": lookup["tags"]}}}
        case "variable":
            return {kind: {"var": "given"}}
    return {kind: random.choice(ids)}


def _chain(facts: dict[str, Fact], id_: str) -> Iterator[tuple[str, str]]:
    fact = facts[id_]
    yield "itself", id_
    match fact["kind"]:
        case "eni":
            yield from (("subnet", fact["subnet"]), ("vpc", fact["vpc"]))
        case "subnet":
            yield "vpc", fact["vpc"]
        case "transit_gateway_attachment":
            if "transport" in fact:
                yield "transit_gateway_attachment", fact["transport"]
            yield "transit_gateway", fact["gateway"]


def _on(world: World, point: dict[str, Any], id_: str) -> bool | None:
    """Whether the flow log of a capture point is on a resource: certainly, possibly, or not at all (None)."""
    fact = world.facts[id_]
    key = next(each for each in point if each in {*KINDS, *PLURALS.values()})
    plural = key in PLURALS.values()
    kind = next((one for one, many in PLURALS.items() if many == key), key)
    target = point[key]
    if kind != fact["kind"]:
        return None
    region = world.spec.get("stacks", {}).get(point.get("stack"), {}).get("region")
    account = None if region is None else OURS
    may_own = {fact["owner"]} if kind != "eni" else {fact["owner"], world.facts[fact["vpc"]]["owner"]}
    here = region in {None, fact["region"]}
    if not isinstance(target, dict):
        if id_ not in (target if isinstance(target, list) else [target]):
            return None
        return here and (account is None or account in may_own)
    taken = here and (account is None or account == fact["owner"])  # as the target of one that is not known
    if "var" in target:
        return False if taken else None
    lookup = target["lookup"]
    tagged = lookup["tags"].items() <= fact["tags"].items()
    if kind not in world.whole:
        return False if taken and tagged else None
    found = [other for other, each in world.facts.items() if _finds(lookup, kind, region or EAST, each, plural=plural)]
    if not plural and len(found) != 1:
        return False if taken and id_ in found else None
    if id_ not in found:
        return None
    return account is None or account in may_own


def _finds(lookup: dict[str, Any], kind: str, region: str, fact: Fact, *, plural: bool) -> bool:
    if fact["kind"] != kind or fact["region"] != region or fact.get("type") == "connect":
        return False
    within = lookup.get("within")
    inside = within is None or within in {fact.get("subnet"), fact.get("vpc"), fact.get("gateway")}
    return inside and lookup["tags"].items() <= fact["tags"].items() and (not plural or fact["owner"] == OURS)


def _resource(id_: str, fact: Fact) -> Resource:
    common = {
        "id": id_,
        "kind": fact["kind"],
        "location": (OURS, fact["region"]),
        "owner": fact["owner"],
        "tags": fact["tags"],
        "state": "available",
    }
    match fact["kind"]:
        case "eni":
            return Interface(**common, parent=fact["subnet"], vpc=fact["vpc"])
        case "transit_gateway_attachment":
            transport = fact.get("transport")
            return Attachment(**common, parent=fact["gateway"], resource_type=fact["type"], transport=transport)
        case "subnet" | "regional_nat_gateway":
            return Resource(**common, parent=fact["vpc"])
    return Resource(**common)
