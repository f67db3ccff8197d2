"""A Spec without the definitions that earlier stages found something wrong with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import replace
from gen_flowlogs.diagnostics import Finding, Origin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gen_flowlogs.model import CapturePoint, Spec

_Definition = tuple[str, tuple[str | int, ...]]


def without_broken(spec: Spec, findings: Iterable[Finding]) -> Spec:
    """The spec without broken definitions and their users; the same object where no definition is broken."""
    broken = {
        _definition(finding.at)
        for finding in findings
        if isinstance(finding.at, Origin) and len(finding.at.path) > 1 and finding.severity == "error"
    }
    if not broken:
        return spec
    return replace(
        spec,
        destinations=tuple(each for each in spec.destinations if _definition(each.origin) not in broken),
        capture_points=tuple(point for point in spec.capture_points if broken.isdisjoint(_definitions(point))),
    )


def _definition(origin: Origin) -> _Definition:
    """The file, section and name that something stands in; of `defaults`, the file, section and key."""
    return origin.file, origin.path[:2]


def _definitions(point: CapturePoint) -> Iterable[_Definition]:
    """Yield all definitions that decide what a capture point records, and where to."""
    yield _definition(point.origin)
    yield _definition(point.filter_origin)
    yield _definition(point.destinations_origin)
    if point.filter.origin is not None:
        yield _definition(point.filter.origin)
    for destination in point.destinations:
        yield _definition(destination.origin)
