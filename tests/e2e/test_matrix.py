"""The matrix, run: apply, look at what AWS has, plan nothing, change tags in place, move by rename, destroy."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pytest
from compiled import compiled
from matrix import CASES, LIFECYCLES, Case
from world import World

import terraform

if TYPE_CHECKING:
    from rig import Change

pytestmark = terraform.needs_provider

WAITS_A_MINUTE = "aws_s3_bucket_lifecycle_configuration"
"""The provider asks ten times, every five seconds, whether it is still as it was written: no answer shortens that."""

_OF_THE_MOMENT = ("CreationTime", "FlowLogId", "FlowLogStatus")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_root_lives(case, rig, record_property):
    live(case, rig, record_property, with_lifecycles=False)


@pytest.mark.slow
def test_buckets_with_lifecycles(rig, record_property):
    live(LIFECYCLES, rig, record_property, with_lifecycles=True)


def live(case: Case, rig: Any, record_property: Any, *, with_lifecycles: bool) -> None:
    """The life of one root. What it fills in the matrix is told first, so that a failure is seen there too."""
    record_property("matrix", json.dumps([asdict(cell) for cell in case.cells()]))
    rig.aws.forget()
    prepare(case, rig.aws)
    files = compiled(case.spec("one"))
    without = () if with_lifecycles else (WAITS_A_MINUTE,)
    root = rig.root(case.name, files, variables=case.variables, beside=case.beside, without=without)

    assert set(root.apply().actions.values()) == {"create"}
    assert described(rig.aws) == in_order(case.described("one"))
    again = root.plan()
    assert again.is_empty, again.changes

    root.put(compiled(case.spec("two")))
    changed = root.apply().actions
    assert set(changed.values()) == {"update"}
    assert described(rig.aws) == in_order(case.described("two"))

    root.put(compiled(case.spec("two", renamed=True)))
    moved = root.plan()
    assert all(each.previous for each in moved.changes)
    assert {each.address for each in moved.changes if each.action != "move" and not _is_named_after_it(each)} == set()

    root.put(compiled(case.spec("two")))
    root.destroy()
    assert described(rig.aws) == []
    assert root.addresses() == set()
    left = {each["logGroupName"] for each in rig.aws.client("logs").describe_log_groups()["logGroups"]}
    assert left == set(kept_groups(case))


def _is_named_after_it(change: Change) -> bool:
    """Saved queries stand under their destination's name, which changes in place."""
    return change.action == "update" and change.address.startswith("aws_cloudwatch_query_definition.")


def kept_groups(case: Case) -> list[str]:
    """Log groups that outlive a destroy: those that the spec does not want deleted, and those of somebody else."""
    groups = [each for each in case.destinations if "cloudwatch_logs" in each.said]
    return [
        each.described["LogGroupName"] for each in groups if each.said["cloudwatch_logs"].get("on_destroy") != "delete"
    ]


def prepare(case: Case, aws: Any) -> None:
    """What the spec takes for granted."""
    there = World(aws)
    for point in case.points:
        for id_ in point.ids:
            there.has(id_, tags=point.tagged, inside=point.inside)
    for each in case.destinations:
        match each.said:
            case {"cloudwatch_logs": {"existing": True}}:
                aws.client("logs").create_log_group(logGroupName=each.described["LogGroupName"])
            case {"s3": {"existing": True}}:
                name = each.described["LogDestination"].removeprefix("arn:aws:s3:::").partition("/")[0]
                aws.client("s3").create_bucket(Bucket=name)


def described(aws: Any) -> list[dict[str, Any]]:
    """What AWS says of all flow logs, in an order of their own."""
    found = []
    for each in aws.flow_logs():
        told = {key: value for key, value in each.items() if key not in _OF_THE_MOMENT}
        told["Tags"] = {tag["Key"]: tag["Value"] for tag in each["Tags"]}
        found.append(told)
    return in_order(found)


def in_order(flow_logs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(flow_logs, key=lambda each: json.dumps(each, sort_keys=True))
