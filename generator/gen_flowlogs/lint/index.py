"""The index that all rules read: a Spec, and its capture points grouped in one pass.

The cost of a rule that walks these groups grows with distinct filters and destinations, not with capture points. The
index judges nothing. Definitions are compared by identity: parse makes one object of each, and hashing a whole
dataclass for every capture point would cost more than all the rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gen_flowlogs.captures.containment import Containment
from gen_flowlogs.captures.targets import Targets
from gen_flowlogs.model import ONLY, CapturePoint, Destination, Filter, Spec, Stack
from gen_flowlogs.root_modules import ownership

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gen_flowlogs.aws.kinds import Family
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


@dataclass(frozen=True, slots=True)
class Use:
    """The first capture point that records one format into one destination of one stack."""

    point: CapturePoint
    format: Format
    destination: Destination
    stack: Stack


@dataclass(frozen=True, slots=True)
class Index:
    """A Spec, grouped."""

    spec: Spec
    today: date
    formats: tuple[Format, ...]
    uses: tuple[Use, ...]
    points: Mapping[str, CapturePoint]  # by name
    keys: Targets  # capture point → its targets
    targets: Mapping[Target, list[CapturePoint]]  # target → its capture points
    containment: Containment
    ownership: Ownership
    around: dict[int, tuple[CapturePoint, ...]] = field(default_factory=dict)  # what `coverage.around` has found, by id


def build_index(spec: Spec, *, today: date) -> Index:
    """Group the capture points of a spec by what they share."""
    formats: dict[tuple[int, Family], Format] = {}
    stack = spec.stacks[0] if spec.stacks else ONLY
    keys = Targets(spec.capture_points)
    uses: dict[tuple[int, int], Use] = {}
    targets: dict[Target, list[CapturePoint]] = {}
    for point in spec.capture_points:
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
        uses=tuple(uses.values()) if len(spec.stacks) < 2 else _stacked(formats),
        points=keys.points,
        keys=keys,
        targets=targets,
        containment=Containment(keys, targets),
        ownership=ownership(spec),
    )


def _stacked(formats: dict[tuple[int, Family], Format]) -> tuple[Use, ...]:
    """The uses of a spec with stacks: one for each stack."""
    uses: dict[tuple[int, int, str | None], Use] = {}
    for format_ in formats.values():
        for point in format_.points:
            for destination in point.destinations:
                for stack in point.stacks:
                    known = (id(format_), id(destination), stack.name)
                    if known not in uses:
                        uses[known] = Use(point, format_, destination, stack)
    return tuple(uses.values())
