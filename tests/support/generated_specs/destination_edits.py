"""Edits of a plan's destinations: their options, their names in AWS, and whether they are there at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generated_specs import destinations, words

if TYPE_CHECKING:
    from random import Random

    from generated_specs.plan import Destination, Plan

_MAKE = {"cloudwatch_logs": destinations.log_group, "s3": destinations.bucket, "firehose": destinations.stream}
_NAMED = {"cloudwatch_logs": "log_group", "s3": "bucket"}
_TOGETHER = (
    ("retention_days",), ("class",), ("deletion_protection",), ("on_destroy",), ("queries",), ("role",),
    ("file_format",), ("hive_compatible_partitions",), ("per_hour_partition",),
    ("transitions", "transition_default_minimum_object_size", "expire_days"), ("versioning",),
    ("org_id",), ("prefix",),
)  # fmt: skip
"""Options that can change without the others."""

_OF_CREATED = frozenset(
    (
        "retention_days",
        "kms",
        "class",
        "deletion_protection",
        "on_destroy",
        "expire_days",
        "transitions",
        "transition_default_minimum_object_size",
        "versioning",
        "org_id",
    )
)


def change_option(plan: Plan, random: Random) -> bool:
    """One option of a destination is set, changed or left out."""
    destination = _any(plan, random)
    if destination.kind == "firehose":
        return change_everything(plan, random)
    old, new = destination.settings, _MAKE[destination.kind](plan, random)
    legal = [keys for keys in _TOGETHER if not (old.get("existing") and _OF_CREATED & set(keys))]
    options = [keys for keys in legal if any(old.get(key) != new.settings.get(key) for key in keys)]
    if not options:
        return False
    keys = random.choice(options)
    rest = {key: value for key, value in old.items() if key not in keys}
    destination.settings = {**rest, **{key: new.settings[key] for key in keys if key in new.settings}}
    destinations.whole_table(destination.settings)
    destination.stacks &= new.stacks if keys == ("role",) else destination.stacks
    return True


def change_key(plan: Plan, random: Random) -> bool:
    """A destination's records are encrypted with another key."""
    destination = _any(plan, random)
    if destination.kind == "firehose" or destination.settings.get("existing"):
        return False
    before = destination.settings.get("kms", "aws")
    destination.settings["kms"] = "create" if before != "create" else "aws"
    return True


def change_readers(plan: Plan, random: Random) -> bool:
    """Others may read a bucket's records, or no longer."""
    destination = _any(plan, random)
    stack = min(destination.stacks, default=None)
    if destination.kind != "s3" or stack is None:
        return False
    before = destination.settings.pop("readers", None)
    if before is None or words.chance(random, 0.6):
        destination.settings["readers"] = destinations.readers(plan.stacks[stack].partition, random)
    return destination.settings.get("readers") != before


def change_everything(plan: Plan, random: Random) -> bool:
    """All options of a destination change, also whether it exists already; its group or bucket stays the same."""
    destination = _any(plan, random)
    new = _MAKE[destination.kind](plan, random)
    named = _NAMED.get(destination.kind)
    same = {} if named is None else {named: destination.settings[named]}
    before = destination.settings
    destination.settings, destination.stacks = {**new.settings, **same}, new.stacks
    return destination.settings != before


def move_records(plan: Plan, random: Random) -> bool:
    """A destination's group or bucket gets another name in AWS."""
    destination = _any(plan, random)
    named = _NAMED.get(destination.kind)
    if named is None:
        return False
    destination.settings[named] = f"{destination.settings[named][:40]}-{plan.number()}"
    return True


def retire(plan: Plan, random: Random) -> bool:
    """A destination is retired, and what recorded into it records elsewhere or not at all; or one comes back."""
    destination = _any(plan, random)
    if destination.extras.pop("retired", False):
        return True
    destination.extras["retired"] = True
    _unused(plan, random, destination)
    return bool(plan.points)


def remove_destination(plan: Plan, random: Random) -> bool:
    """A destination goes, with what it holds."""
    destination = _any(plan, random)
    _unused(plan, random, destination)
    del plan.destinations[destination.name]
    return bool(plan.points)


def add_destination(plan: Plan, random: Random) -> bool:
    """A new destination, and a capture point that records into it."""
    made = destinations.any_of(plan, random)
    plan.destinations[made.name] = made
    for point in words.some(random, plan.points.values(), 2, 1):
        if plan.may_send(point, made.name):
            point.destinations = (*point.destinations, made.name)
    return True


def change_destination_tags(plan: Plan, random: Random) -> bool:
    """A destination's tags change."""
    destination = _any(plan, random)
    before = destination.extras.pop("tags", None)
    if before is None or words.chance(random, 0.5):
        destination.extras["tags"] = words.tags(random)
    return destination.extras.get("tags") != before


def _any(plan: Plan, random: Random) -> Destination:
    """A destination; most often one that is used."""
    used = [each for each in plan.destinations.values() if plan.users(each.name)]
    return random.choice(used if used and words.chance(random, 0.8) else list(plan.destinations.values()))


def _unused(plan: Plan, random: Random, destination: Destination) -> None:
    """Take a destination away from all that use it; one that has no other is given a plain one, or goes."""
    for point in plan.users(destination.name):
        left = tuple(name for name in point.destinations if name != destination.name)
        if not left and words.chance(random, 0.5):
            made = destinations.plain(plan, random)
            plan.destinations[made.name] = made
            left = (made.name,)
        point.destinations = left
    plan.remove({point.name for point in plan.points.values() if not point.destinations})


EDITS = (
    change_option, change_key, change_readers, change_everything, move_records, retire, remove_destination,
    add_destination, change_destination_tags,
)  # fmt: skip
