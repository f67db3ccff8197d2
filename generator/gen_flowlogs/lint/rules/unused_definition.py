"""Filters, destinations and stacks that no capture point uses, and values that nothing reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.rules.tag import services
from gen_flowlogs.lint.suppression import Suppressible
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index


def check(index: Index) -> Iterator[Suppressible]:
    """Find definitions without a use, in a spec that was understood as a whole.

    A definition has a use if one of its variants has. An included file defines for other specs too; a destination of it
    that is not used is not in the Spec.
    """
    if not index.spec.complete:
        return
    filters = {format_.filter.name for format_ in index.formats}
    for filter_ in index.spec.filters:
        if filter_.name not in filters and filter_.origin is not None and filter_.origin.file == index.spec.origin.file:
            yield Suppressible(
                Finding(
                    "unused-definition",
                    f"no capture point uses the filter {quoted(filter_.name)}; take it out",
                    filter_.origin.key(),
                )
            )
    destinations = {use.destination.name for use in index.uses}
    tagged = {each.name for each in index.spec.destinations if any(services(each))}
    for destination in index.spec.destinations:
        if destination.name not in destinations and not destination.retired:
            yield Suppressible(
                Finding(
                    "unused-definition",
                    f"no capture point records into {quoted(destination.name)}; use it, or take it out",
                    destination.origin.key(),
                ),
                (destination,),
            )
        if destination.name in index.spec.tagged and not destination.retired and destination.name not in tagged:
            yield Suppressible(
                Finding(
                    "unused-definition",
                    f"{quoted(destination.name)} creates nothing that has tags; take its `tags` out",
                    destination.origin.key("tags"),
                ),
                (destination,),
            )
    yield from _stacks(index)
    for name, at in index.spec.unused_values:
        message = f"nothing reads the value {quoted(name)}; use it, or take it out"
        yield Suppressible(Finding("unused-definition", message, at.key()))


def _stacks(index: Index) -> Iterator[Suppressible]:
    """Stacks without a capture point and without a bucket. What is retired may be in any of them."""
    used = {
        stack.name
        for those in {id(point.stacks): point.stacks for point in index.spec.capture_points}.values()
        for stack in those
    }
    idle = [stack for stack in index.spec.stacks if stack.name not in used]
    if not idle or any(destination.retired for destination in index.spec.destinations):
        return
    owners = {owner.name for owner in index.ownership.owners.values() if owner is not None}
    for stack in idle:
        own = stack.origin is not None and stack.origin.file == index.spec.origin.file
        if stack.origin is not None and own and stack.name not in owners:
            yield Suppressible(
                Finding(
                    "unused-definition",
                    f"no capture point is in the stack {quoted(stack.name)}, so its account and region record nothing; "
                    "use it, or take it out",
                    stack.origin.key(),
                )
            )
