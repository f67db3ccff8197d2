"""The index that all rules read: a Spec, and its capture points grouped in one pass.

The cost of a rule that walks these groups grows with distinct filters and destinations, not with capture points. The
index judges nothing. Definitions are compared by identity: parse makes one object of each variant of them, and hashing
a whole dataclass for every capture point would cost more than all the rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures.containment import Containment
from gen_flowlogs.captures.now import now
from gen_flowlogs.captures.targets import Targets
from gen_flowlogs.dataclass import dataclass, field
from gen_flowlogs.lint.variants import called
from gen_flowlogs.model import ONLY, CapturePoint, Destination, Filter, Spec, Stack
from gen_flowlogs.root_modules import ownership

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from gen_flowlogs.aws.kinds import Family
    from gen_flowlogs.captures.inventory import Inventory
    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.captures.sinks import Sink
    from gen_flowlogs.captures.targets import Target
    from gen_flowlogs.root_modules import Ownership


@dataclass(frozen=True, slots=True)
class Format:
    """A filter as one family of capture points records it."""

    filter: Filter
    family: Family
    points: list[CapturePoint] = field(default_factory=list)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of a record, in order."""
        return self.filter.fields(self.family)

    @property
    def record_format(self) -> tuple[object, ...]:
        """Equal for two formats whose records look the same."""
        return (self.fields, self.filter.tag_fields)

    @property
    def identity(self) -> tuple[object, ...]:
        """Equal for two formats of one filter whose records look the same, whichever variants of it they are of."""
        return (self.filter.name, self.family, *self.record_format)


@dataclass(frozen=True, slots=True)
class Use:
    """The first capture point that records one format into one destination of one stack."""

    point: CapturePoint
    format: Format
    destination: Destination
    stack: Stack

    def names_point(self, beside: Use) -> str:
        """The capture point in a message that names the one of another use too; with its stack if they are variants."""
        return called(self.point, self.stack, beside=beside.point)

    def names_destination(self, beside: Use) -> str:
        """The destination in a message that names the one of another use too; with its stack if they are variants."""
        return called(self.destination, self.stack, beside=beside.destination)


@dataclass(frozen=True, slots=True)
class Index:
    """A Spec, grouped."""

    spec: Spec
    today: date
    formats: tuple[Format, ...]
    uses: tuple[Use, ...]
    points: Mapping[str, list[CapturePoint]]  # the variants of each, by name
    keys: Targets  # capture point → its targets
    targets: Mapping[Target, list[CapturePoint]]  # target → its capture points
    containment: Containment
    ownership: Ownership
    observed: bool = False  # there is an inventory, so that any capture point may have a container
    around: dict[object, tuple[CapturePoint, ...]] = field(default_factory=dict)  # what `coverage.around` has found

    sinks: dict[int, frozenset[tuple[LocationKey, Sink]]] = field(default_factory=dict)  # of `coverage`, by id
    everywhere: dict[str, tuple[Stack, ...]] = field(default_factory=dict)  # what `stacks` has found, by name
    users: dict[str, tuple[Stack, ...]] = field(default_factory=dict)  # what `senders` has found, by name

    def stacks(self, point: CapturePoint) -> tuple[Stack, ...]:
        """The stacks of all variants of a capture point, in the order of the spec."""
        if not point.variant:
            return point.stacks
        if point.name not in self.everywhere:
            names = {stack.name for each in self.points[point.name] for stack in each.stacks}
            self.everywhere[point.name] = tuple(stack for stack in self.spec.stacks if stack.name in names)
        return self.everywhere[point.name]

    def senders(self, destination: Destination) -> tuple[Stack, ...]:
        """The stacks that send to any variant of a destination, in the order of the spec."""
        if not destination.variant:
            return self.ownership.senders[destination.key]
        if not self.users:
            sending: dict[str, set[str | None]] = {}
            for (name, _), stacks in self.ownership.senders.items():
                sending.setdefault(name, set()).update(stack.name for stack in stacks)
            for name, names in sending.items():
                self.users[name] = tuple(stack for stack in self.spec.stacks if stack.name in names)
        return self.users[destination.name]


def build_index(spec: Spec, *, today: date, inventory: Inventory | None = None) -> Index:
    """Group the capture points of a spec by what they share. `inventory`: tells what lookups find and what contains."""
    formats: dict[tuple[int, Family], Format] = {}
    stack = spec.stacks[0] if spec.stacks else ONLY
    answers = now(inventory, (spec,))
    keys = Targets(spec.capture_points, answers)
    uses: dict[tuple[int, int], Use] = {}
    targets: dict[Target, list[CapturePoint]] = {}
    points: dict[str, list[CapturePoint]] = {}
    for point in spec.capture_points:
        points.setdefault(point.name, []).append(point)
        family = point.kind.family
        known = (id(point.filter), family)
        format_ = formats.get(known)
        if format_ is None:
            format_ = formats[known] = Format(point.filter, family)
        format_.points.append(point)
        for key in keys.of(point):
            targets.setdefault(key, []).append(point)
        for destination in point.destinations:
            pair = (id(format_), id(destination))
            if pair not in uses:
                uses[pair] = Use(point, format_, destination, stack)
    return Index(
        spec=spec,
        today=today,
        formats=tuple(formats.values()),
        uses=tuple(uses.values()) if len(spec.stacks) < 2 else _stacked(formats.values(), spec),
        points=points,
        keys=keys,
        targets=targets,
        containment=Containment(keys, targets, answers),
        ownership=ownership(spec),
        observed=answers is not None,
    )


def _stacked(formats: Iterable[Format], spec: Spec) -> tuple[Use, ...]:
    """The uses of a spec with stacks: one for each stack."""
    uses: dict[tuple[int, int, str | None], Use] = {}
    for point, format_ in _in_order(formats, spec):
        for destination in point.destinations:
            for stack in point.stacks:
                known = (id(format_), id(destination), stack.name)
                if known not in uses:
                    uses[known] = Use(point, format_, destination, stack)
    return tuple(uses.values())


def _in_order(formats: Iterable[Format], spec: Spec) -> Iterator[tuple[CapturePoint, Format]]:
    """The capture points of each filter and family, in the order of the spec, whichever variant of it they have."""
    variants: dict[tuple[str, Family], list[Format]] = {}
    for format_ in formats:
        variants.setdefault((format_.filter.name, format_.family), []).append(format_)
    order: dict[int, int] = {}
    for several in variants.values():
        pairs = [(point, format_) for format_ in several for point in format_.points]
        if len(several) > 1:
            order = order or {id(point): number for number, point in enumerate(spec.capture_points)}
            pairs.sort(key=lambda pair: order[id(pair[0])])
        yield from pairs
