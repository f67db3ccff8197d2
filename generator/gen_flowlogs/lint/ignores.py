"""`lint: {ignore: …}`: which warnings are not said, and which reasons have nothing left to say them for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.doubt import Doubt
from gen_flowlogs.lint.origins import extras
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.model import Spec


def apply(spec: Spec, doubts: Iterable[Doubt]) -> tuple[Finding, ...]:
    """The findings of the doubts that nobody ignores, and one for each ignored rule that was not broken."""
    used: set[tuple[int, str]] = set()
    told: list[Finding] = []
    for doubt in doubts:
        slug = doubt.finding.slug
        holders = [holder for holder in (spec, *doubt.subjects) if slug in holder.ignores]
        used.update((id(holder), slug) for holder in holders)
        if not holders:
            told.append(doubt.finding)
    if spec.complete:
        told += [
            doubt.finding
            for doubt in _unused(spec, used)
            if not any("unused-ignore" in holder.ignores for holder in (spec, *doubt.subjects))
        ]
    return tuple(told)


def _unused(spec: Spec, used: set[tuple[int, str]]) -> Iterator[Doubt]:
    """A rule may be ignored by several that a warning is about; each of them was then needed."""
    for slug in spec.ignores:
        if (id(spec), slug) not in used and slug != "unused-ignore":
            yield Doubt(Finding("unused-ignore", _words(slug), spec.origin.key("lint", "ignore", slug)))
    for point in spec.capture_points:
        for slug in point.ignores:
            if (id(point), slug) not in used and slug != "unused-ignore":
                at = point.origin.key("lint", "ignore", slug)
                yield Doubt(Finding("unused-ignore", _words(slug), at), (point,))
    for destination in spec.destinations:
        for slug in destination.ignores:
            if (id(destination), slug) not in used and slug != "unused-ignore":
                at = extras(destination).key("lint", "ignore", slug)
                yield Doubt(Finding("unused-ignore", _words(slug), at), (destination,))


def _words(slug: str) -> str:
    return f"the rule {quoted(slug)} has nothing to say here, so there is nothing to ignore; take it out"
