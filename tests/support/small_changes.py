"""Small specs by chance and edits of them: each edit changes one thing, or says that there is nothing to change."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from narrow_specs import ELSEWHERE, NAMES, PLACES, destination, filters, point, spec, target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

MAIN = "spec.yaml"


@dataclass(frozen=True, slots=True)
class SmallChange:
    """A spec before and after some edits; both as files."""

    name: str
    edits: tuple[str, ...]
    old: Mapping[str, str]
    new: Mapping[str, str]


def changes(seed: int, count: int) -> Iterator[SmallChange]:
    """As many pairs as are asked for, the same for the same seed."""
    for number in range(count):
        random = Random(f"small {seed} {number}")
        old = spec(random)
        new, edits = copy.deepcopy(old), []
        while not edits or random.random() < 0.45:
            edit, trial = random.choice(EDITS), copy.deepcopy(new)
            if edit(trial, random) and trial["capture_points"] and trial != old:
                new = trial
                edits.append(edit.__name__)
        yield SmallChange(f"small-{seed}-{number}", tuple(edits), files(old), files(new))


def files(data: Mapping[str, Any]) -> dict[str, str]:
    """The spec as one file; JSON is YAML."""
    return {MAIN: json.dumps(data)}


def _one(section: dict[str, Any], random: Random) -> str:
    return random.choice(list(section))


def other_target(data: dict[str, Any], random: Random) -> bool:
    """A capture point of another target."""
    name = _one(data["capture_points"], random)
    old = data["capture_points"][name]
    new = {**target(random), **{key: each for key, each in old.items() if key in ("filter", "destinations", "stack")}}
    data["capture_points"][name] = new
    return bool(new != old)


def other_point(data: dict[str, Any], random: Random) -> bool:
    """A capture point is written anew."""
    data["capture_points"][_one(data["capture_points"], random)] = point(data, random)
    return True


def new_point(data: dict[str, Any], random: Random) -> bool:
    """One more capture point."""
    name = random.choice(NAMES)
    if name in data["capture_points"]:
        return False
    data["capture_points"][name] = point(data, random)
    return True


def no_point(data: dict[str, Any], random: Random) -> bool:
    """A capture point goes."""
    del data["capture_points"][_one(data["capture_points"], random)]
    return True


def other_traffic(data: dict[str, Any], random: Random) -> bool:
    """A capture point has another filter."""
    data["capture_points"][_one(data["capture_points"], random)]["filter"] = random.choice(
        ("all", "accept", "reject", "wide", "other")
    )
    return True


def other_filter(data: dict[str, Any], random: Random) -> bool:
    """A filter says something else."""
    data["filters"][random.choice(("wide", "other"))] = filters(random)
    return True


def other_destinations(data: dict[str, Any], random: Random) -> bool:
    """A capture point records elsewhere."""
    each = data["capture_points"][_one(data["capture_points"], random)]
    each["destinations"] = random.sample(
        list(data["destinations"]), min(len(data["destinations"]), random.choice((1, 2)))
    )
    return True


def new_destination(data: dict[str, Any], random: Random) -> bool:
    """One more destination, for a capture point too."""
    name = random.choice(PLACES)
    if name in data["destinations"]:
        return False
    data["destinations"][name] = destination(data, random)
    each = data["capture_points"][_one(data["capture_points"], random)]
    each["destinations"] = random.choice(([name], [*each["destinations"], name]))
    return True


def no_destination(data: dict[str, Any], random: Random) -> bool:
    """A destination goes or is retired."""
    if len(data["destinations"]) == 1:
        return False
    name = _one(data["destinations"], random)
    if random.random() < 0.4:
        data["destinations"][name]["retired"] = True
    else:
        del data["destinations"][name]
    left = [each for each, said in data["destinations"].items() if not said.get("retired")]
    for each in data["capture_points"].values():
        each["destinations"] = [to for to in each["destinations"] if to != name] or left[:1]
    return bool(left)


def other_destination(data: dict[str, Any], random: Random) -> bool:
    """A destination is written anew, its name in AWS the same or not."""
    name = _one(data["destinations"], random)
    old, new = data["destinations"][name], destination(data, random)
    for kind, named in (("cloudwatch_logs", "log_group"), ("s3", "bucket")):
        if kind in old and kind in new and random.random() < 0.5:
            new[kind][named] = old[kind][named]
    data["destinations"][name] = new
    return True


def other_option(data: dict[str, Any], random: Random) -> bool:
    """One option of a destination."""
    name = _one(data["destinations"], random)
    ((kind, settings), *_) = data["destinations"][name].items()
    new = destination(data, random)
    if kind not in new or kind == "firehose":
        return False
    key = _one({**settings, **new[kind]}, random)
    settings.pop(key, None)
    if key in new[kind]:
        settings[key] = new[kind][key]
    return key in new[kind] or key not in ("log_group", "bucket")


def adopt(data: dict[str, Any], random: Random) -> bool:
    """A capture point is adopted, or no longer, or only in part."""
    point_ = data["capture_points"][_one(data["capture_points"], random)]
    before = point_.pop("adopted", None)
    if before is None or random.random() < 0.3:
        point_["adopted"] = random.choice((["destination"], ["format"], ["destination", "format"]))
    return bool(before != point_.get("adopted"))


def adopted_elsewhere(data: dict[str, Any], random: Random) -> bool:
    """A destination is put elsewhere, and nothing else replaces the flow logs, most of which are adopted."""
    name = _one(data["destinations"], random)
    match data["destinations"][name]:
        case {"s3": settings}:
            key, value = random.choice((("prefix", "p"), ("prefix", "r"), ("bucket", "acme-a"), ("bucket", "acme-e")))
        case {"cloudwatch_logs": {"role": {"name": _} | {"arn": _}} as settings}:
            key, value = "log_group", random.choice(("/a", "/e"))
        case _:
            return False
    before, settings[key] = settings.get(key), value
    _adopt(data, random, "destination", lambda each: name in each["destinations"])
    return bool(before != value)


def adopted_fields(data: dict[str, Any], random: Random) -> bool:
    """A filter has other fields, and most of the flow logs with it are adopted."""
    name = random.choice(("wide", "other"))
    before = data["filters"][name].get("fields")
    data["filters"][name]["fields"] = random.choice(("default", "v3", {"preset": "default", "add": ["vpc-id"]}))
    _adopt(data, random, "format", lambda each: each.get("filter") == name)
    return bool(before != data["filters"][name]["fields"])


def _adopt(data: dict[str, Any], random: Random, part: str, chosen: Callable[[dict[str, Any]], bool]) -> None:
    for each in data["capture_points"].values():
        if chosen(each) and random.random() < 0.7:
            each["adopted"] = [part]


def swap(data: dict[str, Any], random: Random) -> bool:
    """Two destinations change places."""
    if len(data["destinations"]) < 2:
        return False
    one, other = random.sample(list(data["destinations"]), 2)
    both = data["destinations"]
    both[one], both[other] = both[other], both[one]
    return True


def rename(data: dict[str, Any], random: Random) -> bool:
    """A name of its own gets another one, and says the old one or does not."""
    section, names = random.choice((("capture_points", NAMES), ("destinations", PLACES)))
    old, new = _one(data[section], random), random.choice(names)
    if new in data[section]:
        return False
    data[section] = {new if name == old else name: each for name, each in data[section].items()}
    data[section][new].pop("renamed_from", None)
    if random.random() < 0.6:
        data[section][new]["renamed_from"] = old
    for each in data["capture_points"].values():
        each["destinations"] = [
            new if section == "destinations" and name == old else name for name in each["destinations"]
        ]
        if section == "capture_points" and each.get("within") == old:
            each["within"] = new
    return True


def take_over(data: dict[str, Any], random: Random) -> bool:
    """A name that goes is at once that of another capture point or destination."""
    section = random.choice(("capture_points", "destinations"))
    if len(data[section]) < 2:
        return False
    gone, old = random.sample(list(data[section]), 2)
    data[section][gone] = {**data[section].pop(old), "renamed_from": old}
    for each in data["capture_points"].values():
        if section == "destinations":
            each["destinations"] = list(dict.fromkeys(gone if name == old else name for name in each["destinations"]))
        elif each.get("within") in (old, gone):
            del each["within"]
    return True


def other_stack(data: dict[str, Any], random: Random) -> bool:
    """A stack is elsewhere, or has another name."""
    if "stacks" not in data:
        return False
    name = _one(data["stacks"], random)
    if random.random() < 0.6:
        data["stacks"][name] = dict(random.choice(ELSEWHERE))
        return True
    data["stacks"] = {"renamed" if each == name else each: place for each, place in data["stacks"].items()}
    text = json.dumps({key: data[key] for key in ("destinations", "capture_points")})
    data |= json.loads(text.replace(f'"stack": "{name}"', '"stack": "renamed"'))
    return True


def other_stacks_of_point(data: dict[str, Any], random: Random) -> bool:
    """A capture point is in another stack."""
    if "stacks" not in data:
        return False
    data["capture_points"][_one(data["capture_points"], random)]["stack"] = random.choice(("all", *data["stacks"]))
    return True


EDITS: tuple[Callable[[dict[str, Any], Random], bool], ...] = (
    other_target, other_point, new_point, no_point, other_traffic, other_filter, other_destinations, new_destination,
    no_destination, other_destination, other_option, swap, rename, rename, take_over, other_stack,
    other_stacks_of_point, adopt, adopted_elsewhere, adopted_fields,
)  # fmt: skip
