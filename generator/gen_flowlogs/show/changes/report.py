"""The comparison of one spec with the lines of its changes, and its summary."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.compare.comparison import Change, Comparison

_DONE = {
    "destroy": "destroyed",
    "replace": "replaced",
    "create": "created",
    "update": "updated",
    "move": "moved",
    "forget": "no longer managed",
}


@dataclass(frozen=True, slots=True)
class Line:
    """The line of a spec that causes a change. `before`: a line of the old version."""

    file: str
    number: int
    before: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """One spec. `lines`: the line that causes each change."""

    file: str
    comparison: Comparison
    lines: Mapping[Change, Line]


def summary(report: Report) -> str:
    """`1 replaced, 2 created, history at risk in 1`."""
    comparison = report.comparison
    count: Counter[str] = Counter(change.action for change in comparison.changes)
    parts = [f"{count[action]} {done}" for action, done in _DONE.items() if count[action]]
    for kind, words in (("history", "history at risk in"), ("blocked", "Terraform fails in")):
        sinks = {(effect.stack, effect.destination) for effect in comparison.effects if effect.effect == kind}
        if sinks:
            parts.append(f"{words} {len(sinks)}")
    return ", ".join(parts) or "nothing changes"
