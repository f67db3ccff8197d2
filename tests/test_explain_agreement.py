"""`explain` says of every id what a second, naive implementation says, and its suggestions do what they promise."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from explained_worlds import World, duplicates, rows, world
from gen_flowlogs import pipeline
from gen_flowlogs.explain import Answer, Ground, explain

if TYPE_CHECKING:
    from gen_flowlogs.explain import Recorded

SEEDS = range(60)


def ground(of: World, spec: dict[str, Any]) -> Ground:
    understood = pipeline.understood(yaml.safe_dump(spec, sort_keys=False).encode(), "spec.yaml")
    assert len({each.name for each in understood.capture_points}) == len(spec["capture_points"])
    return Ground(
        spec=understood, inventory=of.inventory, existing=None, documents=lambda _: None, output=lambda _: None
    )


def told(answer: Answer) -> set[tuple[str, str, str, bool]]:
    return {row(each) for each in (*answer.flow_logs, *answer.possible)}


def row(each: Recorded) -> tuple[str, str, str, bool]:
    return each.recording.point.name, each.recording.destination.name, each.via, not each.decides


@pytest.mark.parametrize("seed", SEEDS)
def test_every_id(seed: int):
    made = world(Random(seed))
    asked = ground(made, made.spec)
    for id_ in made.facts:
        answer = explain(id_, asked)
        assert told(answer) == rows(made, id_), id_
        assert answer.recorded == any(certain for *_, certain in rows(made, id_))
        counted = {
            (
                f"{one.recorded[0].recording.destination.bucket}/{one.recorded[0].recording.destination.prefix}",
                traffic,
            ): len(one.recorded)
            for one in answer.duplicates
            for traffic in one.traffic
        }
        assert counted == duplicates(made, id_), id_


def test_worlds_have_all_that_is_told():
    """The generator is worth something only if it makes each kind of row, and things that nothing records."""
    seen = set()
    for seed in SEEDS:
        made = world(Random(seed))
        for id_ in made.facts:
            found = rows(made, id_)
            seen |= {(via, certain) for *_, via, certain in found} or {"nothing"}
            seen |= {"duplicate"} if duplicates(made, id_) else set()
    vias = ("itself", "subnet", "vpc", "transit_gateway_attachment", "transit_gateway")
    assert seen >= {"nothing", "duplicate", *((via, certain) for via in vias for certain in (True, False))}


@pytest.mark.parametrize("seed", range(25))
def test_an_entry_that_is_suggested_records(seed: int):
    made = world(Random(seed))
    asked = ground(made, made.spec)
    entries = 0
    for id_ in made.facts:
        for way in explain(id_, asked).to_record:
            if way.startswith("tag "):
                continue
            entries += 1
            more = yaml.safe_load(way)["capture_points"]
            assert not made.spec["capture_points"].keys() & more.keys()
            spec = {**made.spec, "capture_points": {**made.spec["capture_points"], **more}}
            assert explain(id_, ground(made, spec)).recorded, way
    assert entries
