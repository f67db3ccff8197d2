"""What every form shows: the comparison of one spec, with the lines of its changes, and its summary."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.compare import Change, Comparison
    from generator.diagnostics import Position

_DONE = {
    "destroy": "destroyed",
    "replace": "replaced",
    "create": "created",
    "update": "updated",
    "move": "moved",
    "forget": "no longer managed",
}

GRAVE = ("history", "blocked", "lost", "gap")
"""Effects that cost records."""


@dataclass(frozen=True, slots=True)
class Report:
    """One spec. `places`: where each change comes from."""

    file: str
    comparison: Comparison
    places: Mapping[Change, Position]


def summary(report: Report) -> str:
    """`1 replaced, 2 created, history at risk in 1`."""
    comparison = report.comparison
    count: Counter[str] = Counter(change.action for change in comparison.changes)
    parts = [f"{count[action]} {done}" for action, done in _DONE.items() if count[action]]
    for kind, words in (("history", "history at risk in"), ("blocked", "Terraform fails in")):
        places = {effect.destination for effect in comparison.effects if effect.effect == kind}
        if places:
            parts.append(f"{words} {len(places)}")
    return ", ".join(parts) or "nothing changes"


def address(change: Change) -> str:
    """The address, with the stack in whose state it is."""
    return change.address if change.stack is None else f"{change.stack}: {change.address}"
