"""Ids in several stacks: an id has one account and region."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gen_flowlogs.captures import locations
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.origins import target
from gen_flowlogs.model import Ids
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gen_flowlogs.lint.index import Index
    from gen_flowlogs.model import CapturePoint


def check(index: Index) -> Iterator[Finding]:
    """Find ids that one capture point, or two, place in several stacks."""
    written = {
        id_: [point for point in points if isinstance(point.target, Ids)]  # and no lookup that finds it
        for id_, points in index.targets.items()
        if isinstance(id_, str) and len(points) > 1
    }
    shared = {id_: _counts(points) for id_, points in written.items() if len(points) > 1}
    for point in index.spec.capture_points:
        several = _in_several(point, point.target.ids, shared) if isinstance(point.target, Ids) else None
        if several is not None:
            id_, count = several
            yield Finding(
                "stack-target",
                f"{quoted(id_)} is in one account and one region, and {quoted(point.name)} in {count} stacks; name its "
                "stack, or look it up by its tags",
                target(point),
            )
    for id_, counts in shared.items():
        yield from _told_apart(id_, [point for point in written[id_] if counts[point.name] == 1])


def _counts(points: Iterable[CapturePoint]) -> Counter[str]:
    """The number of stacks in which each capture point, with its variants, has an id; `points`: all those of the id."""
    counts: Counter[str] = Counter()
    for point in points:
        counts[point.name] += len(point.stacks)
    return counts


def _in_several(
    point: CapturePoint, ids: tuple[str, ...], shared: Mapping[str, Counter[str]]
) -> tuple[str, int] | None:
    """The first id that a capture point, with its other variants, places in several stacks, and their number."""
    if not point.variant:
        return (ids[0], len(point.stacks)) if len(point.stacks) > 1 else None
    counts = ((id_, shared[id_][point.name] if id_ in shared else len(point.stacks)) for id_ in ids)
    return next((each for each in counts if each[1] > 1), None)


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
