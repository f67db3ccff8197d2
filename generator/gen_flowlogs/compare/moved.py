"""`moved` blocks and a state → where everything is when Terraform plans, and what could not be moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Moved:
    """Addresses without keys: Terraform moves all instances of a resource, or none.

    `places`: where it was → where it is. `blocked`: where it stays → where something else is already.
    """

    places: Mapping[str, str]
    blocked: Mapping[str, str]


def moved(bases: Collection[str], moves: Mapping[str, str]) -> Moved:
    """What Terraform does with the `moved` blocks `moves` (target → source), where the state has `bases`."""
    at = {base: base for base in bases}  # where it is → where it was
    blocked: dict[str, str] = {}
    for source, target in _in_order(moves):
        if source in at and target in at:
            blocked[source] = target
        elif source in at:
            at[target] = at.pop(source)
    return Moved({was: is_ for is_, was in at.items()}, blocked)


def _in_order(moves: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Sources and targets, those of a chain from its beginning on."""
    onward = {source: target for target, source in moves.items()}
    for head in onward.keys() - moves.keys():
        source: str | None = head
        while source in onward:
            yield source, onward[source]
            source = onward[source]
