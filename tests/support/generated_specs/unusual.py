"""A plan → the same in another partition, or with names as long, short or old as they can be.

Drawn apart from the rest of a plan, so that whatever is added here leaves all other plans as they are.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from gen_flowlogs.aws.regions import PARTITIONS
from generated_specs import words

if TYPE_CHECKING:
    from random import Random

    from generated_specs.plan import Destination, Plan

LONGEST = {"name": 64, "log_group": 505, "bucket": 56, "prefix": 700, "role name": 57, "role path": 512}
"""As long as AWS takes them, but for the characters that `spec_data.SECOND` adds to names of a second destination."""


def vary(plan: Plan, random: Random) -> None:
    """Make one spec of four an unusual one."""
    if words.chance(random, 0.75):
        return
    if words.chance(random, 0.5):
        _elsewhere(plan, random)
    for destination in plan.destinations.values():
        if words.chance(random, 0.5):
            _rename(destination, plan, random)
    if words.chance(random, 0.3):
        plan.name = f"{plan.name}-{'0' * LONGEST['name']}"[: LONGEST["name"]]


def _elsewhere(plan: Plan, random: Random) -> None:
    """Everything in one partition is in another one that has enough regions."""
    here = {stack.partition for stack in plan.stacks.values()}
    old = random.choice(sorted(here))
    regions = sorted({stack.region for stack in plan.stacks.values() if stack.partition == old})
    free = [
        name for name, each in PARTITIONS.items() if name not in (*here, "aws-cn") and len(each.regions) >= len(regions)
    ]
    if not free:
        return
    new = random.choice(free)
    moved = dict(zip(regions, random.sample(PARTITIONS[new].regions, len(regions)), strict=True))
    moved[f"arn:{old}:"] = f"arn:{new}:"
    for stack in plan.stacks.values():
        stack.region = moved.get(stack.region, stack.region)
        stack.settings = _replaced(stack.settings, moved)
    for destination in plan.destinations.values():
        destination.settings = _replaced(destination.settings, moved)


def _replaced(settings: dict[str, object], moved: dict[str, str]) -> dict[str, object]:
    text = json.dumps(settings)
    for old, new in moved.items():
        text = text.replace(old, new)
    made: dict[str, object] = json.loads(text)
    return made


def _rename(destination: Destination, plan: Plan, random: Random) -> None:
    """Names in AWS as they are seldom."""
    settings, number = destination.settings, plan.number()
    match destination.kind:
        case "cloudwatch_logs":
            settings["log_group"] = random.choice((f"g{number}", _long(f"/{number}/a", LONGEST["log_group"])))
        case "s3" if settings.get("existing"):
            settings["bucket"] = random.choice((f"Acme_Logs-{number}", f"{number}.acme", f"logs{number}"))
        case "s3":
            settings["bucket"] = random.choice((f"b{number:02}", _long(f"a{number}-b.", LONGEST["bucket"])))
    if "prefix" in settings:
        settings["prefix"] = random.choice(("0/-/.x", "A=1/_.-!('z')", _long("p/", LONGEST["prefix"])))
    role = settings.get("role", {})
    if "name" in role:
        role["name"] = random.choice((f"r{number}", _long(f"{number}-", LONGEST["role name"])))
    if "path" in role:
        role["path"] = random.choice(("/!~/", f"/{_long('a/', LONGEST['role path'] - 2)}/"))


def _long(start: str, length: int) -> str:
    return start.ljust(length, "x")
