"""What contains what a capture point stands for, as far as a spec says so (`within`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws import kinds
from gen_flowlogs.aws.kinds import REGIONAL_NAT_GATEWAY
from gen_flowlogs.compare.targets import targets
from gen_flowlogs.model import CapturePoint, Ids, Lookup, Spec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.compare.recordings import Recording, Subject

Around = tuple["Subject", ...]
"""What contains something: one of these, nobody says which."""


class Containers:
    """The containers of one version of a spec."""

    def __init__(self, spec: Spec | None) -> None:
        points = spec.capture_points if spec else ()
        self._points = {point.name: point for point in points}
        self._of_id: dict[str, list[CapturePoint]] = {}
        for point in points:
            if isinstance(point.target, Ids) and len(point.target.ids) == 1 and point.within is not None:
                self._of_id.setdefault(point.target.ids[0], []).append(point)

    def around(self, inner: Recording) -> Iterator[Around]:
        """Everything that contains what a recording is of, however far out. Nothing records a regional NAT gateway."""
        if inner.point.kind is REGIONAL_NAT_GATEWAY:
            return
        seen: set[str] = set()
        layer = [*_within(inner.point)]
        while layer:
            name = layer.pop()
            if name in seen:
                continue
            seen.add(name)
            here = inner.subject[0]
            if kinds.of_id(name) is not None:
                yield ((here, name),)
                outer = self._of_id.get(name, [])
            else:
                point = self._points[name]
                several = tuple(target for target, _ in targets(point, inner.stack, self._points))
                yield tuple((here, target) for target in several)
                same = self._of_id.get(str(several[0]), []) if len(several) == 1 else []
                outer = [point, *same]
            layer += [each for point in outer for each in _within(point)]


def _within(point: CapturePoint) -> Iterator[str]:
    if point.within is not None:
        yield point.within
    if isinstance(point.target, Lookup) and point.target.within is not None:
        yield point.target.within
