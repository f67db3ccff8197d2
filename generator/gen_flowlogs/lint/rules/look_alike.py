"""Strings that older YAML readers take for another type. This compiler reads them as strings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.lint.suppression import Subject, Suppressible
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index


def check(index: Index) -> Iterator[Suppressible]:
    """Every look-alike that parse found to matter."""
    destinations = {destination.name: destination for destination in index.spec.destinations}
    for origin, text, taken_for in index.spec.lookalikes:
        yield Suppressible(
            Finding(
                "look-alike",
                f"{quoted(text)} is a string here, and {taken_for} to other YAML readers; put it in quotes",
                origin,
            ),
            _subjects(origin, index, dict(destinations)),
        )


def _subjects(origin: Origin, index: Index, destinations: dict[str, Subject]) -> tuple[Subject, ...]:
    """The capture point or destination that the string is in."""
    match origin.path:
        case ("capture_points", str(name), *_) if name in index.points:
            return tuple(index.points[name][:1])
        case ("destinations", str(name), *_) if name in destinations:
            return (destinations[name],)
        case _:
            return ()
