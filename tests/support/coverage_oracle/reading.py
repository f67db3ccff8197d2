"""Files of a spec → plain values: stacks, capture points and destinations with all defaults, by this reader's own code.

A second opinion shares nothing with the first but AWS's tables: neither `parse` nor `captures` nor `compare`.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from coverage_oracle.entries import recorded_in, sent, several
from coverage_oracle.literal import literal
from gen_flowlogs.aws.fields import resolve
from gen_flowlogs.aws.kinds import BY_KEY

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BUILT_IN: dict[str, dict[str, Any]] = {"all": {}, "accept": {"traffic": "ACCEPT"}, "reject": {"traffic": "REJECT"}}
_TRAFFIC = {"ALL": ("accepted", "rejected"), "ACCEPT": ("accepted",), "REJECT": ("rejected",)}
_TRANSIT = ("transit_gateway", "transit_gateway_attachment")

Place = tuple[str | None, str | None]
"""An account and a region; twice None for those of the provider."""


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """A capture point with what it gets from filters and defaults. `form`: of the target, `ids`, `open` or `lookup`."""

    name: str
    old_name: str | None
    kind: str
    plural: bool
    form: str
    target: Any
    within: tuple[str, ...]
    stacks: tuple[str | None, ...]
    destinations: tuple[str, ...]
    traffic: tuple[str, ...]
    fields: tuple[str, ...]
    default_fields: bool
    interval: int
    tag_fields: str
    adopted: Mapping[str, frozenset[str]]  # destination → `destination`, `format` or both


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A whole spec. `places`: of the stacks, by name; `destinations` as they are written, without their kind's key."""

    places: Mapping[str | None, Place]
    points: Mapping[str, Point]
    destinations: Mapping[str, dict[str, Any]]

    def senders(self, destination: str) -> list[str | None]:
        """The stacks whose capture points record into a destination."""
        names = {stack for each in self.points.values() if destination in each.destinations for stack in each.stacks}
        return [name for name in self.places if name in names]

    def owner(self, destination: str) -> str | None:
        """The stack that has a bucket, `-` where none has."""
        if len(self.places) == 1:
            return next(iter(self.places))
        senders = self.senders(destination)
        return self.destinations[destination].get("stack", senders[0] if len(senders) == 1 else "-")


def reading(files: Mapping[str, str], main: str) -> Reading:
    """Read a spec and what it includes."""
    spec = yaml.load(files[main], _LOADER)
    parts = literal([spec, *(yaml.load(files[path], _LOADER) for path in spec.get("include", ()))])
    stacks, filters, written = (
        {name: each for part in parts for name, each in part.get(section, {}).items()}
        for section in ("stacks", "filters", "destinations")
    )
    defaults = next((part["defaults"] for part in parts if "defaults" in part), {})
    places: dict[str | None, Place] = {
        name: (stacks[name]["account"], stacks[name]["region"]) for name in sorted(stacks)
    }
    points = {
        name: _point(name, said, filters | _BUILT_IN, defaults, list(places) or [None])
        for part in parts
        for name, said in part.get("capture_points", {}).items()
    }
    used = {name for each in points.values() for name in each.destinations} | set(parts[0].get("destinations", ()))
    destinations = {name: _destination(said) for name, said in written.items()}
    kept = {name: each for name, each in destinations.items() if name in used or each["retired"]}  # the rest: a library
    return Reading(places or {None: (None, None)}, points, kept)


def _destination(said: dict[str, Any]) -> dict[str, Any]:
    kind = next(key for key in ("cloudwatch_logs", "s3", "firehose") if key in said)
    return {"kind": kind, "old_name": said.get("renamed_from"), "retired": said.get("retired", False), **said[kind]}


def _point(
    name: str, said: dict[str, Any], filters: Mapping[str, Any], defaults: dict[str, Any], stacks: list[str | None]
) -> Point:
    key = next(each for each in said if each in BY_KEY)
    kind, plural = BY_KEY[key]
    chosen = filters[said.get("filter", defaults.get("filter", "all"))]
    transit = kind.singular in _TRANSIT
    withins = [said.get("within")]
    form, target = _target(said[key])
    if form == "lookup":
        withins.append(target.get("within"))
    to = sent(said.get("destinations", defaults.get("destinations")))
    return Point(
        name=name,
        old_name=said.get("renamed_from"),
        kind=kind.singular,
        plural=plural,
        form=form,
        target=target,
        within=tuple(dict.fromkeys(each for each in withins if each is not None)),
        stacks=recorded_in(said, defaults, stacks),
        destinations=tuple(to),
        traffic=_TRAFFIC["ALL" if transit else chosen.get("traffic", "ALL")],
        fields=_fields(chosen.get("fields"), kind.family),
        default_fields=_fields(chosen.get("fields"), kind.family) == resolve(None, (), kind.family),
        interval=60 if transit else chosen.get("max_aggregation_interval", 600),
        tag_fields=repr(sorted(chosen.get("tag_fields", {}).items())),
        adopted={each: frozenset((*own, *said.get("adopted", ()))) for each, own in to.items()},
    )


def _target(said: Any) -> tuple[str, Any]:
    match said:
        case str() | list():
            return "ids", several(said)
        case {"var": name}:
            return "open", f"var.{name}"
        case {"ref": traversal}:
            return "open", traversal
        case {"lookup": {"name": name}}:
            return "lookup", {"tags": {"Name": name}}
        case {"lookup": lookup}:
            return "lookup", lookup
    raise TypeError(said)


def _fields(said: Any, family: Any) -> tuple[str, ...]:
    match said:
        case None:
            return resolve(None, (), family)
        case str():
            return resolve(said, (), family)
        case list():
            return tuple(said)
        case {"preset": preset, **more}:
            return resolve(preset, tuple(more.get("add", ())), family)
    raise TypeError(said)


def partition(place: Place) -> str:
    """The part of AWS in which the name of a bucket is unique."""
    region = place[1] or ""
    return next(
        (name for start, name in (("cn-", "aws-cn"), ("us-gov-", "aws-us-gov")) if region.startswith(start)), "aws"
    )


def store(destination: Mapping[str, Any], stack: str | None, place: Place) -> tuple[Any, ...]:
    """A log group or bucket, as far as the spec tells which it is."""
    key, what = ("log_group", "log group") if destination["kind"] == "cloudwatch_logs" else ("bucket", "bucket")
    where = place if key == "log_group" else partition(place)
    match destination.get(key, destination.get("arn")):
        case {"var": name}:
            return (f"{what} of", where, f"var.{name}", stack, key in destination)
        case {"ref": traversal}:
            return (f"{what} of", where, traversal, stack, key in destination)
        case name if key in destination:
            return (what, where, name)
        case arn:
            return (what, where, arn.rpartition(":log-group:" if key == "log_group" else ":")[2])


def stream(destination: Mapping[str, Any], stack: str | None) -> tuple[Any, ...]:
    """A delivery stream, as far as the spec tells which it is."""
    match destination["delivery_stream"]:
        case {"var": name}:
            return ("stream of", f"var.{name}", stack)
        case {"ref": traversal}:
            return ("stream of", traversal, stack)
        case arn:
            return ("stream", arn)


def role(destination: Mapping[str, Any], stack: str | None, account: str | None) -> tuple[Any, ...] | None:
    """The role that delivers: account, path and name; the last is whether it is created here. None without a role."""
    said = destination.get("role", {})
    if destination["kind"] == "s3" or (destination["kind"] == "firehose" and "cross_account_role" not in destination):
        return None
    if isinstance(said.get("arn"), dict):
        return ("role of", account, stack, str(sorted(said["arn"].items())), False)
    if "arn" in said:
        theirs, _, name = said["arn"].split(":", 4)[4].partition(":role")
        return ("role", account and theirs, *name.rpartition("/")[::2], False)
    subject = None
    if destination["kind"] == "cloudwatch_logs":
        subject = store(destination, stack, (None, None))[2]
    if subject is None:
        _, of, *_ = stream(destination, stack)
        subject = of.removeprefix("var.") if {"var"} == set(destination["delivery_stream"]) else of.rpartition("/")[2]
    name = said.get("name") or _derived("flow-logs", subject, stack)
    return ("role", account, said.get("path", "/").rstrip("/"), name, True)


def alias(destination: Mapping[str, Any], stack: str | None) -> str:
    """The name of the alias of a created key."""
    return "alias/" + _derived("flow-logs", destination.get("log_group") or destination["bucket"], stack, most=250)


def _derived(prefix: str, subject: str, stack: str | None, *, most: int = 64) -> str:
    parts = [prefix, subject, *([] if stack is None else [stack])]
    name = "-".join(re.sub("[^A-Za-z0-9]+", "-", part).strip("-") or _hash(part) for part in parts)
    return name if len(name) <= most else f"{name[: most - 9].rstrip('-')}-{_hash(name)}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
