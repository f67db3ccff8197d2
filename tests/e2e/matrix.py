"""The matrix: every kind of capture point by every destination, in few roots, and what AWS must say of each flow log.

A case is one spec and one root. Each of its capture points goes to each of its destinations; filters take turns.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from language import (
    ATTACHMENT,
    BUCKETS,
    ENI,
    FILTERS,
    GROUPS,
    KINDS,
    NAT,
    STREAMS,
    SUBNET,
    VPC,
    Destination,
    Filter,
    Kind,
)

import terraform

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NAT_SINCE = (6, 25)  # version of the provider

RUNNABLE = tuple(kind for kind in KINDS if kind is not NAT or terraform.provider_version() >= _NAT_SINCE)
"""The kinds that this machine's provider knows."""


@dataclass(frozen=True, slots=True)
class Point:
    """A capture point, and what has to be there before it is applied."""

    form: str  # how the spec says its target
    kind: Kind
    many: bool
    target: Any  # as the spec says it
    ids: tuple[str, ...]  # what it stands for
    filter: Filter
    beside: str = ""
    variables: Mapping[str, Any] = field(default_factory=dict)
    tagged: Mapping[str, str] = field(default_factory=dict)  # its resources have these tags
    inside: str | None = None  # its resources lie in this one

    @property
    def key(self) -> str:
        """The spec's key for its target."""
        return self.kind.keys if self.many else self.kind.key

    @property
    def name(self) -> str:
        """Its name in the spec."""
        return f"{self.key}-{self.form}".replace("_", "-")


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of the matrix: a kind of capture point with one thing that a spec can say."""

    part: str  # cloudwatch_logs, s3, firehose, target or filter
    row: str
    kind: str
    many: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One spec and its root."""

    name: str
    points: tuple[Point, ...]
    destinations: tuple[Destination, ...]

    def spec(self, round_: str, *, renamed: bool = False) -> dict[str, Any]:
        """The spec, with one tag that says the round; `renamed`: everything under another name, moved."""
        said: dict[str, Any] = {
            "version": 1,
            "name": f"e2e-{self.name}",
            "defaults": {"tags": {"Round": round_}, "destinations": [each.name for each in self.destinations]},
            "filters": {each.filter.name: each.filter.said for each in self.points if each.filter.said is not None},
            "destinations": {each.name: {**each.said, "tags": {"For": each.name}} for each in self.destinations},
            "capture_points": {each.name: {each.key: each.target, "filter": each.filter.name} for each in self.points},
        }
        if renamed:
            said["defaults"]["destinations"] = [f"new-{name}" for name in said["defaults"]["destinations"]]
            for part in ("destinations", "capture_points"):
                said[part] = {f"new-{name}": {**each, "renamed_from": name} for name, each in said[part].items()}
        return {key: value for key, value in said.items() if value}

    def described(self, round_: str) -> list[dict[str, Any]]:
        """What AWS says of its flow logs."""
        return [
            {
                "ResourceId": id_,
                "Tags": {"Round": round_},
                "DeliverLogsStatus": "SUCCESS",
                **point.filter.described(point.kind),
                **destination.described,
            }
            for point in self.points
            for destination in self.destinations
            for id_ in point.ids
        ]

    def cells(self) -> set[Cell]:
        """What it fills."""
        return {
            Cell(part, row, point.kind.key, point.many)
            for point in self.points
            for part, row in (
                ("target", point.form),
                ("filter", point.filter.name),
                *((next(iter(to.said)), to.name) for to in self.destinations),
            )
        }

    @property
    def variables(self) -> dict[str, Any]:
        """Values of the variables that the spec asks for."""
        return {name: value for each in (*self.points, *self.destinations) for name, value in each.variables.items()}

    @property
    def beside(self) -> dict[str, str]:
        """The author's own file."""
        return {"main.tf": "".join(each.beside for each in (*self.points, *self.destinations))}


def _by_id(kinds: Iterable[Kind], turn: int) -> tuple[Point, ...]:
    """One singular and one plural capture point of each kind."""
    points = []
    for number, kind in enumerate(kinds):
        fitting = [each for each in FILTERS if each.fits(kind)]
        first, second = (fitting[(2 * (number + turn) + more) % len(fitting)] for more in (0, 1))
        points.append(Point("id", kind, False, kind.id(1), (kind.id(1),), first))
        ids = (kind.id(2), kind.id(3))
        points.append(Point("id", kind, True, list(ids), ids, second))
    return tuple(points)


def _by_other_ways(kinds: Iterable[Kind]) -> tuple[Point, ...]:
    """Each kind by variable, reference and lookup.

    No tag that is looked up has a `*`, `?` or `\\`: the emulator takes EC2's escape, a backslash, for itself (moto's
    `describe_vpcs`), so such a lookup would find nothing here. What is written for it, the case `lookups` shows.
    """
    everything, numbers, points = FILTERS[0], count(1), []
    for kind in kinds:
        one, other, name = kind.key, kind.keys, f"by-name-{kind.key}"
        ids = [kind.id(next(numbers)) for _ in range(10)]

        def add(form: str, target: Any, *stands_for: str, many: bool = False, kind: Kind = kind, **more: Any) -> None:
            points.append(Point(form, kind, many, target, stands_for, everything, **more))

        add("variable", {"var": f"one_{one}"}, ids[0], variables={f"one_{one}": ids[0]})
        add("reference", {"ref": f"local.one_{one}"}, ids[1], beside=f'locals {{\n  one_{one} = "{ids[1]}"\n}}\n')
        several = f'locals {{\n  several_{one} = ["{ids[4]}"]\n}}\n'
        add("variable", {"var": f"all_{other}"}, *ids[2:4], many=True, variables={f"all_{other}": ids[2:4]})
        add("reference", {"ref": f"local.several_{one}"}, ids[4], many=True, beside=several)
        keyed = f'locals {{\n  map_{one} = {{ "a b" = "{ids[9]}" }}\n}}\n'
        add("keyed", {"ref": f"local.map_{one}", "keyed": True}, ids[9], many=True, beside=keyed)
        add("tags", {"lookup": {"tags": {"Find": one}}}, ids[5], tagged={"Find": one})
        add("name", {"lookup": {"name": name}}, ids[6], tagged={"Name": name})
        if kind in (VPC, SUBNET, ENI, ATTACHMENT):
            add("tags", {"lookup": {"tags": {"Find": other}}}, *ids[7:9], many=True, tagged={"Find": other})
            nothing = {"lookup": {"tags": {"Find": "nothing"}, "allow_empty": True}}
            add("none", nothing, many=True)
    whole, part = VPC.id(9001), SUBNET.id(9002)
    for kind, outer in ((SUBNET, whole), (ENI, part)):
        inner = kind.id(9003)
        target = {"lookup": {"tags": {}, "within": outer}}
        points.append(Point("within", kind, True, target, (inner,), everything, inside=outer))
    return tuple(points)


def _cases(kinds: tuple[Kind, ...]) -> tuple[Case, ...]:
    return (
        Case("groups", _by_id(kinds, 0), GROUPS),
        Case("buckets", _by_id(kinds, 1), BUCKETS),
        Case("streams", _by_id(kinds, 2), STREAMS),
        Case("targets", _by_other_ways(kinds), GROUPS[-1:]),
    )


CASES = _cases(RUNNABLE)
WANTED = frozenset(cell for case in _cases(KINDS) for cell in case.cells())
"""Every place of the matrix, also those that this machine's provider does not know."""

LIFECYCLES = Case("lifecycles", _by_id((VPC,), 0), BUCKETS)
"""The buckets once more, with their lifecycles: the provider waits a minute for each."""
