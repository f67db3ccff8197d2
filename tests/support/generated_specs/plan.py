"""A spec before it is text: plain values that can be edited, and the rules by which they fit together.

A plan without stacks has one stack without a name, so that everything below asks one question only. The rules are
stricter than the compiler's where that is simpler: two lookups of one kind, for example, always count as overlapping.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gen_flowlogs.aws import kinds
from gen_flowlogs.aws.fields import NAMES, resolve
from gen_flowlogs.aws.regions import partition_of

if TYPE_CHECKING:
    from collections.abc import Container
    from random import Random

    from gen_flowlogs.aws.kinds import Family, Kind

PARTITIONS = ("aws", "aws-cn", "aws-us-gov")
BUILT_IN = {"all": {}, "accept": {"traffic": "ACCEPT"}, "reject": {"traffic": "REJECT"}}
CONTAINERS = {
    "subnet": ("vpc",),
    "eni": ("vpc", "subnet"),
    "transit_gateway_attachment": ("transit_gateway",),
    "regional_nat_gateway": ("vpc",),
}
"""Kind of capture point → the kinds that contain it. Source: the filters of EC2's Describe actions."""

Layout = tuple[str, tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]
"""The traffic, the fields and the tag keys of a flow log: AWS refuses a second flow log with the same ones."""


@dataclass
class Stack:
    """An account and a region; with an empty name, those of the provider."""

    name: str
    account: str
    region: str
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def partition(self) -> str:
        return partition_of(self.region) or "aws"


@dataclass
class Destination:
    """A destination. `stacks`: the names of those that may send to it."""

    name: str
    kind: str
    settings: dict[str, Any]
    stacks: frozenset[str]
    extras: dict[str, Any] = field(default_factory=dict)  # tags, renamed_from, retired, lint

    @property
    def retired(self) -> bool:
        return bool(self.extras.get("retired"))


@dataclass
class Point:
    """A capture point."""

    name: str
    key: str
    target: Any
    stacks: tuple[str, ...]
    filter: str = "all"
    destinations: tuple[str, ...] = ()
    extras: dict[str, Any] = field(default_factory=dict)  # within, tags, description, …
    sent: dict[str, list[str]] = field(default_factory=dict)  # destination → what is adopted of its flow logs alone

    @property
    def kind(self) -> Kind:
        return kinds.BY_KEY[self.key][0]

    @property
    def plural(self) -> bool:
        return kinds.BY_KEY[self.key][1]

    @property
    def lookup(self) -> dict[str, Any] | None:
        return self.target.get("lookup") if isinstance(self.target, dict) else None


@dataclass
class Plan:
    """A whole spec. `style`: the seed of everything about its text that has no meaning.

    `literal`: no ARN, and no name of an existing thing, becomes a reference or a variable in its text.
    """

    name: str
    style: int
    stacks: dict[str, Stack]
    filters: dict[str, dict[str, Any]] = field(default_factory=dict)
    destinations: dict[str, Destination] = field(default_factory=dict)
    points: dict[str, Point] = field(default_factory=dict)
    terraform: dict[str, Any] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    lint: dict[str, Any] = field(default_factory=dict)
    audit: dict[str, Any] = field(default_factory=dict)
    numbers: int = 0
    literal: bool = False

    def number(self) -> int:
        """A number that is not used yet."""
        self.numbers += 1
        return self.numbers

    def one_for_each_account(self, random: Random) -> frozenset[str]:
        """One stack of each account: IAM's names are global in an account."""
        order = random.sample(list(self.stacks.values()), len(self.stacks))
        return frozenset({stack.account: stack.name for stack in order}.values())

    def filter(self, name: str) -> dict[str, Any]:
        """The settings of a filter, also of a built-in one."""
        return BUILT_IN[name] if name in BUILT_IN else self.filters[name]

    def layout(self, name: str, family: Family) -> Layout:
        """The records that a filter makes for a family of capture points."""
        settings = self.filter(name)
        tagged = tuple((key, tuple(keys)) for key, keys in sorted(settings.get("tag_fields", {}).items()))
        return settings.get("traffic", "ALL"), fields_of(settings, family), tagged

    def users(self, destination: str) -> list[Point]:
        """The capture points that record into a destination."""
        return [point for point in self.points.values() if destination in point.destinations]

    def may_use(self, point: Point, name: str) -> bool:
        """Whether a capture point may have a filter."""
        settings = self.filter(name)
        if point.kind.family == "transit_gateway" and (
            settings.get("traffic", "ALL") != "ALL"
            or settings.get("max_aggregation_interval", 60) != 60
            or "tag_fields" in settings
        ):
            return False
        if "tag_fields" in settings and any(self.stacks[name].partition == "aws-cn" for name in point.stacks):
            return False
        names = fields_of(settings, point.kind.family)
        return len(set(names)) == len(names) and set(names) <= NAMES[point.kind.family]

    def may_send(self, point: Point, name: str) -> bool:
        """Whether a capture point, with the filter that it has, may record into a destination."""
        destination = self.destinations[name]
        if destination.retired or not set(point.stacks) <= destination.stacks:
            return False
        mine = self.layout(point.filter, point.kind.family)
        for other in self.users(name):
            if other is point or other.name == point.name:
                continue
            theirs = self.layout(other.filter, other.kind.family)
            if mine == theirs and overlap(point, other):
                return False
            if destination.settings.get("queries") and not _readable(destination, mine[1], theirs[1]):
                return False
        return True

    def fits(self, point: Point) -> bool:
        """Whether a capture point can be what it is."""
        return (
            bool(point.destinations)
            and all(name in self.stacks for name in point.stacks)
            and self.may_use(point, point.filter)
            and all(self.may_send(point, name) for name in point.destinations)
            and (isinstance(point.target, dict) or self._in_one_place(point))
            and all(
                self._within(point, holder["within"])
                for holder in (point.extras, point.lookup or {})
                if "within" in holder
            )
        )

    def _in_one_place(self, point: Point) -> bool:
        """Whether ids are in one stack, also for the other capture points that name them."""
        alike = [
            other for other in self.points.values() if not isinstance(other.target, dict) and overlap(point, other)
        ]
        return len({point.stacks, *(other.stacks for other in alike)}) == 1 == len(point.stacks)

    def _within(self, point: Point, container: str) -> bool:
        if kinds.of_id(container):
            return len(point.stacks) == 1
        return container in self.points and self.contains(self.points[container], point)

    def remove(self, names: Container[str]) -> None:
        """Take capture points out, also where another one is within them."""
        self.points = {name: point for name, point in self.points.items() if name not in names}
        for point in self.points.values():
            for holder in (point.extras, point.lookup or {}):
                if holder.get("within") in names:
                    del holder["within"]

    def sound(self) -> bool:
        """Whether everything in the plan fits together, as it does in a new one."""
        return bool(self.points) and all(self.fits(point) for point in self.points.values())

    def contains(self, container: Point, inner: Point) -> bool:
        """Whether one capture point may be the `within` of another."""
        legal = CONTAINERS.get(inner.kind.singular, ())
        return (
            container is not inner and container.kind.singular in legal and set(inner.stacks) <= set(container.stacks)
        )


def fields_of(settings: dict[str, Any], family: Family) -> tuple[str, ...]:
    """The fields of a filter's records."""
    match settings.get("fields", "default"):
        case str(preset):
            return resolve(preset, (), family)
        case list(names):
            return resolve(None, tuple(names), family)
        case {"preset": preset, **more}:
            return resolve(preset, tuple(more.get("add", ())), family)
    raise TypeError(settings)


def overlap(one: Point, other: Point) -> bool:
    """Whether two capture points might be of one thing."""
    if one.kind is not other.kind:
        return False
    if one.lookup is not None or other.lookup is not None:
        looked = [point.lookup for point in (one, other) if point.lookup is not None]
        return len(looked) == 2 or one.kind is kinds.VPC or looked[0].get("tags") == {}
    return bool(_things(one.target) & _things(other.target))


def _things(target: Any) -> set[str]:
    match target:
        case str():
            return {target}
        case list():
            return set(target)
        case {"var": name}:
            return {f"var.{name}"}
        case {"ref": traversal}:
            return {traversal}
    raise TypeError(target)


def _readable(destination: Destination, mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Whether the queries of a destination can tell two record formats apart."""
    if mine == theirs:
        return True
    if destination.kind == "s3":
        return destination.settings.get("file_format") == "parquet"
    return len(mine) != len(theirs)
