"""A change without a gap, in two: the settings that are new are written beside the old ones, which go in the next."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spec_data import SECOND, Data, drop_within, entries, explicit, listed, own, rename_within, second, sends

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True)
class _Going:
    """One capture point in both versions. `edges`: each destination that goes on, by its new and its old name."""

    name: str
    before: str
    edges: tuple[tuple[str, str], ...]


def in_two(
    kind: str, points: tuple[str, ...], old: Data, new: Data, *, replaced: Collection[tuple[str, str]], own_role: bool
) -> tuple[Data, ...]:
    """Both changes; `kind`: what is written beside, a `second point`, a `second destination`, or a `second of both`.

    `replaced`: capture points and destinations whose flow log the plan replaces. `own_role`: the role of a second
    destination has another name.
    """
    middle, last = copy.deepcopy(old), copy.deepcopy(new)
    for name in points:
        going = _going(name, old, new)
        seconds = {} if kind == "second point" else _second_destinations(going, kind, replaced)
        for now, to in seconds.items():
            for spec in (middle, last):
                spec["destinations"][to] = elsewhere(new["destinations"][now], own_role=own_role)
        if kind == "second destination":
            middle["capture_points"][going.before]["destinations"] = [
                *entries(old, going.before).values(),
                *seconds.values(),
            ]
            last["capture_points"][name]["destinations"] = [
                seconds.get(to, entry) for to, entry in entries(new, name).items()
            ]
        else:
            _second_point(middle, going, new, [seconds.get(now, was) for now, was in going.edges])
            _second_point(last, going, new, [seconds.get(now, now) for now in sends(new, name)])
            del last["capture_points"][name]
    if kind != "second destination":
        drop_within(middle)
        for name in points:
            rename_within(last, name)
    for name in list(last["destinations"]):
        if second(name) in last["destinations"] and not any(
            name in sends(last, each) for each in last["capture_points"]
        ):
            _remove(name, last)
    return middle, last


def _going(name: str, old: Data, new: Data) -> _Going:
    before = name if name in old["capture_points"] else new["capture_points"][name]["renamed_from"]
    sent = sends(old, before)
    edges = [(now, now if now in sent else new["destinations"][now].get("renamed_from")) for now in sends(new, name)]
    return _Going(name=name, before=before, edges=tuple((now, was) for now, was in edges if was in sent))


def _second_destinations(going: _Going, kind: str, replaced: Collection[tuple[str, str]]) -> dict[str, str]:
    """The destinations that need another one beside them, and its name.

    Where no second capture point is written, none beside a destination that changes in place: that leaves no gap.
    """
    return {now: second(now) for now, _ in going.edges if kind == "second of both" or (going.name, now) in replaced}


def _second_point(spec: Data, going: _Going, new: Data, sent: list[str]) -> None:
    """Write a capture point with the new settings beside the one that goes."""
    made = explicit(new, going.name)
    if made["filter"] in new.get("filters", {}):
        spec.setdefault("filters", {})[second(going.name)] = copy.deepcopy(new["filters"][made["filter"]])
        made["filter"] = second(going.name)
    made["destinations"] = sent
    spec["capture_points"][second(going.name)] = made


def _remove(destination: str, spec: Data) -> None:
    """Take out a destination that nothing sends to, also as a default that every capture point overrides."""
    del spec["destinations"][destination]
    defaults = spec.get("defaults", {})
    if "destinations" in defaults:
        left = [each for each in listed(defaults.pop("destinations")) if each != destination]
        defaults |= {"destinations": left} if left else {}


def elsewhere(destination: Data, *, own_role: bool) -> Data:
    """The settings of a destination for a place of its own."""
    made = copy.deepcopy(own(destination))
    for settings in made.values():
        if own_role and isinstance(settings, dict) and "name" in settings.get("role", {}):
            settings["role"]["name"] += SECOND
    match made:
        case {"cloudwatch_logs": settings} | {"s3": settings}:
            key = next(each for each in ("log_group", "bucket", "arn") if each in settings)
            if isinstance(settings[key], dict):
                settings[key] = {form: f"{value}_second" for form, value in settings[key].items()}
            else:
                settings[key] += SECOND
        case {"firehose": {"delivery_stream": str()} as settings}:
            settings["delivery_stream"] += SECOND
        case {"firehose": settings}:
            settings["delivery_stream"] = {key: f"{value}_second" for key, value in settings["delivery_stream"].items()}
    return made
