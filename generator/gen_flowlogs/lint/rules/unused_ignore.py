"""Reasons in `lint: {ignore: …}` that have no warning left to suppress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.origins import extras
from gen_flowlogs.lint.suppression import Suppressible, holder_of
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.suppression import Used
    from gen_flowlogs.model import Spec


_BY_INVENTORY = frozenset({"within-wrong"})
"""Rules that find nothing without an inventory."""


def check(spec: Spec, used: Used, *, observed: bool) -> Iterator[Suppressible]:
    """Find the reasons of a spec that are not among those needed. One for this rule itself is never reported.

    `observed`: there is an inventory, so that all rules were asked.
    """
    unasked = {"unused-ignore", *(() if observed else _BY_INVENTORY)}
    for slug in spec.ignores:
        if (holder_of(spec), slug) not in used and slug not in unasked:
            yield Suppressible(Finding("unused-ignore", _words(slug), spec.origin.key("lint", "ignore", slug)))
    for point in spec.capture_points:
        for slug in point.ignores:
            if (holder_of(point), slug) not in used and slug not in unasked:
                at = point.origin.key("lint", "ignore", slug)
                yield Suppressible(Finding("unused-ignore", _words(slug), at), (point,))
    for destination in spec.destinations:
        for slug in destination.ignores:
            if (holder_of(destination), slug) not in used and slug not in unasked:
                at = extras(destination).key("lint", "ignore", slug)
                yield Suppressible(Finding("unused-ignore", _words(slug), at), (destination,))


def _words(slug: str) -> str:
    return f"the rule {quoted(slug)} has no finding here to ignore; take it out"
