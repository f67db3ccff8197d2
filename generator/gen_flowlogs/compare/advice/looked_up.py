"""Notes on lookups that an inventory answers: what it does not tell, and what is only true of now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import targets
from gen_flowlogs.captures.lookups import Lookups
from gen_flowlogs.model import Lookup
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.captures.targets import LookedUp, Now
    from gen_flowlogs.model import CapturePoint, Spec, Stack

_FEW = 4

_Looking = list[tuple["CapturePoint", "Stack", "LookedUp", bool]]
"""Capture points that look up, each with a stack, its lookup there, and whether the inventory tells what it finds."""


def notes(old: Spec | None, new: Spec | None, now: Now | None) -> Iterator[str]:
    """One line for each note; none without an inventory."""
    if now is None:
        return
    before, after = _looking(old, now), _looking(new, now)
    told = [known for _, _, _, known in (*before, *after)]
    if any(told):
        yield (
            "the inventory tells what lookups find: Terraform looks again when it plans, and records what has come since"
        )
    if not all(told):
        names = _names(point for point, _, _, known in (*before, *after) if not known)
        yield f"the inventory does not tell what is found by {names}: no id of it is known, as without an inventory"
    later = Lookups(lookup for _, _, lookup, _ in after)
    kept = {lookup for _, _, lookup, _ in after}
    gone = {
        (targets.name(lookup), point.name)
        for point, stack, lookup, known in before
        if known and point.plural and lookup not in kept and not any(later.finding(lookup, point, (stack,)))
    }
    for name, point_name in sorted(gone):
        yield f"{name} are no longer looked up by {quoted(point_name)}: those that come later are not recorded by it"


def _looking(spec: Spec | None, now: Now) -> _Looking:
    points = spec.capture_points if spec is not None else ()
    known = targets.Targets(points, now)
    return [
        (point, stack, lookup, known.found(point, stack) is not None)
        for point in points
        if isinstance(point.target, Lookup)
        for stack in point.stacks
        if (lookup := known.looked_up(point, stack)) is not None
    ]


def _names(points: Iterable[CapturePoint]) -> str:
    several = dict.fromkeys(quoted(point.name) for point in points)
    return f"the lookup{'s' if len(several) > 1 else ''} of {listing(list(several), _FEW)}"
