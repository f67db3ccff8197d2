"""What every form shows: the comparison of one spec, with the lines of its changes, and its summary."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gen_flowlogs.phrasing import listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gen_flowlogs.compare import Change, Comparison
    from gen_flowlogs.compare.changes import EffectKind
    from gen_flowlogs.diagnostics import Position

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
        places = {(effect.stack, effect.destination) for effect in comparison.effects if effect.effect == kind}
        if places:
            parts.append(f"{words} {len(places)}")
    return ", ".join(parts) or "nothing changes"


def effects(comparison: Comparison) -> Iterator[tuple[EffectKind, str]]:
    """Each effect in words, once for all stacks that have it."""
    stacks: dict[tuple[str | None, str, EffectKind, str], list[str | None]] = {}
    for each in comparison.effects:
        stacks.setdefault((each.capture_point, each.destination, each.effect, each.message), []).append(each.stack)
    for (_, _, kind, message), several in stacks.items():
        yield kind, in_stacks(message, several, comparison)


def in_stacks(message: str, stacks: Sequence[str | None], comparison: Comparison) -> str:
    """A message, with the stacks that it is about where there are several."""
    names = [name for name in stacks if name is not None]
    if len(comparison.stacks) < 2 or not names:
        return message
    where = "all stacks" if set(names) == set(comparison.stacks) else f"stack {listing(names, 4)}"
    return f"in {where}: {message}"


def address(change: Change) -> str:
    """The address, with the stack in whose state it is."""
    return change.address if change.stack is None else f"{change.stack}: {change.address}"
