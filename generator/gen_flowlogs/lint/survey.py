"""What the rules look at: a Spec, and its capture points brought together in one pass.

A rule that walks the groups made here costs what is unusual in a spec, not what is large. Nothing here judges.
Things of the model are told apart by identity: parse makes one object of each definition, and hashing a whole
dataclass for every capture point would cost more than all the rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from gen_flowlogs.lint.places import Where, traversal, where
from gen_flowlogs.model import (
    ONLY,
    CapturePoint,
    Destination,
    Filter,
    Ids,
    Lookup,
    Reference,
    Spec,
    Stack,
    Tags,
    Variable,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gen_flowlogs.aws.kinds import Family


class Looked(NamedTuple):
    """What a lookup finds: one thing or several, the same for two lookups that say the same."""

    where: Where
    kind: str
    tags: Tags
    within: str | tuple[str, ...] | None  # ids, where they are known; else a capture point's name


TargetKey = str | Looked | tuple[object, ...]
"""What a flow log is attached to: an id, what a lookup finds, or a stack, a kind and a traversal.

An id and a lookup are of an account and region. A variable or a reference is of one root module.
"""


@dataclass(frozen=True, slots=True)
class Format:
    """A filter as one family of capture points records it."""

    filter: Filter
    family: Family
    points: list[CapturePoint] = field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        """The fields of a record, in order."""
        return self.filter.fields(self.family)

    @property
    def layout(self) -> tuple[object, ...]:
        """Equal for two formats whose records look the same."""
        return (self.names, self.filter.tag_fields)


@dataclass(frozen=True, slots=True)
class Use:
    """The first capture point that records one format into one destination of one stack."""

    point: CapturePoint
    format: Format
    destination: Destination
    stack: Stack


@dataclass(frozen=True, slots=True)
class Survey:
    """A Spec, grouped."""

    spec: Spec
    today: date
    formats: tuple[Format, ...]
    uses: tuple[Use, ...]
    targets: dict[TargetKey, list[CapturePoint]]
    points: dict[str, CapturePoint]  # by name


def survey(spec: Spec, *, today: date) -> Survey:
    """Group the capture points of a spec by what they share."""
    formats: dict[tuple[int, Family], Format] = {}
    stack = spec.stacks[0] if spec.stacks else ONLY
    points = {point.name: point for point in spec.capture_points}
    uses: dict[tuple[int, int], Use] = {}
    targets: dict[TargetKey, list[CapturePoint]] = {}
    for point in spec.capture_points:
        family = point.kind.family
        known = (id(point.filter), family)
        format_ = formats.get(known)
        if format_ is None:
            format_ = formats[known] = Format(point.filter, family)
        format_.points.append(point)
        for key in point.target.ids if isinstance(point.target, Ids) else target_keys(point, points):
            targets.setdefault(key, []).append(point)
        for destination in point.destinations:
            pair = (id(format_), id(destination))
            if pair not in uses:
                uses[pair] = Use(point, format_, destination, stack)
    return Survey(
        spec,
        today,
        tuple(formats.values()),
        tuple(uses.values()) if len(spec.stacks) < 2 else _stacked(formats),
        targets,
        points,
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


def target_keys(point: CapturePoint, points: Mapping[str, CapturePoint]) -> tuple[TargetKey, ...]:
    """What a capture point's flow logs are attached to; `points` are all there are, by name."""
    kind = point.kind.singular
    match point.target:
        case Ids(ids):
            return ids
        case Variable() | Reference() as said:
            return tuple((stack.name, kind, "ref", traversal(said)) for stack in point.stacks)
        case Lookup(tags, within, _):
            inside = _container(within, points)
            if len(point.stacks) == 1:
                return (Looked(where(point.stacks[0]), kind, tags, inside),)
            return tuple(dict.fromkeys(Looked(where(stack), kind, tags, inside) for stack in point.stacks))
    raise TypeError(point.target)


def _container(within: str | None, points: Mapping[str, CapturePoint]) -> str | tuple[str, ...] | None:
    """What a lookup is narrowed to: ids, also of the capture point named, or else its name."""
    if within is None:
        return None
    named = points.get(within)
    if named is None:
        return (within,)
    return named.target.ids if isinstance(named.target, Ids) else within
