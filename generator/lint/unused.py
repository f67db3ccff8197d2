"""Filters and destinations that nobody uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.diagnostics import Finding
from generator.lint.doubt import Doubt
from generator.words import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.lint.survey import Survey


def check(found: Survey) -> Iterator[Doubt]:
    """Definitions without a use. Nothing is said of a spec that was not understood as a whole.

    A filter of an included file is for other specs too, and costs this one nothing; a destination is created.
    """
    if not found.spec.complete:
        return
    filters = {id(format_.filter) for format_ in found.formats}
    for filter_ in found.spec.filters:
        if id(filter_) not in filters and filter_.origin is not None and filter_.origin.file == found.spec.origin.file:
            yield Doubt(
                Finding(
                    "unused-definition",
                    f"no capture point uses the filter {quoted(filter_.name)}; take it out",
                    filter_.origin.key(),
                )
            )
    destinations = {id(use.destination) for use in found.uses}
    for destination in found.spec.destinations:
        if id(destination) not in destinations and not destination.retired:
            yield Doubt(
                Finding(
                    "unused-definition",
                    f"no capture point records into {quoted(destination.name)}; use it, or take it out",
                    destination.origin.key(),
                ),
                (destination,),
            )
