"""A plan → the same without what some judge cannot have, or written otherwise. The plan itself stays as it is."""

from __future__ import annotations

import copy
import re
from random import Random
from typing import TYPE_CHECKING

from generated_specs import destinations
from generated_specs.plan import Point

_ANYWHERE = ("backend", "folder", "module")
"""Settings of Terraform that name no version."""

FIND = "Find"
"""The tag by which the emulator finds what a lookup asks for; its value is the capture point's name."""

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
    """The plan for any Terraform and for AWS provider 5: without the capture points and settings that need version 6.

    A stack in the sovereign cloud needs it too, and stays.
    """
    made = copy.deepcopy(plan)
    for destination in made.destinations.values():
        destination.settings.pop("deletion_protection", None)
    made.terraform = {key: each for key, each in plan.terraform.items() if key in _ANYWHERE}
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


def on_emulator(plan: Plan) -> Plan:
    """The plan for AWS provider 5 as the emulator can have it, and as it can be destroyed again.

    Every stack is entered by a role, so that one root module reaches every account. A reference to an author's resource
    is to a local value, and each lookup is by a tag of its own.
    """
    made = of_provider_5(plan)
    made.terraform, made.literal = {}, True
    for stack in made.stacks.values():
        if stack.name:
            role, before = (
                f"arn:{stack.partition}:iam::{stack.account}:role/terraform",
                stack.settings.get("assume_role"),
            )
            stack.settings["assume_role"] = {**before, "role_arn": role} if isinstance(before, dict) else role
    for destination in made.destinations.values():
        if destination.kind != "firehose" and not destination.settings.get("existing"):
            destination.settings["on_destroy"] = "delete"
        if "bucket" in destination.settings:  # the emulator has no host for a name with dots
            destination.settings["bucket"] = destination.settings["bucket"].replace(".", "-")
    for point in made.points.values():
        match point.target:
            case {"ref": str(traversal)} if traversal.startswith(("aws_", "data.")):
                point.target = {"ref": re.sub(r"^.*?_(\d+)\b.*$", r"local.emulated_\1", traversal)}
            case {"lookup": dict(lookup)}:
                kept = {"allow_empty": lookup["allow_empty"]} if "allow_empty" in lookup else {}
                point.target = {"lookup": {"tags": {FIND: point.name}, **kept}}
    return made
