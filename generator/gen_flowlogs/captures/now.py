"""Now: what an inventory tells of the targets of specs, so that lookups and containers become certain.

Lookups of one kind in one location are known together or not at all. Of two of them only one of which is known nothing
could be compared any more, and so a part of an inventory would tell less than none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures.targets import LookedUp, Now, Targets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.captures.inventory import Inventory
    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.model import CapturePoint, Spec, Stack

_Group = tuple["LocationKey", str]
"""The location and the kind of a lookup."""


def now(inventory: Inventory | None, specs: Iterable[Spec | None]) -> Now | None:
    """The answers of an inventory about the targets of some specs, which are to be compared; None without one."""
    if inventory is None:
        return None
    specs = tuple(spec for spec in specs if spec is not None)
    known: dict[tuple[LookedUp, bool], tuple[str, ...] | None] = {}
    unknown: set[_Group] = set()

    def found(lookup: LookedUp) -> tuple[str, ...] | None:
        key = lookup, lookup.plural  # a lookup of one may see what other accounts share, and equals one of several
        if key not in known:
            known[key] = inventory.found(lookup)
        return None if _group(lookup) in unknown else known[key]

    def around(id_: str) -> tuple[str, ...]:
        return tuple(each.id for each in inventory.around(id_))

    answers = Now(found=found, around=around)
    while not unknown.issuperset(more := set(_unknown(specs, answers))):  # those within one that is not known follow
        unknown |= more
    return answers


def _unknown(specs: Iterable[Spec], answers: Now) -> Iterator[_Group]:
    """The locations and kinds of the lookups that are not known."""
    for spec in specs:
        targets = Targets(spec.capture_points, answers)
        for point, stack in _places(spec):
            lookup = targets.looked_up(point, stack)
            if lookup is not None and targets.found(point, stack) is None:
                yield _group(lookup)


def _places(spec: Spec) -> Iterator[tuple[CapturePoint, Stack]]:
    return ((point, stack) for point in spec.capture_points for stack in point.stacks)


def _group(lookup: LookedUp) -> _Group:
    return lookup.location, lookup.kind
