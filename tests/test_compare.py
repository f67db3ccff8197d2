"""Comparisons beyond pairs of files: a spec with itself, one that is new or gone, and every mutation.

What a change does and what it means stands in tests/cases/diff, one pair of files for each.
"""

from __future__ import annotations

from typing import Any

import pytest

import catalogue
import mutations
from gen_flowlogs.compare import compare
from mutations import spec, vpc

SMALL: dict[str, Any] = {
    "version": 1,
    "name": "small",
    "destinations": {
        "central": {"cloudwatch_logs": {"log_group": "/flow/central"}},
        "archive": {"s3": {"bucket": "acme-flow-logs"}},
    },
    "capture_points": {
        "core": {"vpc": vpc(1), "destinations": ["central", "archive"]},
        "edge": {"vpcs": [vpc(2), vpc(3)], "destinations": "archive"},
    },
}


@pytest.mark.parametrize("case", catalogue.ok_cases(), ids=str)
def test_nothing_changes_between_a_spec_and_itself(case: catalogue.Case):
    same = catalogue.compiled(case).spec
    comparison = compare(same, same)
    assert (comparison.changes, comparison.effects, comparison.hints, comparison.notes) == ((), (), (), ())
    assert {edge.state for edge in comparison.edges} <= {"same"}


def test_a_new_spec_and_one_that_is_gone():
    small = spec(SMALL)
    assert {each.action for each in compare(None, small).changes} == {"create"}
    gone = compare(small, None)
    assert {each.action for each in gone.changes} == {"destroy"}
    assert "terraform destroy" in gone.notes[0]


@pytest.mark.parametrize("on_destroy", ["keep", "delete"])
def test_every_mutation_can_be_told(on_destroy: str):
    for pair in mutations.pairs(on_destroy):
        comparison = compare(pair.old.spec, pair.new.spec)
        assert all(each.reason for each in comparison.changes), pair.name
        assert len({(each.stack, each.address) for each in comparison.changes}) == len(comparison.changes)
