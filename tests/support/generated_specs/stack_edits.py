"""Edits of a plan's stacks, and of the stacks that a capture point is in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from gen_flowlogs.aws.regions import PARTITIONS
from generated_specs import backends, stacks, words
from generated_specs.plan import Stack

if TYPE_CHECKING:
    from random import Random

    from generated_specs.plan import Destination, Plan


def rename_stack(plan: Plan, random: Random) -> bool:
    """A stack gets another name, and with it another state."""
    if "" in plan.stacks:
        return False
    old = random.choice(list(plan.stacks))
    _rename(plan, old, words.name(plan, random))
    return True


def divide_into_stacks(plan: Plan, random: Random) -> bool:
    """A spec without stacks gets one, or one with a single stack loses it."""
    if backends.elsewhere(plan):
        return False
    if "" in plan.stacks:
        _rename(plan, "", words.name(plan, random))
        return True
    if len(plan.stacks) > 1:
        return False
    _rename(plan, next(iter(plan.stacks)), "")
    for destination in plan.destinations.values():
        destination.settings.pop("stack", None)
    plan.stacks[""].settings.clear()
    return True


def add_stack(plan: Plan, random: Random) -> bool:
    """A new stack, and what can be there is recorded there as well."""
    place = _free_place(plan, random)
    if place is None:
        return False
    made = Stack(words.name(plan, random), *place)
    before = frozenset(plan.stacks)
    plan.stacks[made.name] = made
    for destination in plan.destinations.values():
        if destination.kind == "cloudwatch_logs" and _free(destination) and destination.stacks == before:
            destination.stacks |= {made.name}
        owner = plan.stacks.get(destination.settings.get("stack", ""))
        if destination.kind == "s3" and owner is not None and owner.partition == made.partition:
            destination.stacks |= {made.name}
    for point in plan.points.values():
        if isinstance(point.target, dict):
            point.stacks = (*point.stacks, made.name)
            if not plan.fits(point):
                point.stacks = point.stacks[:-1]
    return True


def remove_stack(plan: Plan, random: Random) -> bool:
    """A stack goes, with all that is only there."""
    if len(plan.stacks) == 1:
        return False
    gone = random.choice(list(plan.stacks))
    if any(each.kind == "s3" and gone in (each.settings.get("stack"), *each.stacks) for each in _bound(plan)):
        return False
    del plan.stacks[gone]
    for point in plan.points.values():
        point.stacks = tuple(name for name in point.stacks if name != gone)
    plan.points = {name: point for name, point in plan.points.items() if point.stacks}
    return bool(plan.points)


def move_stack(plan: Plan, random: Random) -> bool:
    """A stack is another account or region from now on."""
    if "" in plan.stacks:
        return False
    stack = random.choice(list(plan.stacks.values()))
    place = _free_place(plan, random, stack.partition)
    if place is None or not all(_free(each) for each in plan.destinations.values() if stack.name in each.stacks):
        return False
    stack.account, stack.region = place
    stack.settings.clear()
    return True


def change_stacks_of_point(plan: Plan, random: Random) -> bool:
    """A capture point is in another stack, in more or in fewer."""
    point = random.choice(list(plan.points.values()))
    before = point.stacks
    several = isinstance(point.target, dict)
    point.stacks = tuple(words.some(random, plan.stacks, len(plan.stacks) if several else 1, 1))
    return set(point.stacks) != set(before)


def _rename(plan: Plan, old: str, new: str) -> None:
    plan.stacks[old].name = new
    plan.stacks = {stack.name: stack for stack in plan.stacks.values()}
    for point in plan.points.values():
        point.stacks = tuple(new if name == old else name for name in point.stacks)
    for destination in plan.destinations.values():
        destination.stacks = frozenset(new if name == old else name for name in destination.stacks)
        if destination.settings.get("stack") == old:
            destination.settings["stack"] = new


def _free_place(plan: Plan, random: Random, partition: str = "aws") -> tuple[str, str] | None:
    """An account and region that no stack is."""
    taken = {(stack.account, stack.region) for stack in plan.stacks.values()}
    free = [
        (account, region)
        for account in stacks.ACCOUNTS
        for region in stacks.REGIONS.get(partition, PARTITIONS[partition].regions)
        if (account, region) not in taken
    ]
    return random.choice(free) if free and "" not in plan.stacks else None


def _bound(plan: Plan) -> list[Destination]:
    """The destinations of one stack alone, or of a stack that is said."""
    return [each for each in plan.destinations.values() if len(each.stacks) == 1 or "stack" in each.settings]


def _free(destination: Destination) -> bool:
    """Whether a destination says nothing that belongs to an account or a region."""
    return "arn:" not in json.dumps(destination.settings) and "name" not in destination.settings.get("role", {})


EDITS = (rename_stack, divide_into_stacks, add_stack, remove_stack, move_stack, change_stacks_of_point)
