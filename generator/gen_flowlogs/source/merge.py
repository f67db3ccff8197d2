"""The merge key `<<`: the mappings that it brings, and what of them a mapping takes.

Source: https://yaml.org/type/merge.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from gen_flowlogs.diagnostics import Path
    from gen_flowlogs.source.lookalikes import Look, Looks, Trail


@dataclass(frozen=True, slots=True)
class Merge:
    """A mapping that `<<` brings, and the look-alikes in it by their path from there."""

    source: dict[str, Any]
    looks: tuple[tuple[Path, Look], ...]


def brought(value: Any, looks: tuple[tuple[Path, Look], ...]) -> list[Merge] | None:
    """The mappings that a `<<` with this value merges, in order; None where it is neither one nor a list of them."""
    if isinstance(value, dict):
        return [Merge(value, looks)]
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        return None
    by_number: dict[str | int, list[tuple[Path, Look]]] = {}
    for (number, *below), look in looks:
        by_number.setdefault(number, []).append((tuple(below), look))
    return [Merge(item, tuple(by_number.get(number, ()))) for number, item in enumerate(value)]


def take(merges: list[Merge], into: dict[str, Any], looks: Looks, trail: Trail) -> None:
    """Add to the mapping at `trail` what it does not say itself; of several, what comes first counts."""
    for merge in merges:
        taken = {key: value for key, value in merge.source.items() if key not in into}
        into.update(taken)
        looks.repeat(tuple((below, look) for below, look in merge.looks if below[0] in taken), trail)
