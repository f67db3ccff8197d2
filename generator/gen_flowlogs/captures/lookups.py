"""Lookups that certainly find a target: they have fewer conditions, in the same account and region.

Certain means that AWS documents it, not that it is likely. A VPC or a subnet that can have a flow log is its account's
own, and so among those that a lookup without conditions finds. A network interface need not be: the owner of a VPC may
record an interface of another account in a shared subnet, and a lookup of several finds the account's own alone. Nor
need a transit gateway or an attachment be.
Source: "Responsibilities and permissions for owners and participants" of the VPC user guide, 2026-11.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.kinds import SUBNET, VPC
from gen_flowlogs.captures import locations
from gen_flowlogs.captures.targets import LookedUp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.captures.targets import Target
    from gen_flowlogs.model import CapturePoint, Stack

CERTAIN = (VPC, SUBNET)
"""The kinds of which a lookup without conditions certainly finds whatever can have a flow log."""

_Group = tuple[object, ...]
_Tag = tuple[str, str] | None


class Lookups:
    """The lookups among some targets, to be asked which of them certainly find a target.

    Each is filed under the rarest of its tags, so that the cost of one question does not grow with their number.
    """

    def __init__(self, targets: Iterable[Target]) -> None:
        lookups = [target for target in targets if isinstance(target, LookedUp)]
        count: dict[_Tag, int] = {}
        for lookup in lookups:
            for tag in lookup.tags:
                count[tag] = count.get(tag, 0) + 1
        self._filed: dict[tuple[_Group, _Tag], list[LookedUp]] = {}
        for lookup in lookups:
            rarest = min(lookup.tags, key=lambda tag: (count[tag], tag), default=None)
            self._filed.setdefault((_group(lookup), rarest), []).append(lookup)

    def __bool__(self) -> bool:
        """Whether there is any lookup."""
        return bool(self._filed)

    def finding(self, target: Target, point: CapturePoint, stacks: Iterable[Stack]) -> Iterator[LookedUp]:
        """The lookups, other than the target itself, that certainly find all of it.

        `point` is a capture point of the target, and `stacks` those in which an id is looked for.
        """
        if isinstance(target, LookedUp):
            if point.plural or point.kind in CERTAIN:
                yield from self._with_fewer_conditions(target)
        elif isinstance(target, str) and point.kind in CERTAIN:
            for location in dict.fromkeys(locations.key(stack) for stack in stacks):
                yield from self.of_all(point.kind.singular, location)

    def of_all(self, kind: str, location: LocationKey) -> Iterator[LookedUp]:
        """The lookup without conditions of a kind in an account and region, if there is one."""
        yield from self._filed.get(((location, kind, None), None), ())

    def _with_fewer_conditions(self, target: LookedUp) -> Iterator[LookedUp]:
        tags = set(target.tags)
        for group in dict.fromkeys((_group(target), (target.location, target.kind, None))):
            for tag in (None, *target.tags):
                for other in self._filed.get((group, tag), ()):
                    if other != target and tags.issuperset(other.tags):
                        yield other


def _group(lookup: LookedUp) -> _Group:
    return (lookup.location, lookup.kind, lookup.within)
