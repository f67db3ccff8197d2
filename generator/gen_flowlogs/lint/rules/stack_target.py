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
        if len(point.stacks) > 1 and isinstance(point.target, Ids):
            yield Finding(
                "stack-target",
                f"{quoted(point.target.ids[0])} is in one account and one region, and {quoted(point.name)} in "
                f"{len(point.stacks)} stacks; name its stack, or look it up by its tags",
                target(point),
            )
    for key, points in index.targets.items():
        if isinstance(key, str) and len(points) > 1:
            yield from _told_apart(key, [point for point in points if len(point.stacks) == 1])


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
