"""Targets: what a flow log is attached to. An id, or what a variable, a reference or a lookup leads to.

Two targets are equal where they are certainly one, however the spec writes them: `{var: x}` and `{ref: var.x}` are one
variable, and a lookup is what it asks, whether its `within` names a capture point or the id that this one records.
Where an inventory tells what a lookup finds now, its ids stand for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws import kinds
from gen_flowlogs.aws.kinds import BY_KEY
from gen_flowlogs.captures import givens, locations
from gen_flowlogs.dataclass import dataclass, field
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.model import CapturePoint, Ids, Lookup, Reference, Stack, Tags, Variable
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from gen_flowlogs.captures.locations import LocationKey

_LONGEST_TAG = 60  # characters of a tag in a name


@dataclass(frozen=True, slots=True)
class Referred:
    """The id, or the list of ids, that a variable or a reference of one root module holds."""

    stack: str | None
    kind: str
    plural: bool  # an id and a list of ids are never one value
    traversal: str


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The targets that a lookup finds in an account and region.

    A lookup of one and a lookup of several are equal: the first fails unless there is exactly one.
    """

    location: LocationKey
    kind: str
    tags: Tags
    within: frozenset[Target] | None
    inside: tuple[Target, ...] = field(compare=False)  # `within` in the order of the spec
    plural: bool = field(compare=False)


Target = str | Referred | LookedUp
"""An id, or a target whose ids only Terraform knows. An id has one account and region, so it needs none here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """The answers of an inventory about targets; `captures.now` makes it.

    `found`: a lookup → the ids that it finds now, None where that is not known. `around`: an id → the ids of its
    containers, nearest first; empty where that is not known.
    """

    found: Callable[[LookedUp], tuple[str, ...] | None]
    around: Callable[[str], tuple[str, ...]]


class Targets:
    """The targets of the capture points of one spec. What is `within` something is resolved once for each stack."""

    def __init__(self, points: Iterable[CapturePoint], now: Now | None = None) -> None:
        self._now = now
        self._points: dict[str, CapturePoint] = {}  # the first variant of each
        self._variants: dict[tuple[str, str | None], CapturePoint] = {}  # by name and stack
        for point in points:
            self._points.setdefault(point.name, point)
            for stack in point.variant:
                self._variants[point.name, stack] = point
        self._inside: dict[tuple[str, str | None], tuple[tuple[Target, ...], frozenset[Target]]] = {}

    def named(self, name: str, stack: Stack) -> CapturePoint | None:
        """The capture point of a name in a stack; its first variant where none is for that stack."""
        return self._variants.get((name, stack.name)) or self._points.get(name)

    def of(self, point: CapturePoint) -> tuple[Target, ...]:
        """All targets of a capture point. Stacks of one account and region look up the same."""
        if isinstance(point.target, Ids):
            return point.target.ids
        if len(point.stacks) == 1:
            return self.in_stack(point, point.stacks[0])
        return tuple(dict.fromkeys(each for stack in point.stacks for each in self.in_stack(point, stack)))

    def in_stack(self, point: CapturePoint, stack: Stack) -> tuple[Target, ...]:
        """The targets of a capture point in one stack; one stands for all whose ids only Terraform knows."""
        if isinstance(point.target, Ids):
            return point.target.ids
        found = None if self._now is None else self.found(point, stack)
        if found is None or (not point.plural and len(found) != 1):  # of one that finds none or several Terraform fails
            return (self._open(point, stack),)
        return found

    def found(self, point: CapturePoint, stack: Stack) -> tuple[str, ...] | None:
        """The ids that the lookup of a capture point finds now; None where that is not known, and of any other target.

        A lookup of one may find none or several.
        """
        lookup = None if self._now is None else self.looked_up(point, stack)
        if self._now is None or lookup is None:
            return None
        return () if lookup.within == frozenset() else self._now.found(lookup)

    def looked_up(self, point: CapturePoint, stack: Stack) -> LookedUp | None:
        """The lookup of a capture point, whatever it finds; None of any other target."""
        lookup = self._open(point, stack) if isinstance(point.target, Lookup) else None
        return lookup if isinstance(lookup, LookedUp) else None

    def inside(self, within: str, stack: Stack) -> tuple[Target, ...]:
        """The targets that a `within` means: an id, or those of the capture point that it names."""
        return self._resolved(within, stack)[0]

    def _resolved(self, within: str, stack: Stack) -> tuple[tuple[Target, ...], frozenset[Target]]:
        known = (within, stack.name)
        if known not in self._inside:
            named = None if kinds.of_id(within) else self.named(within, stack)
            self._inside[known] = ((within,), frozenset((within,)))  # also for a `within` that leads back to itself
            if named is not None:
                several = self.in_stack(named, stack)
                self._inside[known] = (several, frozenset(several))
        return self._inside[known]

    def _open(self, point: CapturePoint, stack: Stack) -> Target:
        kind = point.kind.singular
        match point.target:
            case Variable() | Reference() as value:
                return Referred(stack=stack.name, kind=kind, plural=point.plural, traversal=givens.traversal(value))
            case Lookup(tags, within, _):
                inside, of = ((), None) if within is None else self._resolved(within, stack)
                return LookedUp(
                    location=locations.key(stack),
                    kind=kind,
                    tags=tags,
                    within=of,
                    inside=inside,
                    plural=point.plural,
                )
        raise TypeError(point.target)


def kind_of(target: Target) -> str | None:
    """The kind of a target, as the key of the spec for one of them; None for a string that is no id."""
    if isinstance(target, str):
        kind = kinds.of_id(target)
        return kind.singular if kind else None
    return target.kind


def may_be_one(one: Target, other: Target) -> bool:
    """Whether two targets can turn out to share an id, which only Terraform knows."""
    if one == other:
        return True
    match one, other:
        case LookedUp(location=here), LookedUp(location=there) if not locations.may_be_one(here, there):
            return False
        case str(), str():
            return False
    return kind_of(one) == kind_of(other)


def name(target: Target) -> str:
    """A target in a sentence: its id, `var.core`, `the VPCs tagged Env=prod in vpc-0a1b2c3d`."""
    if isinstance(target, str):
        return target
    if isinstance(target, Referred):
        return target.traversal
    title = f"the {BY_KEY[target.kind][0].title}{'s' if target.plural else ''}"
    tags = [shown(f"{key}={value}", _LONGEST_TAG) for key, value in target.tags]
    tagged = f" tagged {listing(tags, 4)}" if tags else ""
    return f"{title}{tagged}{f' in {names(target.inside)}' if target.inside else ''}"


def names(several: Collection[Target], last: str = "and") -> str:
    """Some targets in a sentence; beyond four, the number of the rest."""
    return listing([name(each) for each in several], 4, last)


def quoted_name(target: Target) -> str:
    """A target in a message, its parts in quotes: `what is tagged "Env=prod" in vpc-0a1b2c3d`."""
    if isinstance(target, str):
        return target
    if isinstance(target, Referred):
        return f"`{target.traversal}`"
    tagged = listing([quoted(f"{key}={value}") for key, value in target.tags], limit=3)
    what = f"what is tagged {tagged}" if target.tags else f"every {BY_KEY[target.kind][0].title}"
    return f"{what} in {listing([quoted_name(each) for each in target.inside], limit=3)}" if target.inside else what


def but_for(one: Target, others: Collection[Target]) -> str:
    """`, unless var.core is vpc-0a1b2c3d`: the targets that can turn out to be this one; empty where none can."""
    same = [each for each in others if each != one and may_be_one(each, one)]
    if not same:
        return ""
    if not any(isinstance(each, Referred | LookedUp) and each.plural for each in (one, *same)):
        return f", unless {name(one)} is {listing([_beside(one, each) for each in same], 4, 'or')}"
    return f", except traffic that is also of {listing([_beside(one, each) for each in same], 4)}"


def _beside(one: Target, other: Target) -> str:
    """A target in a sentence about another one; a variable with its stack, if that is not the stack of the other."""
    here, there = (each.stack if isinstance(each, Referred) else None for each in (one, other))
    return name(other) if None in (here, there) or here == there else f"{name(other)} of the stack {quoted(there)}"
