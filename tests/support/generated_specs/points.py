"""Capture points: every kind, one or several, by every form of target."""

from __future__ import annotations

import copy
from random import Random
from typing import TYPE_CHECKING, Any

from gen_flowlogs.aws.kinds import KINDS
from generated_specs import destinations, words
from generated_specs.plan import BUILT_IN, CONTAINERS, Point

if TYPE_CHECKING:
    from gen_flowlogs.aws.kinds import Kind
    from generated_specs.plan import Plan

_PREFIX = {
    "vpc": "vpc", "subnet": "subnet", "eni": "eni", "transit_gateway": "tgw",
    "transit_gateway_attachment": "tgw-attach", "regional_nat_gateway": "nat",
}  # fmt: skip
_RESOURCES = {
    "vpc": "aws_vpc", "subnet": "aws_subnet", "eni": "aws_network_interface",
    "transit_gateway": "aws_ec2_transit_gateway",
    "transit_gateway_attachment": "aws_ec2_transit_gateway_vpc_attachment", "regional_nat_gateway": "aws_nat_gateway",
}  # fmt: skip
_SHORT = ("vpc", "subnet", "eni")
"""Kinds of which ids with eight digits exist."""


def add(plan: Plan, random: Random) -> Point:
    """Add a capture point to a plan, and a destination where none fits."""
    kind = random.choice(KINDS)
    plural = words.chance(random, 0.4)
    made = target(plan, random, kind, plural=plural)
    stacks = _stacks(plan, random, several=isinstance(made, dict))
    point = Point(words.name(plan, random), kind.plural if plural else kind.singular, made, stacks)
    _same_target(plan, random, point)
    _extras(random, point)
    if words.chance(Random(f"{plan.name} {point.name} tags"), 0.08):  # so that all else stays as it was for a seed
        point.extras["tags"] = "none"
    record(plan, random, point)
    plan.points[point.name] = point
    return point


def record(plan: Plan, random: Random, point: Point, *, keep_filter: bool = False) -> None:
    """Give a capture point a filter and destinations that fit it."""
    if not keep_filter:
        usable = [name for name in (*BUILT_IN, *plan.filters) if plan.may_use(point, name)]
        own = [name for name in usable if name not in BUILT_IN]
        point.filter = random.choice(own if own and words.chance(random, 0.6) else usable)
    fitting = [name for name in plan.destinations if plan.may_send(point, name)]
    if not fitting:
        made = destinations.plain(plan, random)
        plan.destinations[made.name] = made
        fitting = [made.name]
    point.destinations = tuple(words.some(random, fitting, 3, 1))


def place(plan: Plan, random: Random) -> None:
    """Put capture points within others, or within an id, where both can be."""
    for point in plan.points.values():
        named = [each.name for each in plan.points.values() if plan.contains(each, point)]
        ids = [new_id(plan, random, kind) for kind in CONTAINERS.get(point.kind.singular, ())]
        options = named + (ids if len(point.stacks) == 1 else [])
        if options and words.chance(random, 0.3):
            point.extras["within"] = random.choice(options)
        if options and point.plural and point.lookup is not None and words.chance(random, 0.5):
            point.lookup["within"] = random.choice(options)


def new_id(plan: Plan, random: Random, kind: str) -> str:
    """An id that nothing else has."""
    digits = 8 if kind in _SHORT and words.chance(random, 0.1) else 17
    return id_of(kind, plan.number(), digits=digits)


def id_of(kind: str, number: int, *, digits: int = 17) -> str:
    """The id of a kind that has this number."""
    return f"{_PREFIX[kind]}-{number:0{digits}x}"


def _stacks(plan: Plan, random: Random, *, several: bool) -> tuple[str, ...]:
    names = list(plan.stacks)
    if not several or len(names) == 1 or words.chance(random, 0.4):
        return (random.choice(names),)
    chosen = set(names if words.chance(random, 0.4) else words.some(random, names, len(names), 2))
    return tuple(name for name in names if name in chosen)


def target(plan: Plan, random: Random, kind: Kind, *, plural: bool, several: bool = False) -> Any:
    """A target of any form; `several`: one that can be in several stacks."""
    number = plan.number()
    forms = ["var", "ref", *([] if several else ["ids", "ids"])]
    if not plural or kind.plural_data_source:
        forms.append("lookup")
    match random.choice(forms):
        case "ids" if plural:
            return [new_id(plan, random, kind.singular) for _ in range(random.randint(1, 4))]
        case "ids":
            return new_id(plan, random, kind.singular)
        case "var":
            return {"var": f"{kind.plural if plural else kind.singular}_{number}"}
        case "ref":
            return {"ref": random.choice(_references(kind, number, plural=plural))}
        case "lookup" if plural:
            lookup: dict[str, Any] = {"tags": words.tags(random, of_ec2=True) if words.chance(random, 0.7) else {}}
            if words.chance(random, 0.3):
                lookup["allow_empty"] = words.chance(random, 0.7)
            return {"lookup": lookup}
        case "lookup" if words.chance(random, 0.5):
            return {"lookup": {"name": random.choice(("core", "a * b?", "${x}", "ü"))}}
        case "lookup":
            return {"lookup": {"tags": words.tags(random, of_ec2=True)}}
    raise ValueError(kind)


def _references(kind: Kind, number: int, *, plural: bool) -> tuple[str, ...]:
    """A reference of each form; `beside` writes what it refers to."""
    what = "ids" if plural else "id"
    source = kind.plural_data_source if plural else kind.data_source
    return (
        f"module.network_{number}.{what}",
        f'{"local" if plural else _RESOURCES[kind.singular]}.this_{number}["a b"].{what}',
        f"data.{source}.theirs_{number}.{what}" if source else f"data.terraform_remote_state.x_{number}.outputs.{what}",
        f"local.their_{number}",
        f"module.net-{number}[0].out[1].{what}",
        f"var.theirs_{number}",
    )


def _same_target(plan: Plan, random: Random, point: Point) -> None:
    """Give a capture point, now and then, the target of another; `record` then makes the two differ."""
    alike = [each for each in plan.points.values() if (each.key, each.stacks) == (point.key, point.stacks)]
    if alike and words.chance(random, 0.15):
        point.target = copy.deepcopy(random.choice(alike).target)


def _extras(random: Random, point: Point) -> None:
    if words.chance(random, 0.3):
        point.extras["tags"] = words.tags(random, of_ec2=True)
    if words.chance(random, 0.2):
        point.extras["description"] = words.text(random)
    if words.chance(random, 0.1):
        point.extras["renamed_from"] = f"was-{point.name}"[:64].rstrip("-")
    if words.chance(random, 0.1):
        point.extras["expires"] = random.choice(("2026-01-20", "2025-12-31", "2028-02-29", "2031-06-30"))
    if words.chance(random, 0.1):
        point.extras["reason"] = words.text(random)
    if words.chance(random, 0.1):
        point.extras["lint"] = words.ignored(random)
