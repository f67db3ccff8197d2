"""Flow logs that AWS refuses beside each other: the same one twice, and too many on one resource.

Sources: the EC2 error `FlowLogAlreadyExists` ("an existing flow log with the same configuration and log
destination"), and the quota that `aws.limits` holds.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gen_flowlogs.captures import locations, sinks, targets
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint import coverage
from gen_flowlogs.lint.origins import target
from gen_flowlogs.lint.variants import point as called
from gen_flowlogs.model import ONLY, CapturePoint, Destination, Lookup, Stack
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.aws.kinds import Family
    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.captures.targets import Target
    from gen_flowlogs.lint.index import Format, Index

_Pair = tuple[CapturePoint, Destination]
_Records = dict[tuple[object, ...], _Pair]
_Formats = dict[tuple[int, "Family"], "Format"]
_Same = dict[tuple[int, int, int, int], tuple[_Pair, _Pair, list["Target"]]]


def check(index: Index) -> Iterator[Finding]:
    """The same flow log twice."""
    formats = {(id(format_.filter), format_.family): format_ for format_ in index.formats}
    same: _Same = {}
    for key, points in _suspects(index):
        first: _Records = {}
        for point in points:
            for record, pair in _records(point, formats):
                before = first.setdefault(record, pair)
                if before[0] is not pair[0] and before[0].name == point.name:
                    continue  # two variants of one, which `twins` and the rule `stack-target` are about
                if before[0] is not pair[0] or before[1] is not pair[1]:
                    _note(same, before, pair, key)
    _contained(index, formats, same)
    for earlier, later, keys in same.values():
        yield _twice(earlier, later, keys)


def _suspects(index: Index) -> Iterator[tuple[Target, list[CapturePoint]]]:
    """Targets with more than one capture point; all targets, where two destinations are one sink."""
    known = {(destination.name, sinks.sink(destination, ONLY)) for destination in index.spec.destinations}
    counts = Counter(sink for _, sink in known)
    if all(count == 1 for count in counts.values()):
        return ((key, points) for key, points in index.targets.items() if len(points) > 1)
    return iter(index.targets.items())


def _records(point: CapturePoint, formats: _Formats) -> Iterator[tuple[tuple[object, ...], _Pair]]:
    """Yield what AWS compares of each flow log of a capture point, apart from its target."""
    family = point.kind.family
    what = (point.filter.traffic(family), formats[id(point.filter), family].record_format)
    for destination in point.destinations:
        form = (*what, sinks.file_form(destination))
        for stack in point.stacks:
            yield (*form, sinks.sink(destination, stack)), (point, destination)


def _note(same: _Same, earlier: _Pair, later: _Pair, key: Target) -> None:
    pair = (id(earlier[0]), id(earlier[1]), id(later[0]), id(later[1]))
    keys = same.setdefault(pair, (earlier, later, []))[2]
    if key not in keys[-1:]:
        keys.append(key)


def _contained(index: Index, formats: _Formats, same: _Same) -> None:
    """Note flow logs that a lookup makes once more because it finds the target too, the later one in the spec last."""
    lookups = index.containment.lookups
    if not lookups:
        return
    order = {id(point): number for number, point in enumerate(index.spec.capture_points)}
    known: dict[Target, _Records] = {}
    for key, points in index.targets.items():
        for point in points:
            for lookup in lookups.finding(key, point, point.stacks):
                records = known.get(lookup)
                if records is None:
                    records = known[lookup] = {}
                    for other in index.targets[lookup]:
                        for record, pair in _records(other, formats):
                            records.setdefault(record, pair)
                for record, pair in _records(point, formats):
                    before = records.get(record)
                    if before is not None and before[0] is not point:
                        pairs = sorted((before, pair), key=lambda each: order[id(each[0])])
                        _note(same, pairs[0], pairs[1], key)


def _twice(earlier: _Pair, later: _Pair, keys: list[Target]) -> Finding:
    (before, _), (point, destination) = earlier, later
    ids = listing(list(dict.fromkeys(targets.quoted_name(key) for key in keys)), limit=3)
    what = f"{point.filter.traffic(point.kind.family)} traffic of {ids} to {sinks.quoted_name(destination)}"
    if before is point:
        return Finding(
            "duplicate-flow-log",
            f"{quoted(earlier[1].name)} and {quoted(destination.name)} both send {what} in one format, and AWS refuses "
            "the second flow log; take one out",
            point.destinations_origin,
            (("the capture point is", point.origin.key()),),
        )
    return Finding(
        "duplicate-flow-log",
        f"{called(point, beside=before)} and {called(before, beside=point)} send {what} in one format, and AWS refuses "
        "the second flow log; take one out",
        target(point),
        (("the first is", before.origin.key()),),
    )


def twins(index: Index) -> Iterator[Finding]:
    """A lookup in two stacks of one account and region, which finds the same in both."""
    if len({locations.key(stack) for stack in index.spec.stacks}) == len(index.spec.stacks):
        return
    known: dict[int, tuple[Stack, Stack] | None] = {}
    variants: dict[str, list[CapturePoint]] = {}
    for point in index.spec.capture_points:
        if not isinstance(point.target, Lookup):
            continue
        if point.variant:
            variants.setdefault(point.name, []).append(point)
            continue
        if id(point.stacks) not in known:
            known[id(point.stacks)] = _twins(point.stacks)
        both = known[id(point.stacks)]
        same = both and next(
            (each for each in point.destinations if sinks.sink(each, both[0]) == sinks.sink(each, both[1])), None
        )
        if both and same:
            yield _one_twice(point, both, same)
    for several in variants.values():
        yield from _twin_variants(index, several)


def _one_twice(point: CapturePoint, both: tuple[Stack, Stack], same: Destination) -> Finding:
    return Finding(
        "duplicate-flow-log",
        f"{quoted(point.name)} sends to {sinks.quoted_name(same)} from the stacks {quoted(both[0].name)} and "
        f"{quoted(both[1].name)}, which are one account and region, and AWS refuses the second flow log; name one of "
        "them",
        target(point),
        (("the capture point is", point.origin.key()),),
    )


def _twin_variants(index: Index, variants: Iterable[CapturePoint]) -> Iterator[Finding]:
    """The first two stacks of one account and region in which variants of a capture point make one flow log."""
    first: dict[tuple[object, ...], Stack] = {}
    located = ((stack, point) for point in variants for stack in point.stacks)
    for stack, point in sorted(located, key=lambda each: str(each[0].name)):
        what = (locations.key(stack), index.keys.in_stack(point, stack), coverage.recorded(point))
        for destination in point.destinations:
            sink = sinks.sink(destination, stack)
            before = first.setdefault((*what, sink, sinks.file_form(destination)), stack)
            if before is not stack:
                yield _one_twice(point, (before, stack), destination)
                return


def _twins(stacks: Iterable[Stack]) -> tuple[Stack, Stack] | None:
    first: dict[LocationKey, Stack] = {}
    for stack in stacks:
        before = first.setdefault(locations.key(stack), stack)
        if before is not stack:
            return before, stack
    return None
