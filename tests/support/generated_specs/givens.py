"""Literal ARNs, names of existing things and sets of ids in a plan → references, variables and maps.

The plan itself has literals, by which its parts are held to fit together. Each choice depends on what a destination is
in AWS, so that an edited plan, and one that is written otherwise, has the same ones.
"""

from __future__ import annotations

import copy
import zlib
from random import Random
from typing import TYPE_CHECKING, Any

from generated_specs import words
from generated_specs.stacks import OTHER_ACCOUNT

if TYPE_CHECKING:
    from generated_specs.plan import Destination, Plan, Stack

ACCOUNT = "111122223333"
VALUES = {
    "key": f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "role": f"arn:aws:iam::{ACCOUNT}:role/given",
    "boundary": f"arn:aws:iam::{ACCOUNT}:policy/given",
    "far": f"arn:aws:iam::{OTHER_ACCOUNT}:role/AWSLogDeliveryFirehoseCrossAccountRole",
    "log_group": "given",
    "log_group_arn": f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:given",
    "bucket": "given-flow-logs",
    "bucket_arn": "arn:aws:s3:::given-flow-logs",
}
"""The end of the name of a given text → a value of its shape."""


def given(plan: Plan) -> Plan:
    """A copy of a plan with given texts. A plan that is to be literal stays as it is."""
    if plan.literal:
        return plan
    made = copy.deepcopy(plan)
    for destination in made.destinations.values():
        random = Random(f"{_identity(destination)} given")
        if words.chance(random, 0.6):
            _of_destination(destination, made, random)
    for point in made.points.values():
        match point.target:
            case {"var": str(name)} | {"ref": str(name)} if point.plural:
                random = Random(f"{name.removeprefix('var.')} keyed")
                if words.chance(random, 0.5):
                    point.target["keyed"] = words.chance(random, 0.8)
    return made


def value(named: str) -> str:
    """A value for a variable or a reference that stands for a given text."""
    place = next(each for each in sorted(VALUES, key=len, reverse=True) if named.endswith(f"_is_{each}"))
    return VALUES[place]


def _of_destination(destination: Destination, plan: Plan, random: Random) -> None:
    settings, identity = destination.settings, _identity(destination)
    if str(settings.get("kms", "")).startswith("arn:"):
        settings["kms"] = _form(identity, "key", random)
    role = settings.get("role", {})
    if isinstance(role.get("arn"), str) and words.chance(random, 0.7):
        role["arn"] = _form(identity, "role", random)
    if "permissions_boundary" in role and words.chance(random, 0.7):
        role["permissions_boundary"] = _form(identity, "boundary", random)
    if "cross_account_role" in settings and words.chance(random, 0.7):
        settings["cross_account_role"] = _form(identity, "far", random)
    if settings.get("existing"):
        _store(destination, [plan.stacks[each] for each in sorted(destination.stacks & plan.stacks.keys())], random)


def _store(destination: Destination, stacks: list[Stack], random: Random) -> None:
    """An existing log group or bucket: by a given name, by a given ARN, or by a literal ARN."""
    settings, identity = destination.settings, _identity(destination)
    key = "log_group" if destination.kind == "cloudwatch_logs" else "bucket"
    if key == "log_group" and "name" not in settings.get("role", {}) and words.chance(random, 0.7):
        settings["role"] = {"arn": _form(identity, "role", random)}
    named = key == "bucket" or {"name", "arn"} & settings.get("role", {}).keys()
    places = {(each.account, each.region) for each in stacks}
    forms = [] if settings.get("queries") or not named else ["name", "arn"]
    match random.choice([*forms, "literal"]):
        case "name":
            settings[key] = _form(identity, key, random)
        case "arn":
            del settings[key]
            settings["arn"] = _form(identity, f"{key}_arn", random)
        case "literal" if key == "bucket" and stacks:
            settings["arn"] = f"arn:{stacks[0].partition}:s3:::{settings.pop(key)}"
        case "literal" if len(places) == 1:
            settings["arn"] = (
                f"arn:{stacks[0].partition}:logs:{stacks[0].region}:{stacks[0].account}:log-group:{settings.pop(key)}"
            )


def _identity(destination: Destination) -> str:
    """The log group, bucket or stream of a destination, whose name in the spec an edit may change."""
    settings = destination.settings
    named = settings.get("log_group") or settings.get("bucket") or settings.get("delivery_stream")
    return str(named if named is not None else settings["arn"])


def _form(identity: str, place: str, random: Random) -> Any:
    name = f"g{zlib.crc32(identity.encode())}_is_{place}"
    return random.choice(({"var": name}, {"ref": f"local.{name}"}, {"ref": f"module.m_{name}.out[1].at_is_{place}"}))
