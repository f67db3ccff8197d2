"""Lookups that an inventory answers are judged as the ids that they find: a second way to the same answer."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import yaml

import catalogue
from gen_flowlogs import lint, pipeline
from gen_flowlogs.captures.now import answers_of, now
from gen_flowlogs.compare import compare
from gen_flowlogs.model import Ids, Lookup, Spec
from inventories import ACCOUNT, eni, eni_id, inventory, subnet, subnet_id, vpc, vpc_id

if TYPE_CHECKING:
    from gen_flowlogs.captures.inventory import Inventory

TIERS = ("web", "app", "data")
HEAD = {
    "version": 1,
    "name": "test",
    "stacks": {"main": {"account": ACCOUNT, "region": "us-east-1"}},
    "defaults": {"stack": "main"},
    "filters": {"fast": {"max_aggregation_interval": 60}},
    "destinations": {each: {"cloudwatch_logs": {"log_group": f"/{each}"}} for each in ("d", "e")},
}


def made(random_: random.Random) -> Inventory:
    """Four VPCs, six subnets and six interfaces, with tags. Number 0 would be the id of a placeholder."""

    def tags() -> dict[str, str]:
        return {"Tier": random_.choice(TIERS)} if random_.random() < 0.8 else {}

    subnets = [subnet(number, 1 + random_.randrange(4), **tags()) for number in range(1, 7)]
    interfaces = [eni(number, random_.choice(subnets), **tags()) for number in range(1, 7)]
    return inventory((*(vpc(number, **tags()) for number in range(1, 5)), *subnets, *interfaces))


def spec(random_: random.Random) -> Spec:
    """A spec of lookups and ids."""
    points = {}
    for name in ("a", "b", "c", "g"):
        if random_.random() < 0.2:
            continue
        kind, id_, count = random_.choice((("vpcs", vpc_id, 4), ("subnets", subnet_id, 6), ("enis", eni_id, 6)))
        tags = random_.choice(({}, *({"Tier": tier} for tier in TIERS)))
        target = (
            {"lookup": {"tags": tags, "allow_empty": True}}
            if random_.random() < 0.6
            else [id_(number) for number in sorted(random_.sample(range(1, count + 1), 2))]
        )
        points[name] = {
            kind: target,
            "destinations": random_.choice((["d"], ["e"], ["d", "e"])),
            "filter": random_.choice(("all", "reject", "accept", "fast")),
        }
    text = yaml.safe_dump({**HEAD, "capture_points": points or {"z": {"vpc": vpc_id(1), "destinations": "d"}}})
    return pipeline.compile(text.encode(), "spec.yaml", read=catalogue.read, today=catalogue.TODAY, files=False).spec


def spelled(of: Spec, known: Inventory) -> Spec:
    """The spec with the ids in the place of lookups."""
    answers = now(known, (of,))
    assert answers is not None
    found = {each.point.name: each.found for each in answers_of(of, answers)}
    assert None not in found.values()
    points = (
        replace(point, target=Ids(found[point.name] or ())) if isinstance(point.target, Lookup) else point
        for point in of.capture_points
    )
    return replace(of, capture_points=tuple(points))


@pytest.mark.parametrize("seed", range(40))
def test_lint_and_diff_judge_a_lookup_as_its_ids(seed: int):
    random_ = random.Random(seed)
    known = made(random_)
    old, new = spec(random_), spec(random_)

    def judged(one: Spec) -> set[tuple[str, object]]:
        found = lint.check(one, today=catalogue.TODAY, inventory=known)
        return {(each.slug, each.at) for each in found}

    for each in (old, new):
        assert judged(each) == judged(spelled(each, known))
    told = compare(old, new, known)
    by_ids = compare(spelled(old, known), spelled(new, known), known)
    assert told.effects == by_ids.effects
    assert told.hints == by_ids.hints
    assert {(each.address, each.action) for each in told.changes} == {
        (each.address, each.action) for each in by_ids.changes
    }
    assert not any("unless" in each.message or ", except traffic" in each.message for each in told.effects)


def test_the_generated_specs_have_what_is_to_be_judged():
    slugs: set[str] = set()
    effects: set[str] = set()
    for seed in range(40):
        random_ = random.Random(seed)
        known = made(random_)
        old, new = spec(random_), spec(random_)
        slugs |= {each.slug for each in lint.check(new, today=catalogue.TODAY, inventory=known)}
        effects |= {each.effect for each in compare(old, new, known).effects}
    assert slugs >= {"duplicate-flow-log", "covered-capture", "recorded-twice", "partial-capture"}
    assert effects >= {"lost", "gained", "covered", "twice", "gap"}
