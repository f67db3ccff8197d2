"""Traffic that two capture points write to one sink in records that differ, so that its packets are there twice.

One of them sums up over a longer time, or has other fields, so it does not cover the other, as `covered-capture` would
report; but a reader adds up both. Two formats of text in one sink are `mixed-formats`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.limits import FLOW_LOGS_PER_RESOURCE
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint import coverage, variants
from gen_flowlogs.lint.suppression import Suppressible
from gen_flowlogs.model import S3, CapturePoint, Destination
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from gen_flowlogs.lint.index import Index


def check(index: Index) -> Iterator[Suppressible]:
    """Find the capture points of which another one, around them or of the same target, records the packets too."""
    reported: set[tuple[int, int]] = set()
    sharing = {id(point): point for point in coverage.may_share(index)}
    for point in index.spec.capture_points if index.containment.lookups else sharing.values():
        others = [each for each in _others(index, point, sharing) if coverage.meets(each, point)]
        if not others or any(coverage.covered(index, point, each) for each in others):
            continue  # without it, neither is there
        for wider in others:
            several = coverage.together(index, wider, point)
            if not all(coverage.meets(each, point) for each in several):
                continue
            where = [
                to
                for to in coverage.shared(index, point, several)
                if all(_adds_up(point, each, to) for each in several)
            ]
            if where and (id(wider), id(point)) not in reported:
                reported.add((id(point), id(wider)))
                yield _warning(point, wider, where)
                break


def _others(index: Index, point: CapturePoint, sharing: Container[int]) -> Iterator[CapturePoint]:
    """The capture points that record what this one does, the nearest first; most have none."""
    if id(point) in sharing:
        yield from coverage.around(index, point)
        yield from _of_target(index, point)
    if index.containment.lookups:
        yield from (each for each in coverage.finding(index, point) if not coverage.is_same(point, each))


def _of_target(index: Index, point: CapturePoint) -> Iterator[CapturePoint]:
    """The capture points of a target of this one. One flow log twice is an error of its own."""
    seen: set[int] = set()  # one that has several of the targets counts once, and so do variants in the same stacks
    for target in index.keys.of(point):
        points = index.targets[target]
        for other in points if 1 < len(points) <= FLOW_LOGS_PER_RESOURCE else ():
            if id(other) in seen:
                continue
            seen.update(map(id, coverage.together(index, other, point)))
            if not coverage.is_same(point, other) and not coverage.covers(point, other):
                yield other


def _adds_up(point: CapturePoint, wider: CapturePoint, destination: Destination) -> bool:
    """Whether a reader of the sink takes the records of both for records of one kind."""
    by_name = isinstance(destination, S3) and destination.file_format == "parquet"
    return by_name or coverage.layout(point) == coverage.layout(wider)


def _warning(point: CapturePoint, wider: CapturePoint, destinations: list[Destination]) -> Suppressible:
    where = listing([quoted(each.name) for each in destinations])
    one, other = (each.filter.interval(each.kind.family) for each in (point, wider))
    mine, theirs = (f" every {one} seconds", f" every {other}") if one != other else ("", " with other fields")
    return Suppressible(
        Finding(
            "recorded-twice",
            f"{variants.point(point, beside=wider)} writes to {where}{mine} what {variants.point(wider, beside=point)} "
            f"writes there{theirs}: each packet would be counted, and paid for, twice; send one of them elsewhere",
            point.origin.key(),
            (("the other is", wider.origin.key()),),
        ),
        (point, wider),
    )
