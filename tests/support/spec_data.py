"""A spec as plain data in one file, to be changed: whom a capture point sends to, and what is within what."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import yaml

from coverage_oracle.literal import literal
from gen_flowlogs.aws.kinds import BY_KEY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Data = dict[str, Any]
SECOND = "-second"


def flat(files: Mapping[str, str], main: str) -> Data:
    """A spec and what it includes as one mapping."""
    spec: Data = yaml.safe_load(files[main])
    whole, *others = literal([spec, *(yaml.safe_load(files[path]) for path in spec.pop("include", ()))])
    said = set(whole.get("destinations", ()))
    for other in others:
        for key, section in other.items():
            whole[key] = {**whole.get(key, {}), **section}
    whole.pop("values", None)
    for stack in whole.get("stacks", {}).values():
        stack.pop("values", None)
    used = {to for point in whole["capture_points"] for to in sends(whole, point)}
    whole["destinations"] = {
        name: each for name, each in whole["destinations"].items() if name in said | used or each.get("retired")
    }
    return whole


def own(destination: Data) -> Data:
    """The settings of a destination without what it says of its past."""
    return {key: copy.deepcopy(each) for key, each in destination.items() if key not in ("renamed_from", "retired")}


def second(name: str) -> str:
    """The name of what is written beside something."""
    return f"{name[: 64 - len(SECOND)].rstrip('-')}{SECOND}"


def explicit(spec: Data, name: str) -> Data:
    """A capture point that says what it has by default."""
    said = {**spec["capture_points"][name]}
    said.pop("renamed_from", None)
    defaults = spec.get("defaults", {})
    said["filter"] = said.get("filter", defaults.get("filter", "all"))
    if "stacks" in spec:
        said["stack"] = said.get("stack", defaults.get("stack"))
    return copy.deepcopy(said)


def sends(spec: Data, point: str) -> list[str]:
    """The destinations of a capture point."""
    return list(entries(spec, point))


def entries(spec: Data, point: str) -> dict[str, Any]:
    """The destinations of a capture point by name, each as it is written: a name, or a mapping of what is adopted."""
    said = spec["capture_points"][point].get("destinations", spec.get("defaults", {}).get("destinations", ()))
    return {each if isinstance(each, str) else next(iter(each)): each for each in listed(said)}


def under(name: str, entry: Any) -> Any:
    """The entry of another destination, with the same adopted."""
    return name if isinstance(entry, str) else {name: next(iter(entry.values()))}


def listed(said: Any) -> list[Any]:
    """One name, or several entries."""
    return [said] if isinstance(said, str) else list(said)


def holders(spec: Data) -> Iterator[Data]:
    """The capture points and lookups, each of which may say `within`."""
    for point in spec["capture_points"].values():
        yield point
        for key in point:
            if key in BY_KEY and isinstance(point[key], dict) and "lookup" in point[key]:
                yield point[key]["lookup"]


def rename_within(spec: Data, name: str) -> None:
    """Lead every `within` of a capture point to the one beside it."""
    for holder in holders(spec):
        if holder.get("within") == name:
            holder["within"] = second(name)


def drop_within(spec: Data) -> None:
    """No container that this version does not have."""
    for holder in holders(spec):
        within = holder.get("within")
        if within is not None and within not in spec["capture_points"] and "-0" not in within:
            del holder["within"]
