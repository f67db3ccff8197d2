"""Now: what an inventory tells of the targets of specs, so that lookups and containers become certain.

For a comparison (`now`), lookups of one kind in one location are known together or not at all. Of two of them only one
of which is known nothing could be compared any more, and so a part of an inventory would tell less than none. What
records one thing, and which flow log exists, compares no lookups: there each is known `alone`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws import kinds
from gen_flowlogs.captures.targets import Now, Targets
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.captures.inventory import Inventory
    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.captures.targets import LookedUp
    from gen_flowlogs.model import CapturePoint, Spec, Stack

_FEW = 4

_Group = tuple["LocationKey", str]
"""The location and the kind of a lookup."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to the lookup of a capture point in a stack; `found` is None where the inventory does not tell it."""

    point: CapturePoint
    stack: Stack
    lookup: LookedUp
    found: tuple[str, ...] | None


def now(inventory: Inventory | None, specs: Iterable[Spec | None]) -> Now | None:
    """The answers of an inventory about the targets of some specs, which are to be compared; None without one."""
    each_alone = alone(inventory)
    if each_alone is None:
        return None
    specs = tuple(spec for spec in specs if spec is not None)
    unknown: set[_Group] = set()

    def found(lookup: LookedUp) -> tuple[str, ...] | None:
        return None if _group(lookup) in unknown else each_alone.found(lookup)

    answers = Now(found=found, around=each_alone.around)
    while True:
        several = (each for spec in specs for each in answers_of(spec, answers))
        more = {_group(each.lookup) for each in several if each.found is None}
        if more <= unknown:
            return answers
        unknown |= more  # and those within one that is not known follow


def alone(inventory: Inventory | None) -> Now | None:
    """The answers of an inventory about targets that are not compared with one another; None without one."""
    if inventory is None:
        return None
    known: dict[tuple[LookedUp, bool], tuple[str, ...] | None] = {}

    def found(lookup: LookedUp) -> tuple[str, ...] | None:
        key = lookup, lookup.plural  # a lookup of one may see what other accounts share, and equals one of several
        if key not in known:
            several = inventory.found(lookup)
            known[key] = None if several is None or not all(_is_of(each, lookup.kind) for each in several) else several
        return known[key]

    def around(id_: str) -> tuple[str, ...]:
        return tuple(each.id for each in inventory.around(id_))

    return Now(found=found, around=around)


def answers_of(spec: Spec | None, now: Now) -> Iterator[Answer]:
    """The answers to all lookups of a spec."""
    points = spec.capture_points if spec is not None else ()
    targets = Targets(points, now)
    for point in points:
        for stack in point.stacks:
            lookup = targets.looked_up(point, stack)
            if lookup is not None:
                yield Answer(point=point, stack=stack, lookup=lookup, found=targets.found(point, stack))


def untold(several: Iterable[Answer]) -> str:
    """The capture points whose lookups an inventory does not answer, in a sentence; empty where there are none."""
    names = list(dict.fromkeys(quoted(each.point.name) for each in several if each.found is None))
    if not names:
        return ""
    lookups = f"the lookup{'s' if names[1:] else ''} of {listing(names, _FEW)}"
    finds = "find" if names[1:] else "finds"
    return f"the inventory does not show what {lookups} {finds}, so no id is known, as without an inventory"


def _is_of(text: str, kind: str) -> bool:
    """Whether a text of an inventory is an id of a kind: a file of somebody else's can have any."""
    found = kinds.of_id(text)
    return found is not None and found.singular == kind


def _group(lookup: LookedUp) -> _Group:
    return lookup.location, lookup.kind
