"""Regions that this version does not know to have tag fields, of stacks that record them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.regions import KNOWN, TAG_FIELD_REGIONS, partition_of
from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.lint.suppression import Suppressible
from gen_flowlogs.phrasing import ignoring, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index
    from gen_flowlogs.model import CapturePoint

SLUGS = ("unknown-region",)


_WITHOUT = {region for region in KNOWN - TAG_FIELD_REGIONS if partition_of(region) != "aws-cn"}
"""Regions that AWS does not document to have tag fields; for those in China, AWS documents that they have none."""


def check(index: Index) -> Iterator[Suppressible]:
    """Find stacks that record tag fields in a region that AWS does not document to have them."""
    first: dict[int, CapturePoint] = {}  # by its stacks, which many share
    for format_ in index.formats:
        for point in format_.points if format_.filter.tag_fields else ():
            first.setdefault(id(point.stacks), point)
    reported: set[str | None] = set()
    for point in first.values():
        for stack in point.stacks:
            if stack.region in _WITHOUT and stack.name not in reported and stack.origin is not None:
                reported.add(stack.name)
                yield Suppressible(_without(stack.region, point, stack.origin.at("region")))


def _without(region: str, point: CapturePoint, at: Origin) -> Finding:
    return Finding(
        "unknown-region",
        f"AWS is not known to have tag fields in {quoted(region)}, where {quoted(point.name)} records them; use a "
        "filter "
        f"without `tag_fields`, or if AWS has them by now {ignoring('unknown-region')}",
        at,
        (("the capture point is at", point.origin.key()),),
    )
