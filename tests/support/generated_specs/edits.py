"""Edits of a plan, by kind: each changes one thing, or says that the plan has nothing to change.

An edit may leave a plan that does not fit together; `edited` then takes another one.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from generated_specs import adoption, backends, destination_edits, filters, points, stack_edits, words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

    from generated_specs.plan import Plan, Point


def edited(plan: Plan, random: Random) -> tuple[Plan, tuple[str, ...]]:
    """A copy of a plan after one to three edits, and their kinds."""
    kinds: list[str] = []
    wanted = random.randint(1, 3)
    while len(kinds) < wanted:
        kind = random.choice(list(EDITS))
        new = copy.deepcopy(plan)
        if EDITS[kind](new, random) and new.sound() and backends.has_names(new):
            plan = new
            kinds.append(kind)
    return plan, tuple(kinds)


def _point(plan: Plan, random: Random) -> Point:
    return random.choice(list(plan.points.values()))


def rename_point(plan: Plan, random: Random) -> bool:
    """A capture point gets another name, and says the old one or does not."""
    point = _point(plan, random)
    old, point.name = point.name, words.name(plan, random)
    plan.points = {each.name: each for each in plan.points.values()}
    for each in plan.points.values():
        for holder in (each.extras, each.lookup or {}):
            if holder.get("within") == old:
                holder["within"] = point.name
    return _say_old_name(point.extras, old, random)


def rename_destination(plan: Plan, random: Random) -> bool:
    """A destination gets another name, and says the old one or does not."""
    destination = random.choice(list(plan.destinations.values()))
    old, destination.name = destination.name, words.name(plan, random)
    plan.destinations = {each.name: each for each in plan.destinations.values()}
    for point in plan.points.values():
        point.destinations = tuple(destination.name if name == old else name for name in point.destinations)
        point.sent = {destination.name if name == old else name: parts for name, parts in point.sent.items()}
    return _say_old_name(destination.extras, old, random)


def _say_old_name(extras: dict[str, object], old: str, random: Random) -> bool:
    extras.pop("renamed_from", None)
    if words.chance(random, 0.6):
        extras["renamed_from"] = old
    return True


def forget_old_names(plan: Plan, random: Random) -> bool:  # noqa: ARG001 - as all edits
    """Every `renamed_from` goes, as after an apply."""
    things = [*plan.points.values(), *plan.destinations.values()]
    return [each.extras.pop("renamed_from", None) for each in things] != [None] * len(things)


def rename_filter(plan: Plan, random: Random) -> bool:
    """A filter gets another name, which only the names of queries may show."""
    if not plan.filters:
        return False
    old, new = random.choice(list(plan.filters)), words.name(plan, random)
    plan.filters = {new if name == old else name: settings for name, settings in plan.filters.items()}
    for point in plan.points.values():
        point.filter = new if point.filter == old else point.filter
    return True


def rename_spec(plan: Plan, random: Random) -> bool:  # noqa: ARG001 - as all edits
    """The spec gets another name, and with it another state."""
    plan.name = f"{plan.name[:56].rstrip('-')}-renamed"
    return True


def change_filter(plan: Plan, random: Random) -> bool:
    """A filter gets other settings; most often one that is used."""
    used = [name for name in plan.filters if any(point.filter == name for point in plan.points.values())]
    if not plan.filters:
        return False
    name = random.choice(used or list(plan.filters))
    new, old = filters.settings(random), plan.filters[name]
    free = [key for key in old if key in ("traffic", "max_aggregation_interval") or "tag_fields" not in old]
    kept = words.some(random, free, 2)
    plan.filters[name] = {**new, **{key: old[key] for key in kept}} if "tag_fields" not in new else new
    return plan.filters[name] != old


def change_filter_of_point(plan: Plan, random: Random) -> bool:
    """A capture point gets another filter."""
    point = _point(plan, random)
    options = [name for name in ("all", "accept", "reject", *plan.filters) if name != point.filter]
    point.filter = random.choice(options)
    return True


def change_destinations_of_point(plan: Plan, random: Random) -> bool:
    """A capture point is recorded elsewhere, or into more or fewer destinations."""
    point = _point(plan, random)
    others = [name for name in plan.destinations if name not in point.destinations]
    match random.randrange(3):
        case 0 if others:
            point.destinations = (*point.destinations, random.choice(others))
        case 1 if len(point.destinations) > 1:
            point.destinations = point.destinations[1:]
        case _ if others:
            point.destinations = (random.choice(others),)
        case _:
            return False
    return True


def change_target(plan: Plan, random: Random) -> bool:
    """A capture point captures something else of its kind, one thing instead of several, or by another form."""
    point = _point(plan, random)
    if isinstance(point.target, dict) and "var" in point.target and words.chance(random, 0.5):
        point.target = {"ref": f"var.{point.target['var']}"}
        return True
    if isinstance(point.target, list) and words.chance(random, 0.6):
        ids = list(point.target)
        if len(ids) > 1 and words.chance(random, 0.5):
            ids.remove(random.choice(ids))
        else:
            ids.append(points.new_id(plan, random, point.kind.singular))
        point.target = ids
        return True
    if isinstance(point.target, str) and words.chance(random, 0.3):
        point.key, point.target = point.kind.plural, [point.target]
        return True
    plural = not point.plural if words.chance(random, 0.3) else point.plural
    several = len(point.stacks) > 1
    point.key = point.kind.plural if plural else point.kind.singular
    point.target = points.target(plan, random, point.kind, plural=plural, several=several)
    return True


def add_point(plan: Plan, random: Random) -> bool:
    """A new capture point, now and then beside one of the same target."""
    points.add(plan, random)
    return True


def remove_point(plan: Plan, random: Random) -> bool:
    """A capture point goes."""
    plan.remove({_point(plan, random).name})
    return bool(plan.points)


def change_text(plan: Plan, random: Random) -> bool:
    """Something about a capture point that changes nothing in AWS, but for its tags."""
    point = _point(plan, random)
    key = random.choice(("tags", "tags", "description", "expires", "reason", "lint", "within"))
    if point.extras.pop(key, None) is None:
        match key:
            case "tags":
                point.extras[key] = words.tags(random, of_ec2=True)
            case "description" | "reason":
                point.extras[key] = words.text(random)
            case "expires":
                point.extras[key] = "2030-12-31"
            case "lint":
                point.extras[key] = words.ignored(random)
            case _:
                return False
    return True


def change_default_tags(plan: Plan, random: Random) -> bool:
    """The tags of everything change."""
    before = plan.tags
    plan.tags = words.tags(random) if words.chance(random, 0.8) else {}
    return plan.tags != before


def change_terraform(plan: Plan, random: Random) -> bool:
    """Other versions, or another backend; in the same place."""
    before = plan.terraform
    plan.terraform = {**backends.terraform(random), **backends.elsewhere(plan)}
    if plan.terraform.get("module") or "folder" in plan.terraform:
        plan.terraform.pop("backend", None)
    return plan.terraform != before


def write_otherwise(plan: Plan, random: Random) -> bool:
    """The same spec in another order, with other defaults and includes: nothing changes but text."""
    plan.style = random.randrange(2**32)
    return True


EDITS: Mapping[str, Callable[[Plan, Random], bool]] = {
    edit.__name__.replace("_", "-"): edit
    for edit in (
        rename_point, rename_destination, forget_old_names, rename_filter, rename_spec, change_filter,
        change_filter_of_point, change_destinations_of_point, change_target, add_point, remove_point, change_text,
        change_default_tags, change_terraform, write_otherwise, adoption.change_adopted,
        *destination_edits.EDITS, *stack_edits.EDITS,
    )
}  # fmt: skip
