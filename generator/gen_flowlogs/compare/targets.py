"""What a capture point stands for: ids, or something open that only Terraform sees (a variable, a reference, a lookup).

Two open targets are one where they ask the same: a lookup is what it asks, whatever it is called, and whether what it
is `within` is written as a name or as an id.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gen_flowlogs.aws import kinds
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.model import CapturePoint, Ids, Lookup, Reference, Stack, Variable
from gen_flowlogs.phrasing import listing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

_LONG = 60  # characters of a tag


@dataclass(frozen=True, slots=True)
class Open:
    """A target whose ids nobody knows before Terraform runs."""

    kind: str
    plural: bool
    asks: object
    shown: str = field(compare=False)


Target = str | Open


def targets(
    point: CapturePoint, stack: Stack, points: Mapping[str, CapturePoint]
) -> Iterator[tuple[Target, str | None]]:
    """Each target of a capture point in a stack, with its key in `for_each`; one for all that are open.

    `points`: those of the spec, by name.
    """
    kind = point.kind.singular
    match point.target:
        case Ids(ids):
            for id_ in ids:
                yield id_, id_ if point.plural else None
        case Variable(name):  # each root module has variables of its own
            yield Open(kind, point.plural, ("var", name, stack.name), f"var.{name}"), None
        case Reference(traversal):
            yield Open(kind, point.plural, ("ref", traversal, stack.name), traversal), None
        case Lookup() as lookup:
            yield _lookup(point, lookup, stack, points), None


def _lookup(point: CapturePoint, lookup: Lookup, stack: Stack, points: Mapping[str, CapturePoint]) -> Open:
    inside: tuple[Target, ...] = ()
    if lookup.within is not None:
        if kinds.of_id(lookup.within) is not None:
            inside = (lookup.within,)
        else:
            inside = tuple(each for each, _ in targets(points[lookup.within], stack, points))
    title = f"the {point.kind.title}{'s' if point.plural else ''}"
    tags = (
        f" tagged {listing([shown(f'{key}={value}', _LONG) for key, value in lookup.tags], 4)}" if lookup.tags else ""
    )
    where = f" in {words(inside)}" if inside else ""
    asks = ("lookup", lookup.tags, frozenset(inside))
    return Open(point.kind.singular, point.plural, asks, f"{title}{tags}{where}")


def words(several: Collection[Target]) -> str:
    """Targets for people; not many of them."""
    return listing([each if isinstance(each, str) else each.shown for each in several], 4)


def but_for(one: Target, others: Collection[Target]) -> str:
    """`, unless var.core is the same`: what can still turn out to be one, which only Terraform sees; or nothing."""
    same = [each for each in others if each != one and _may_be(each, one)]
    if not same:
        return ""
    if not any(isinstance(each, Open) and each.plural for each in (one, *same)):
        return f", unless {words(same)} is the same"
    return f", but for what is also in {words(same)}"


def _may_be(one: Target, other: Target) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return False
    return _kind(one) == _kind(other)


def _kind(target: Target) -> str | None:
    if isinstance(target, Open):
        return target.kind
    kind = kinds.of_id(target)
    return kind.singular if kind else None
