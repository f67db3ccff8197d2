"""Ids in several stacks: an id has one account and region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import locations
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.origins import target
from gen_flowlogs.model import Ids
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index
    from gen_flowlogs.model import CapturePoint


def check(index: Index) -> Iterator[Finding]:
    """Find ids that one capture point, or two, place in several stacks."""
    for point in index.spec.capture_points:
        several = _in_several(index, point, point.target.ids) if isinstance(point.target, Ids) else None
        if several is not None:
            id_, count = several
            yield Finding(
                "stack-target",
                f"{quoted(id_)} is in one account and one region, and {quoted(point.name)} in {count} stacks; name its "
                "stack, or look it up by its tags",
                target(point),
            )
    for key, points in index.targets.items():
        if isinstance(key, str) and len(points) > 1:
            yield from _told_apart(key, [point for point in points if _count(point, points) == 1])


def _in_several(index: Index, point: CapturePoint, ids: tuple[str, ...]) -> tuple[str, int] | None:
    """The first id that a capture point, with its other variants, places in several stacks, and their number."""
    if not point.variant:
        return (ids[0], len(point.stacks)) if len(point.stacks) > 1 else None
    counts = ((id_, _count(point, index.targets[id_])) for id_ in ids)
    return next((each for each in counts if each[1] > 1), None)


def _count(point: CapturePoint, points: list[CapturePoint]) -> int:
    """The number of stacks in which a capture point has an id; `points`: all those of the id."""
    if not point.variant:
        return len(point.stacks)
    return sum(len(each.stacks) for each in points if each.name == point.name)


def _told_apart(id_: str, points: list[CapturePoint]) -> Iterator[Finding]:
    """The first capture point that places an id in another location than the ones before it."""
    other = next(
        (point for point in points if locations.key(point.stacks[0]) != locations.key(points[0].stacks[0])), None
    )
    if other is not None:
        one, two = other.stacks[0], points[0].stacks[0]
        yield Finding(
            "stack-target",
            f"{quoted(id_)} is in one account and one region, and {quoted(other.name)} looks for it in "
            f"{quoted(one.name)}, {quoted(points[0].name)} in {quoted(two.name)}; put both into the stack that has "
            "it",
            target(other),
            (("the other is at", target(points[0])),),
        )
