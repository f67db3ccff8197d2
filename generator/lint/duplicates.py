"""Flow logs that AWS refuses beside each other: the same one twice, and too many on one resource.

Sources: the EC2 error `FlowLogAlreadyExists` ("an existing flow log with the same configuration and log
destination"), and the quota that `aws.limits` holds.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from generator.aws.limits import FLOW_LOGS_PER_RESOURCE
from generator.diagnostics import Finding
from generator.lint.places import place, place_words, target, target_words
from generator.model import CapturePoint, Destination
from generator.words import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.lint.survey import Format, Survey, TargetKey

_Pair = tuple[CapturePoint, Destination]


def check(found: Survey) -> Iterator[Finding]:
    """The same flow log twice."""
    formats = {(id(format_.filter), format_.family): format_ for format_ in found.formats}
    same: dict[tuple[int, int, int, int], tuple[_Pair, _Pair, list[TargetKey]]] = {}
    for key, points in _suspects(found):
        first: dict[tuple[object, ...], _Pair] = {}
        for point in points:
            format_ = formats[id(point.filter), point.kind.family]
            for destination in point.destinations:
                for record in _records(point, destination, format_):
                    before, where = first.setdefault(record, (point, destination))
                    if before is point and where is destination:
                        continue
                    pair = (id(before), id(where), id(point), id(destination))
                    keys = same.setdefault(pair, ((before, where), (point, destination), []))[2]
                    if key not in keys[-1:]:
                        keys.append(key)
    for earlier, later, keys in same.values():
        yield _twice(earlier, later, keys)


def _suspects(found: Survey) -> Iterator[tuple[TargetKey, list[CapturePoint]]]:
    """Targets with more than one capture point; all, where two destinations are one place."""
    places = Counter(place(destination, None) for destination in found.spec.destinations)
    if all(count == 1 for count in places.values()):
        return ((key, points) for key, points in found.targets.items() if len(points) > 1)
    return iter(found.targets.items())


def _records(point: CapturePoint, destination: Destination, format_: Format) -> Iterator[tuple[object, ...]]:
    what = (point.filter.traffic, format_.layout)
    return ((*what, place(destination, stack.name)) for stack in point.stacks)


def _twice(earlier: _Pair, later: _Pair, keys: list[TargetKey]) -> Finding:
    (before, _), (point, destination) = earlier, later
    ids = listing([target_words(key) for key in keys], limit=3)
    what = f"{point.filter.traffic} traffic of {ids} to {place_words(destination)}"
    if before is point:
        return Finding(
            "duplicate-flow-log",
            f"{quoted(earlier[1].name)} and {quoted(destination.name)} both send {what} in one format, and AWS refuses "
            "the second flow log; take one of them out",
            point.destinations_origin,
            (("the capture point is", point.origin.key()),),
        )
    return Finding(
        "duplicate-flow-log",
        f"{quoted(point.name)} sends {what} in the format that {quoted(before.name)} does, and AWS refuses the second "
        "flow log; take one of them out",
        target(point),
        (("the first is", before.origin.key()),),
    )


def quota(found: Survey) -> Iterator[Finding]:
    """More flow logs on one resource than AWS allows. One finding for a capture point, however many ids it has."""
    told: set[int] = set()
    for key, points in found.targets.items():
        if len(points) == 1 and len(points[0].destinations) <= FLOW_LOGS_PER_RESOURCE:
            continue
        count = sum(len(point.destinations) for point in points)
        if count > FLOW_LOGS_PER_RESOURCE and id(points[-1]) not in told:
            told.add(id(points[-1]))
            yield Finding(
                "flow-log-quota",
                f"{target_words(key)} would have {count} flow logs, and AWS allows {FLOW_LOGS_PER_RESOURCE} on one "
                "resource; record it into fewer destinations, or with fewer filters",
                target(points[-1]),
            )
