"""Capture points that were meant for a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.doubt import Doubt
from gen_flowlogs.phrasing import days, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.survey import Survey

NEAR = 30  # days


def check(found: Survey) -> Iterator[Doubt]:
    """Those whose day is near or past."""
    for point in found.spec.capture_points:
        if point.expires is None:
            continue
        left = (point.expires - found.today).days
        if left > NEAR:
            continue
        if left > 0:
            when = f"expires in {days(left)}"
        else:
            when = "expires today" if left == 0 else f"expired {days(-left)} ago"
        why = f" ({quoted(point.reason)})" if point.reason else ""
        yield Doubt(
            Finding(
                "expires",
                f"{quoted(point.name)} {when}{why}; take it out of the spec, or give it another day",
                point.origin.at("expires"),
            ),
            (point,),
        )
