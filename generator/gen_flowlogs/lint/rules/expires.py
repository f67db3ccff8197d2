"""Capture points that were meant for a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.suppression import Suppressible
from gen_flowlogs.phrasing import days, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index

NEAR = 30  # days


def check(index: Index) -> Iterator[Suppressible]:
    """Find the capture points whose day is near or past."""
    for point in index.spec.capture_points:
        if point.expires is None:
            continue
        left = (point.expires - index.today).days
        if left > NEAR:
            continue
        if left > 0:
            when = f"expires in {days(left)}"
        else:
            when = "expires today" if left == 0 else f"expired {days(-left)} ago"
        why = f" ({quoted(point.reason)})" if point.reason else ""
        yield Suppressible(
            Finding(
                "expires",
                f"{quoted(point.name)} {when}{why}; take it out of the spec, or give it another day",
                point.origin.at("expires"),
            ),
            (point,),
        )
