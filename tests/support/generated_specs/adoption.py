"""What capture points adopt of flow logs that existed before: for all of their destinations, or for one of them.

Drawn apart from the rest of a plan, so that it leaves all other plans as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generated_specs import words

if TYPE_CHECKING:
    from random import Random

    from generated_specs.plan import Plan, Point

_PARTS = ("destination", "format")


def vary(plan: Plan, random: Random) -> None:
    """Adopt the flow logs of some capture points."""
    for point in plan.points.values():
        if words.chance(random, 0.2):
            adopt(point, random)


def adopt(point: Point, random: Random) -> None:
    """Adopt all flow logs of a capture point, those to one destination, or both."""
    if words.chance(random, 0.6):
        point.extras["adopted"] = words.some(random, _PARTS, 2, 1)
    else:
        point.sent[random.choice(point.destinations)] = words.some(random, _PARTS, 2, 1)


def change_adopted(plan: Plan, random: Random) -> bool:
    """A capture point is adopted, or no longer."""
    point = random.choice(list(plan.points.values()))
    before = (point.extras.pop("adopted", None), dict(point.sent))
    point.sent.clear()
    if before == (None, {}) or words.chance(random, 0.3):
        adopt(point, random)
    return before != (point.extras.get("adopted"), point.sent)
