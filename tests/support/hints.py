"""The hints of a comparison, carried out: a hint → the specs that it leads to, one after the other.

A hint is a sentence; it is known here by how it begins. What a reader has to choose (a name, a place of its own) gets
`-second` at its end. Specs are plain data in one file.
"""

from __future__ import annotations

import copy
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from other_stores import beside, other_store, retired_instead, third_names, whole
from spec_data import SECOND, Data, drop_within, entries, own
from two_changes import in_two

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.compare import Comparison

_QUOTED = re.compile(r'"([^"]+)"')
_NO_GAP = {
    "second of both": re.compile(r"to avoid the gap, keep (.*) and the destination as before, "),
    "second point": re.compile(
        r"to avoid the gap, keep (.*) as before, add a second capture point of the same target "
        r"with the new settings, and"
    ),
    "second destination": re.compile(
        r"to avoid the gap, add a second destination with the new settings .*, send (.*) to both"
    ),
}
_LOOKS_LIKE = re.compile(
    r"(capture_points|destinations)\.(\S+) looks like .* under another name: write `renamed_from: (\S+)` there"
)
_STUCK = re.compile(
    r"(capture_points|destinations)\.(\S+): Terraform cannot follow `renamed_from: (\S+)`, since its state has another "
)
_RETIRE = re.compile(r"write `retired: true` at \"(\S+)\" instead of removing it")
_OTHER_GROUP = "give the new log group another name"
_OTHER_GROUP_AND_KEY = re.compile("add a destination with another name for another log group( and role)?, and write")
_OTHER_STORE = re.compile(
    r"the (?:log group|bucket) (\S+?),? .*add a destination with another name for the new (?:log group|bucket), and "
    r'write `(retired: true|renamed_from: \S+)` at (?:"(\S+)" only|"\S+")$'
)
_LEAVE_WITH = re.compile(r'cannot create it and the apply fails; write `renamed_from: (\S+)` at "\S+"')


_THIRD_NAME = re.compile(
    r'rename "(\S+)" to a third name, with `renamed_from: \S+`(?:, and give the new "(\S+)" another name too)?'
)
_SEND_TO_IT = re.compile(r'leave it to "(\S+)", send to "\S+" instead of ')


@dataclass(frozen=True, slots=True)
class Hint:
    """`about`: the capture points or the destination by name. `steps`: the specs that follow the old one."""

    kind: str
    text: str
    about: tuple[str, ...]
    steps: tuple[Data, ...]


def hints(comparison: Comparison, old: Data, new: Data) -> Iterator[Hint]:
    """Each hint that leads to another spec."""
    for text in comparison.hints:
        yield from _without_gap(text, comparison, old, new)
        if found := _LOOKS_LIKE.match(text):
            section, name, before = found.groups()
            yield Hint(f"renamed {section}", text, (before, name), (_renamed(new, comparison),))
        if found := _STUCK.match(text):
            section, name, before = found.groups()
            first = _without(old, section, name)
            if first["capture_points"]:
                yield Hint(f"stuck {section}", text, (before, name), (first, new))
    thirds = [(each, found[1], found[2]) for each in comparison.effects if (found := _THIRD_NAME.search(each.message))]
    if thirds:
        taken = {
            each.destination: (whole(name, old["destinations"]), whole(too or "", new["destinations"]))
            for each, name, too in thirds
        }
        step = third_names(taken, _other_groups(comparison, new))
        yield Hint("left with third name", thirds[0][0].message, tuple(name for _, name, _ in thirds), (step,))
    for each in comparison.effects:
        for kind, step in _other_destinations(each.message, each.destination, old, new):
            yield Hint(kind, each.message, (each.destination,), (step,))


def _without_gap(text: str, comparison: Comparison, old: Data, new: Data) -> Iterator[Hint]:
    if old.get("stacks") != new.get("stacks"):
        return  # then the state is another one
    for kind, pattern in _NO_GAP.items():
        if found := pattern.match(text):
            about = _points(found[1], comparison, new)
            if not any(_takes_over(each, old, new) for each in about):
                own_role = "a role `name` of its own" in text
                steps = in_two(kind, about, old, new, replaced=_replaced(comparison), own_role=own_role)
                yield Hint(kind, text, about, steps)
            return


def _points(listed: str, comparison: Comparison, new: Data) -> tuple[str, ...]:
    """The capture points of a list; "and 2 more" are those whose flow logs are replaced and no such hint names."""
    named = tuple(whole(each, new["capture_points"]) for each in _QUOTED.findall(listed))
    everywhere = " ".join(each for each in comparison.hints if each.startswith("to avoid the gap, "))
    names = {whole(each, new["capture_points"]) for each in _QUOTED.findall(everywhere)}
    rest = sorted({point for point, _ in _replaced(comparison)} - names)
    return (*named, *rest) if listed.endswith(f" and {len(rest)} more") else named


def _replaced(comparison: Comparison) -> frozenset[tuple[str, str]]:
    """The capture point and the destination of each flow log that the plan replaces."""
    return frozenset(
        (each.capture_point, each.destination)
        for each in comparison.changes
        if each.action == "replace" and each.capture_point is not None
    )


def _other_destinations(text: str, name: str, old: Data, new: Data) -> Iterator[tuple[str, Data]]:
    """The advice that an effect gives: its kind, and the new spec with the destination written otherwise."""
    step = copy.deepcopy(new)
    several = step["destinations"]
    if _RETIRE.search(text) and name in old["destinations"] and name not in new["destinations"]:
        several[name] = {**own(old["destinations"][name]), "retired": True}
        yield "retired", step
    if _OTHER_GROUP in text:
        several[name]["cloudwatch_logs"]["log_group"] += SECOND
        yield "another group", step
    if found := _OTHER_GROUP_AND_KEY.search(text):
        yield "another group and key", beside(name, old, new, own_role=found[1] is not None)
    if found := _OTHER_STORE.search(text):
        yield other_store(name, json.loads(found[1]), found[3], old, new)
    if found := _SEND_TO_IT.search(text):
        before = whole(found[1], old["destinations"])
        yield "left with, the other retired", retired_instead(name, before, old, new)
    if found := _LEAVE_WITH.search(text):
        before = whole(found[1], old["destinations"])
        taken = {each.get("renamed_from") for each in several.values()} | several.keys() - {name}
        if before not in taken and name not in old["destinations"]:
            several[name]["renamed_from"] = before
            yield "left with", step


def _other_groups(comparison: Comparison, new: Data) -> Data:
    """A spec with another log group in each destination of which that is advised beside."""
    step = copy.deepcopy(new)
    for name in {each.destination for each in comparison.effects if _OTHER_GROUP in each.message}:
        step["destinations"][name]["cloudwatch_logs"]["log_group"] += SECOND
    return step


def _takes_over(name: str, old: Data, new: Data) -> bool:
    """Whether a capture point gets the name of another one, so that the name means two things."""
    before = new["capture_points"][name].get("renamed_from")
    return name in old["capture_points"] and before in old["capture_points"]


def _renamed(new: Data, comparison: Comparison) -> Data:
    """A spec that says every old name that the hints found."""
    step = copy.deepcopy(new)
    for section, name, before in (found.groups() for text in comparison.hints if (found := _LOOKS_LIKE.match(text))):
        step[section][name]["renamed_from"] = before
    return step


def _without(spec: Data, section: str, name: str) -> Data:
    """A spec without a capture point or a destination, and without what needs it."""
    step = copy.deepcopy(spec)
    del step[section][name]
    if section == "destinations":
        for point in list(step["capture_points"]):
            left = [entry for to, entry in entries(step, point).items() if to != name]
            if left:
                step["capture_points"][point]["destinations"] = left
            else:
                del step["capture_points"][point]
    drop_within(step)
    return step
