"""Capture points whose records another one writes to the same sink already. AWS delivers, stores and bills both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.limits import FLOW_LOGS_PER_RESOURCE
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint import coverage, variants
from gen_flowlogs.lint.suppression import Suppressible
from gen_flowlogs.model import Lookup
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index
    from gen_flowlogs.model import CapturePoint, Destination


def check(index: Index) -> Iterator[Suppressible]:
    """Capture points that another covers: by `within`, by its target, or as a lookup that finds the target."""
    reported: set[int] = set()
    for point in coverage.may_share(index):
        for wider in coverage.around(index, point):
            covered = coverage.covered(index, point, wider)
            if covered:
                reported.add(id(point))
                yield _warning(point, wider, f"is inside {variants.point(wider, beside=point)}, which", covered)
                break
    yield from _same_target(index, reported)
    if index.containment.lookups:
        yield from _looked_up(index, reported)


def _looked_up(index: Index, reported: set[int]) -> Iterator[Suppressible]:
    """Capture points all of whose targets a lookup of another one certainly finds."""
    for point in index.spec.capture_points:
        if id(point) in reported or not point.stacks:
            continue
        for wider in coverage.finding(index, point):
            covered = [] if coverage.is_same(point, wider) else coverage.covered(index, point, wider)
            if covered:
                yield _warning(
                    point, wider, f"is among what {variants.point(wider, beside=point)} looks up, which", covered
                )
                break


def _same_target(index: Index, reported: set[int]) -> Iterator[Suppressible]:
    """Two capture points of one target. One flow log twice, and more than the quota allows, are errors of their own."""
    here: set[int] = set()
    known: dict[tuple[int, int], list[Destination]] = {}  # two that share one target often share many

    def covered_by(wider: CapturePoint, point: CapturePoint) -> list[Destination]:
        pair = id(wider), id(point)
        if pair not in known:
            known[pair] = coverage.covered(index, point, wider)
        return known[pair]

    for points in index.targets.values():
        if not 1 < len(points) <= FLOW_LOGS_PER_RESOURCE:
            continue
        by_filter = {id(point.filter): point for point in reversed(points)}
        for point in points:
            if id(point) in here:
                continue
            for wider in by_filter.values():
                if wider.filter is point.filter or coverage.is_same(point, wider):
                    continue
                covered = covered_by(wider, point)
                if covered and (point.name > wider.name or not covered_by(point, wider)):
                    here.add(id(point))
                    yield _warning(point, wider, f"{_how(index, wider, point)}, which", covered)
                    break

    reported |= here


def _how(index: Index, wider: CapturePoint, point: CapturePoint) -> str:
    """Tell what two capture points have in common of their targets."""
    inner, outer = set(index.keys.of(point)), set(index.keys.of(wider))
    other = variants.point(wider, beside=point)
    if index.observed and inner < outer and isinstance(wider.target, Lookup):
        return f"is among what {other} looks up"
    return f"records the same target as {other}" if inner <= outer else f"shares a target with {other}"


def _warning(point: CapturePoint, wider: CapturePoint, how: str, destinations: list[Destination]) -> Suppressible:
    where = listing([quoted(each.name) for each in destinations])
    chosen = wider.filter.traffic(wider.kind.family)
    traffic = "all" if chosen == "ALL" else chosen
    return Suppressible(
        Finding(
            "covered-capture",
            f"{variants.point(point, beside=wider)} {how} already writes {traffic} of that traffic to {where}; take "
            "one "
            "of them out, or each record is delivered and paid for twice",
            point.origin.key(),
            (("the other is", wider.origin.key()),),
        ),
        (point,),
    )
