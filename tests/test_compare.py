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


def reasons(old: dict[str, Any], new: dict[str, Any]) -> str:
    return " | ".join(each.reason for each in compare(spec({**SMALL, **old}), spec({**SMALL, **new})).changes)


def test_fields_that_come_and_go_are_named_once_each():
    def fields(*names: str) -> dict[str, Any]:
        return {"filters": {"f": {"fields": list(names)}}, "defaults": {"filter": "f"}}

    old, new = fields("version", "srcaddr", "dstaddr"), fields("version", "dstaddr", "bytes", "packets")
    assert "log_format adds bytes and packets and drops srcaddr" in reasons(old, new)
    assert "log_format adds srcaddr and drops bytes and packets" in reasons(new, old)
    assert "log_format adds bytes" in reasons(fields("version"), fields("version", "bytes"))
    assert "drops" not in reasons(fields("version"), fields("version", "bytes"))
    assert "adds" not in reasons(fields("version", "bytes"), fields("version"))
    assert "log_format has another order" in reasons(fields("version", "bytes"), fields("bytes", "version"))


def archive(**settings: Any) -> dict[str, Any]:
    return {"destinations": {**SMALL["destinations"], "archive": {"s3": {"bucket": "acme-flow-logs", **settings}}}}


@pytest.mark.parametrize(
    ("key", "value", "of"),
    [
        ("versioning", False, "aws_s3_bucket_versioning"),
        ("kms", "create", "aws_kms_key"),
        ("queries", True, "aws_glue_catalog_table"),
    ],
)
def test_a_resource_that_comes_or_goes_leads_to_the_key_that_decides_it(key: str, value: object, of: str):
    old, new = spec({**SMALL, **archive()}), spec({**SMALL, **archive(expire_days=400, bucket="acme", **{key: value})})
    for before, after in ((old, new), (new, old)):
        changes = compare(before, after).changes
        (change,) = (each for each in changes if each.address == f"{of}.archive")
        assert change.action in ("create", "destroy")
        assert change.causes[0].origin.path == ("destinations", "archive", "s3", key)


def test_values_that_are_true_or_false_are_written_as_in_the_spec():
    text = reasons(archive(on_destroy="keep"), archive(on_destroy="delete"))
    assert "force_destroy: false → true" in text
    assert "force_destroy: true → false" in reasons(archive(on_destroy="delete"), archive(on_destroy="keep"))


def test_a_flow_log_that_leaves_a_log_group_has_the_type_of_destination_that_the_provider_assumes():
    both = {"capture_points": {"core": {"vpc": vpc(1), "destinations": "same"}}}
    group = {"destinations": {"same": {"cloudwatch_logs": {"log_group": "/flow/central"}}}, **both}
    bucket = {"destinations": {"same": {"s3": {"bucket": "acme-flow-logs"}}}, **both}
    assert 'log_destination_type: "cloud-watch-logs" → "s3"' in reasons(group, bucket)


@pytest.mark.parametrize(("queries", "unread"), [(True, True), (False, False)])
def test_hourly_partitions_are_said_and_what_no_longer_reads_them(*, queries: bool, unread: bool):
    def messages(old: dict[str, Any], new: dict[str, Any]) -> str:
        return " | ".join(each.message for each in compare(spec({**SMALL, **old}), spec({**SMALL, **new})).effects)

    day, hour = (archive(per_hour_partition=each, queries=queries, expire_days=400) for each in (False, True))
    assert "are in a folder for each hour" in messages(day, hour)
    assert "are in a folder for each day" in messages(hour, day)
    assert ("no longer reads them" in messages(day, hour)) is unread
    assert "no longer reads them" not in messages(hour, day)
