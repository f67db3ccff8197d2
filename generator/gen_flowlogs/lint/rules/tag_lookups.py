"""Tags that a lookup asks for and no resource can have, so that it would never find anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.tags import tag_problem, tag_set_problem
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.origins import target
from gen_flowlogs.model import Lookup
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index
    from gen_flowlogs.model import CapturePoint

SLUGS = ("tag",)


def check(index: Index) -> Iterator[Finding]:
    """Find the lookups that ask for such tags."""
    for point in index.spec.capture_points:
        if isinstance(point.target, Lookup):
            yield from _check(point, point.target)


def _check(point: CapturePoint, lookup: Lookup) -> Iterator[Finding]:
    at = target(point).at("lookup", "tags")
    for key, value in lookup.tags:
        of_key = tag_problem(key, "", "ec2", looked_for=True)
        problem = of_key or tag_problem(key, value, "ec2", looked_for=True)
        if problem is not None:
            where = at.key(key) if of_key else at.at(key)
            yield Finding("tag", f"no resource has the tag {quoted(key)} as it is looked for: it {problem}", where)
    problem = tag_set_problem((key for key, _ in lookup.tags if not key.startswith("aws:")), "ec2")
    if problem is not None:
        yield Finding("tag", f"no resource has all the tags that are looked for: {problem}", at.key())
