"""Two Specs → what Terraform does about the difference, and what that means for the records. Pure; reads no state.

Comes in: the old and the new version of a spec, either of which may be missing; both are sound. Goes out: a
`Comparison`. The old spec is taken to be applied, and nothing to have been changed by hand since.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gen_flowlogs.compare.changes import Action, Change, Comparison, Edge, Effect
from gen_flowlogs.compare.coverage import Coverage
from gen_flowlogs.compare.decide import Decisions
from gen_flowlogs.compare.history import effects
from gen_flowlogs.compare.look import files
from gen_flowlogs.compare.notes import notes
from gen_flowlogs.compare.overlap import hints
from gen_flowlogs.compare.races import races
from gen_flowlogs.compare.reasons import Reasons
from gen_flowlogs.compare.renames import blocked, renames
from gen_flowlogs.compare.roots import roots
from gen_flowlogs.compare.sides import Sides
from gen_flowlogs.compare.there import already
from gen_flowlogs.compare.wording import owner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.model import Spec

__all__ = ["Change", "Comparison", "Edge", "Effect", "compare"]

_GRAVEST: tuple[Action, ...] = ("destroy", "replace", "create", "update", "move", "forget")


def compare(old: Spec | None, new: Spec | None) -> Comparison:
    """What changes between two versions of one spec; None where there was none, or is none any more."""
    before, after = roots(old), roots(new)
    names = sorted({*before, *after}, key=lambda name: name or "")
    decided = [Decisions(before.get(name), after.get(name)) for name in names]
    forgotten = renames(old, new) if old and new else ()
    reasons = Reasons(old, new, forgotten)
    changes = tuple(sorted(_changes(decided, reasons), key=lambda each: (each.stack or "", each.address)))
    sides = Sides(old, new, dict(zip(names, decided, strict=True)))
    found = [*Coverage(sides).effects(), *files(old, new)]
    for name, each in zip(names, decided, strict=True):
        found += [replace(effect, stack=name) for effect in effects(each, new)]
    found += already(decided, old)
    found.sort(
        key=lambda each: (each.capture_point or "", each.destination, each.effect, each.message, str(each.stack))
    )
    return Comparison(
        changes,
        tuple(dict.fromkeys(found)),
        tuple(_edges(old, new, changes)),
        (*blocked(decided, new), *(each.advice for each in forgotten), *hints(changes, new), *races(sides)),
        tuple(notes(old, new)),
        tuple(name for name in names if name is not None),
    )


def _changes(decided: list[Decisions], reasons: Reasons) -> Iterator[Change]:
    for decisions in decided:
        for decision in decisions.all():
            change = reasons.change(decision, decisions)
            if change is not None:
                yield change


def _edges(old: Spec | None, new: Spec | None, changes: tuple[Change, ...]) -> Iterator[Edge]:
    """Every pair of capture point and destination that is or was, with the gravest of what happens to it."""
    happens: dict[tuple[str, str], list[Action]] = {}
    for change in changes:
        point, destination = owner(change.address)
        if destination is not None:
            happens.setdefault((point, destination), []).append(change.action)
    now = {(point.name, each.name) for point in new.capture_points for each in point.destinations} if new else set()
    was = {(point.name, each.name) for point in old.capture_points for each in point.destinations} if old else set()
    for pair in sorted(now | (was & happens.keys())):
        states = happens.get(pair, [])
        if pair in now and pair in was and {"create", "destroy"} & set(states):
            states = ["replace" if "replace" in states else "update"]  # of several ids some come or go
        yield Edge(*pair, next((action for action in _GRAVEST if action in states), "same"))
