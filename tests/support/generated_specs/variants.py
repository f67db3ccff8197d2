"""A plan → the same without what some judge cannot have, or written otherwise. The plan itself stays as it is."""

from __future__ import annotations

import copy
from random import Random
from typing import TYPE_CHECKING

from generated_specs import destinations
from generated_specs.plan import Point

if TYPE_CHECKING:
    from generated_specs.plan import Plan


def written_twice(plan: Plan) -> tuple[Plan, Plan]:
    """The plan in two orders, with other defaults and includes: one meaning.

    Without destinations that no capture point uses, since only those of the spec's own file are created.
    """
    one = copy.deepcopy(plan)
    one.destinations = {name: each for name, each in one.destinations.items() if plan.users(name) or each.retired}
    other = copy.deepcopy(one)
    other.style += 1
    return one, other


def of_provider_5(plan: Plan) -> Plan:
    """The plan for any Terraform and for AWS provider 5: without the capture points that need version 6."""
    made = copy.deepcopy(plan)
    made.terraform = {key: each for key, each in plan.terraform.items() if key == "backend"}
    made.remove({
        point.name
        for point in plan.points.values()
        if point.kind.singular == "regional_nat_gateway" or "tag_fields" in plan.filter(point.filter)
    })  # fmt: skip
    if not made.points:
        (stack, *_) = made.stacks
        to = destinations.plain(made, Random(made.style))
        made.destinations[to.name] = to
        made.points["left"] = Point("left", "vpc", "vpc-0a1b2c3d4e5f67890", (stack,), destinations=(to.name,))
    return made
