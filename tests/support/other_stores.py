"""Stores that another destination has, carried out as diff advises: left, retired, or under a third name."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from spec_data import Data, entries, own, second, under
from two_changes import elsewhere

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def other_store(name: str, store: str, taker: str | None, old: Data, new: Data) -> tuple[str, Data]:
    """Leave an old log group or bucket as it is, or to the destination that takes it."""
    if name not in new["destinations"]:  # it is moved, and the log group is not
        name = next(now for now, said in new["destinations"].items() if said.get("renamed_from") == name)
    names = [each for each in (name, new["destinations"][name].get("renamed_from")) if each in old["destinations"]]
    before = next(each for each in names if _named(old["destinations"][each]) == store)
    step = instead(new, name, own(new["destinations"][name]))
    if taker is None:
        step["destinations"][name] = _retired(before, name, old)
        return "another store", step
    del step["destinations"][name]
    step["destinations"][whole(taker, step["destinations"])]["renamed_from"] = before
    return "another store and its taker", step


def third_names(taken: Mapping[str, tuple[str, str]], new: Data) -> Data:
    """Leave each old store with its destination.

    `taken`: the destination that takes one → the one that has it, and what else is to get another name.
    """
    step = new
    for taker, (before, _) in taken.items():
        step = instead(step, taker, {**own(new["destinations"][taker]), "renamed_from": before})
        del step["destinations"][taker]
    for _, other in taken.values():
        if other in step["destinations"]:
            step = instead(step, other, own(step["destinations"][other]))
            del step["destinations"][other]
    return step


def retired_instead(name: str, before: str, old: Data, new: Data) -> Data:
    """Leave an old store with its destination, and retire the one that was to take it."""
    step = copy.deepcopy(new)
    step["destinations"][before] = own(new["destinations"][name])
    for point in step["capture_points"]:
        to_all = entries(step, point)
        if name in to_all:
            step["capture_points"][point]["destinations"] = [
                under(before, entry) if to == name else entry for to, entry in to_all.items()
            ]
    step["destinations"][name] = _retired(name, name, old)
    return step


def beside(name: str, old: Data, new: Data, *, own_role: bool) -> Data:
    """Leave an old log group as it is, and write the new one beside it."""
    step = instead(new, name, elsewhere(new["destinations"][name], own_role=own_role))
    before = next(each for each in (name, new["destinations"][name].get("renamed_from")) if each in old["destinations"])
    step["destinations"][name] = _retired(before, name, old)
    return step


def _retired(before: str, name: str, old: Data) -> Data:
    """An old destination, retired under its own name or another one."""
    was = {"renamed_from": before} if before != name else {}
    return {**own(old["destinations"][before]), "retired": True, **was}


def _named(destination: Data) -> str:
    match destination:
        case {"cloudwatch_logs": {"log_group": name}} | {"s3": {"bucket": name}}:
            return str(name)
    return ""


def instead(spec: Data, name: str, made: Data) -> Data:
    """A spec with another destination in the place of one."""
    step = copy.deepcopy(spec)
    for point in step["capture_points"]:
        to_all = entries(step, point)
        if name in to_all:
            step["capture_points"][point]["destinations"] = [
                under(second(name), entry) if to == name else entry for to, entry in to_all.items()
            ]
    step["destinations"][second(name)] = made
    return step


def whole(name: str, among: Iterable[str]) -> str:
    """A name that a hint cuts, since it is long."""
    return next((each for each in among if each == name or (name.endswith("…") and each.startswith(name[:-1]))), name)
