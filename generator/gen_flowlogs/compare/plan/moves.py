"""`moved` blocks and a state → the addresses when Terraform plans, and the moves that it cannot do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Moved:
    """Addresses without keys: Terraform moves all instances of a resource, or none.

    `bases`: old base → new base. `blocked`: the base that stays → the target of its move, which is in use.
    """

    bases: Mapping[str, str]
    blocked: Mapping[str, str]


def moved(bases: Collection[str], moves: Mapping[str, str]) -> Moved:
    """Apply the `moved` blocks `moves` (target → source) to a state that has `bases`."""
    at = {base: base for base in bases}  # new base → old base
    blocked: dict[str, str] = {}
    for source, target in _in_order(moves):
        if source in at and target in at:
            blocked[source] = target
        elif source in at:
            at[target] = at.pop(source)
    return Moved({old: new for new, old in at.items()}, blocked)


def _in_order(moves: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Sources and targets; those of a chain from its beginning."""
    onward = {source: target for target, source in moves.items()}
    for head in onward.keys() - moves.keys():
        source: str | None = head
        while source in onward:
            yield source, onward[source]
            source = onward[source]
