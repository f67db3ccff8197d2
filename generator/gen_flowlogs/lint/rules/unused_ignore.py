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


_MORE_BY_INVENTORY = frozenset({"covered-capture", "recorded-twice", "within-wrong"})
_FEWER_BY_INVENTORY = frozenset({"partial-capture"})
"""Rules that an inventory makes find more, or less: a reason for one may be needed only with it, or only without."""


def check(spec: Spec, used: Used, *, observed: bool) -> Iterator[Suppressible]:
    """Find the reasons of a spec that are not among those needed. One for this rule itself is never reported.

    `observed`: there is an inventory.
    """
    unasked = {"unused-ignore", *(_FEWER_BY_INVENTORY if observed else _MORE_BY_INVENTORY)}
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
