"""Valid specs by chance, over the whole language: the same for the same seed, and valid by construction."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from generated_specs import (
    adoption,
    backends,
    beside,
    destinations,
    edits,
    filters,
    givens,
    points,
    stacks,
    text,
    unusual,
    words,
)
from generated_specs.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Generated:
    """A spec and the files that it includes: path → text. Paths start from one folder, whose spec is `main`.

    `beside`: what its author has in each folder of the output, since the spec refers to it.
    """

    name: str
    files: Mapping[str, str]
    main: str = text.MAIN
    beside: Mapping[str, str] = field(default_factory=dict)


def specs(seed: int, count: int) -> Iterator[Generated]:
    """As many specs as are asked for."""
    for number in range(count):
        yield written(planned(seed, number))


def written(plan: Plan) -> Generated:
    """A plan as text."""
    made = givens.given(plan)
    return Generated(plan.name, text.files(made), beside=beside.files(made))


@dataclass(frozen=True, slots=True)
class GeneratedPair:
    """A spec before and after some edits, and the kinds of the edits."""

    name: str
    edits: tuple[str, ...]
    old: Generated
    new: Generated


def pairs(seed: int, count: int) -> Iterator[GeneratedPair]:
    """As many pairs as are asked for."""
    for number in range(count):
        before = planned(seed, number)
        after, kinds = edits.edited(before, Random(f"{seed} {number} edits"))
        old, new = written(before), written(after)
        yield GeneratedPair(before.name, kinds, old, new)


def planned(seed: int, number: int, *, numbers: int = 0) -> Plan:
    """One of the specs of a seed, as a plan. `numbers`: those in its names and ids are above it."""
    random = Random(f"{seed} {number}")
    plan = Plan(f"spec-{seed}-{number}", random.randrange(2**32), {}, numbers=numbers)
    plan.stacks = stacks.none(random) if words.chance(random, 0.5) else stacks.several(plan, random)
    plan.terraform = backends.terraform(random) if words.chance(random, 0.4) else {}
    plan.tags = words.tags(random) if words.chance(random, 0.4) else {}
    plan.lint = words.ignored(random) if words.chance(random, 0.2) else {}
    plan.audit = words.exempt(Random(f"{seed} {number} audit"))
    for _ in range(random.randint(0, 4)):
        plan.filters[words.name(plan, random)] = filters.settings(random)
    for _ in range(random.randint(1, 5)):
        made = destinations.any_of(plan, random)
        plan.destinations[made.name] = made
    for _ in range(random.randint(1, 7)):
        points.add(plan, random)
    points.place(plan, random)
    adoption.vary(plan, Random(f"{seed} {number} adopted"))
    unusual.vary(plan, Random(f"{seed} {number} unusual"))
    backends.place(plan, Random(f"{seed} {number} place"))
    if not backends.has_names(plan):
        del plan.terraform["backend"]
    return plan
