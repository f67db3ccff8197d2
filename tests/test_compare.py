"""What a change of a spec does: actions, the words about the records, renames and ways around a gap."""

from __future__ import annotations

import copy
from typing import Any

import pytest

import catalogue
import mutations
from gen_flowlogs.compare import Comparison, compare
from gen_flowlogs.show.changes.grouping import effects as in_words
from mutations import DROP, Mutation, mutated, spec, vpc

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
CENTRAL, ARCHIVE = "destinations.central.cloudwatch_logs.", "destinations.archive.s3."
CORE, EDGE = "capture_points.core.", "capture_points.edge."
LOG = "aws_flow_log.core__central"
BUCKET_LOGS = {
    "aws_flow_log.core__archive",
    f'aws_flow_log.edge__archive["{vpc(2)}"]',
    f'aws_flow_log.edge__archive["{vpc(3)}"]',
}


def between(changes: dict[str, Any], before: dict[str, Any] | None = None) -> Comparison:
    old = mutated(SMALL, Mutation("", before or {}))
    return compare(spec(old), spec(mutated(old, Mutation("", changes))))


def actions(comparison: Comparison) -> dict[str, str]:
    return {each.address: each.action for each in comparison.changes}


def effects(comparison: Comparison, kind: str) -> list[str]:
    return [each.message for each in comparison.effects if each.effect == kind]


@pytest.mark.parametrize("case", catalogue.ok_cases(), ids=str)
def test_nothing_changes_between_a_spec_and_itself(case: catalogue.Case):
    same = catalogue.compiled(case).spec
    comparison = compare(same, same)
    assert (comparison.changes, comparison.effects, comparison.hints, comparison.notes) == ((), (), (), ())
    assert {edge.state for edge in comparison.edges} <= {"same"}


# The table of what replaces: (what changes, the address, what happens there).
ROWS: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    ("tags", {CORE + "tags": {"a": "b"}}, {LOG: "update", "aws_flow_log.core__archive": "update"}),
    ("traffic", {CORE + "filter": "reject"}, {LOG: "replace", "aws_flow_log.core__archive": "replace"}),
    ("target", {CORE + "vpc": vpc(9)}, {LOG: "replace", "aws_flow_log.core__archive": "replace"}),
    ("interval said", {"filters.all-of-it": {"max_aggregation_interval": 600}, CORE + "filter": "all-of-it"}, {}),
    ("fields said", {"filters.all-of-it": {"fields": "default"}, CORE + "filter": "all-of-it"}, {}),
    ("class said", {CENTRAL + "class": "STANDARD"}, {}),
    ("role path said", {CENTRAL + "role": {"path": "/"}}, {}),
    ("format said", {ARCHIVE + "file_format": "plain-text"}, {}),
    ("hive said", {ARCHIVE + "hive_compatible_partitions": False}, {}),
    ("description", {CORE + "description": "here"}, {}),
    ("options", {ARCHIVE + "per_hour_partition": True}, dict.fromkeys(BUCKET_LOGS, "replace")),
    (
        "prefix",
        {ARCHIVE + "prefix": "p"},
        {**dict.fromkeys(BUCKET_LOGS, "replace"), "aws_s3_bucket_policy.archive": "update"},
    ),
    ("retention", {CENTRAL + "retention_days": 30}, {"aws_cloudwatch_log_group.central": "update"}),
    ("on_destroy", {CENTRAL + "on_destroy": "delete"}, {"aws_cloudwatch_log_group.central": "update"}),
    (
        "class",
        {CENTRAL + "class": "INFREQUENT_ACCESS"},
        {"aws_cloudwatch_log_group.central": "replace", LOG: "replace", "aws_iam_role_policy.central": "update"},
    ),
    (
        "group name",
        {CENTRAL + "log_group": "/flow/other", CENTRAL + "role": {"name": "flow-logs-flow-central"}},
        {"aws_cloudwatch_log_group.central": "replace", LOG: "replace", "aws_iam_role_policy.central": "update"},
    ),
    (
        "role path",
        {CENTRAL + "role": {"path": "/x/"}},
        {"aws_iam_role.central": "replace", "aws_iam_role_policy.central": "replace", LOG: "replace"},
    ),
    ("boundary", {CENTRAL + "role": {"permissions_boundary": mutations.BOUNDARY}}, {"aws_iam_role.central": "update"}),
    (
        "permissions",
        {CENTRAL + "role": {"permissions": "documented"}},
        {"aws_iam_role.central": "update", "aws_iam_role_policy.central": "update"},
    ),
    ("id more", {EDGE + "vpcs": [vpc(2), vpc(3), vpc(4)]}, {f'aws_flow_log.edge__archive["{vpc(4)}"]': "create"}),
    ("id less", {EDGE + "vpcs": [vpc(3)]}, {f'aws_flow_log.edge__archive["{vpc(2)}"]': "destroy"}),
]  # fmt: skip


@pytest.mark.parametrize(("what", "changes", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_the_table_of_what_replaces(what: str, changes: dict[str, Any], expected: dict[str, str]):
    assert actions(between(changes)) == expected, what


def test_what_forces_a_replacement_is_said():
    change = next(each for each in between({CENTRAL + "role": {"path": "/x/"}}).changes if each.address == LOG)
    assert change.forced_by == ("iam_role_arn",)
    assert change.reason == "iam_role_arn refers to the new aws_iam_role.central"


def test_all_of_a_bucket_is_made_anew_and_terraform_refuses():
    comparison = between({ARCHIVE + "bucket": "acme-other-logs"})
    assert set(actions(comparison).values()) == {"replace"}
    assert {each.address.split(".")[0] for each in comparison.changes} == {
        "aws_flow_log", "aws_s3_bucket", "aws_s3_bucket_lifecycle_configuration", "aws_s3_bucket_ownership_controls",
        "aws_s3_bucket_policy", "aws_s3_bucket_public_access_block", "aws_s3_bucket_versioning",
        "aws_s3_bucket_server_side_encryption_configuration",
    }  # fmt: skip
    bucket = next(each for each in comparison.changes if each.address == "aws_s3_bucket.archive")
    assert bucket.reason.endswith("Terraform refuses, since `on_destroy: keep` protects it")
    assert effects(comparison, "blocked")


def test_what_the_provider_keeps_is_no_change_but_is_said():
    wide = {"filters.wide": {"fields": {"preset": "default", "add": ["vpc-id"]}}, CORE + "filter": "wide"}
    comparison = between({CORE + "filter": DROP}, wide)
    assert actions(comparison) == {}
    assert len(effects(comparison, "kept")) == 2
    assert "terraform apply -replace='aws_flow_log.core__central'" in effects(comparison, "kept")[1]
    assert effects(comparison, "fields") == []


def test_an_existing_group_of_the_same_name_changes_no_flow_log():
    theirs = "arn:aws:iam::111122223333:role/r"
    comparison = between({CENTRAL + "existing": True}, {CENTRAL + "role": {"arn": theirs}})
    assert actions(comparison) == {"aws_cloudwatch_log_group.central": "destroy"}
    assert effects(comparison, "unmanaged") == [
        'the log group "/flow/central" stays with its records, and Terraform manages it no longer'
    ]


def test_a_variable_may_have_the_same_value():
    change = between({CORE + "vpc": {"var": "vpc_id"}}).changes[0]
    assert (change.action, change.forced_by) == ("replace", ("vpc_id",))
    assert change.reason.endswith("(nothing happens where both are the same value, which only Terraform can see)")


def test_ids_that_nobody_knows_are_one_address():
    comparison = between({EDGE + "vpcs": {"var": "vpc_ids"}})
    assert actions(comparison) == {"aws_flow_log.edge__archive": "replace"}
    assert comparison.changes[0].forced_by == ("for_each",)
    one, other = ({EDGE + "vpcs": {"lookup": {"tags": {"a": value}}}} for value in "bc")
    assert actions(between(other, one)) == {"aws_flow_log.edge__archive": "replace"}


def test_a_lookup_is_what_it_asks():
    asked = {EDGE + "vpcs": {"lookup": {"tags": {"a": "b"}}}}
    renamed = {EDGE[:-1]: DROP, "capture_points.rim": {**asked_point(asked), "renamed_from": "edge"}}
    assert actions(between(renamed, asked)) == {"aws_flow_log.rim__archive": "move"}


def asked_point(changes: dict[str, Any]) -> dict[str, Any]:
    return {**SMALL["capture_points"]["edge"], "vpcs": changes[EDGE + "vpcs"]}


# renames


def test_a_renamed_point_moves_all_its_addresses():
    renamed = {CORE[:-1]: DROP, "capture_points.kernel": {**SMALL["capture_points"]["core"], "renamed_from": "core"}}
    comparison = between(renamed)
    assert {each.moved_from: (each.action, each.address) for each in comparison.changes} == {
        LOG: ("move", "aws_flow_log.kernel__central"),
        "aws_flow_log.core__archive": ("move", "aws_flow_log.kernel__archive"),
    }
    assert not comparison.disruptive
    assert comparison.effects == comparison.hints == ()


@pytest.mark.parametrize("old", ["central", "archive"])
def test_a_renamed_destination_moves_and_replaces_nothing(old: str):
    renamed = copy.deepcopy(SMALL)
    mutations._renamed_destination({**renamed, "defaults": {"destinations": ""}}, old, "fresh")
    comparison = compare(spec(SMALL), spec(renamed))
    assert set(actions(comparison).values()) == {"move"}
    assert all(each.moved_from for each in comparison.changes)
    assert comparison.effects == ()


def test_a_rename_that_nobody_said_is_offered():
    comparison = between({CORE[:-1]: DROP, "capture_points.kernel": SMALL["capture_points"]["core"]})
    assert sorted(actions(comparison).values()) == ["create", "create", "destroy", "destroy"]
    assert "write `renamed_from: core` there" in comparison.hints[0]
    assert all("renamed_from: core" in each.advice for each in comparison.changes)
    assert not any("renamed_from" in each.reason for each in comparison.changes)


def test_two_that_could_be_meant_are_not_offered():
    twice = {
        "capture_points.a": SMALL["capture_points"]["core"],
        "capture_points.b": {"vpc": vpc(1), "filter": "reject", "destinations": "central"},
    }
    assert not [each for each in between({CORE[:-1]: DROP, **twice}).hints if "renamed_from" in each]


# the records


def test_lost_and_gained():
    comparison = between({CORE + "filter": "reject"})
    assert effects(comparison, "lost") == [
        "accepted traffic of core is no longer recorded in archive, and nowhere else",
        "accepted traffic of core is no longer recorded in central, and nowhere else",
    ]
    assert effects(comparison, "gap")[1] == (
        "rejected traffic of core is not recorded in central until its new flow log delivers: some minutes, at times "
        "more than 10"
    )
    back = between({CORE + "filter": DROP}, {CORE + "filter": "reject"})
    assert effects(back, "gained")[0] == "accepted traffic of core is now recorded in archive"


def test_lost_here_but_not_elsewhere():
    comparison = between({CORE + "destinations": "archive"})
    assert effects(comparison, "lost") == [
        "accepted and rejected traffic of core is no longer recorded in central; still in archive"
    ]


def test_a_gap_that_another_destination_covers():
    comparison = between({CENTRAL + "role": {"path": "/x/"}})
    assert effects(comparison, "gap")[0].endswith("; all the time in archive")


def test_no_gap_where_a_second_one_records():
    beside = {"capture_points.core-all": {"vpc": vpc(1), "destinations": "central"}, CORE + "filter": "reject"}
    comparison = between({CORE[:-1]: DROP}, beside)
    assert effects(comparison, "gap") == []
    assert effects(comparison, "lost") == [
        "rejected traffic of core is no longer recorded in archive; still in central"
    ]


def test_only_some_ids():
    comparison = between({EDGE + "vpcs": [vpc(3)]})
    assert effects(comparison, "lost") == [
        f"accepted and rejected traffic of edge ({vpc(2)}) is no longer recorded in archive, and nowhere else"
    ]


def test_another_place():
    comparison = between({ARCHIVE + "prefix": "p"})
    where = "goes to the bucket acme-flow-logs, under p instead of the bucket acme-flow-logs"
    assert effects(comparison, "moved") == [
        f"accepted and rejected traffic of {name} {where}" for name in SMALL["capture_points"]
    ]
    assert effects(comparison, "lost") == effects(comparison, "gained") == []


def test_what_contains_it_still_records():
    inner = {
        "capture_points.inner": {"subnet": "subnet-00000000000000001", "within": "core", "destinations": "central"}
    }
    assert effects(between({"capture_points.inner": DROP}, inner), "covered") == [
        "accepted and rejected traffic of inner is no longer recorded in central by itself, but still by core"
    ]
    assert effects(between(inner), "twice") == [
        "accepted and rejected traffic of inner is recorded twice in central: also by core, which contains it"
    ]


def test_recorded_twice():
    beside = {"capture_points.core-refused": {"vpc": vpc(1), "filter": "reject", "destinations": "central"}}
    assert effects(between(beside), "twice") == [
        "rejected traffic of core-refused is recorded twice in central: by core and core-refused"
    ]


def test_fields_and_interval():
    wide = {
        "filters.wide": {"max_aggregation_interval": 60, "fields": {"preset": "default", "add": ["vpc-id"]}},
        CORE + "filter": "wide",
    }
    comparison = between(wide)
    assert effects(comparison, "fields") == [f"the records of core in {to} get vpc-id" for to in ("archive", "central")]
    made = "are made every 60 seconds instead of every 600"
    assert effects(comparison, "interval") == [f"the records of core in {to} {made}" for to in ("archive", "central")]
    told = [message for kind, message in in_words(comparison) if kind in ("fields", "interval")]
    assert told == [
        "the records of core in archive and central get vpc-id",
        f"the records of core in archive and central {made}",
    ]


# history


@pytest.mark.parametrize(
    ("before", "changes", "kind", "words"),
    [
        ({}, {CENTRAL + "retention_days": 30}, "history", "older than 30 days are deleted"),
        ({}, {ARCHIVE + "expire_days": 30}, "history", "older than 30 days are deleted; they were kept for ever"),
        ({CENTRAL + "kms": "create"}, {CENTRAL + "kms": "aws"}, "history", "cannot be read any more after 30 days"),
        ({CENTRAL + "on_destroy": "delete"}, {CENTRAL + "log_group": "/x"}, "history", "record in it are deleted"),
        ({ARCHIVE + "on_destroy": "delete"}, {ARCHIVE + "bucket": "acme-x"}, "history", "record in it are deleted"),
        ({}, {CENTRAL + "log_group": "/x"}, "unmanaged", "stays with its records"),
        ({}, {CENTRAL + "class": "INFREQUENT_ACCESS"}, "blocked", "the apply fails"),
        ({}, {ARCHIVE + "bucket": "acme-x"}, "blocked", "Terraform refuses to replace the bucket"),
    ],
)  # fmt: skip
def test_history(before: dict[str, Any], changes: dict[str, Any], kind: str, words: str):
    assert [each for each in effects(between(changes, before), kind) if words in each]


def test_a_destination_that_goes_without_being_retired():
    gone = {"destinations.central": DROP, CORE + "destinations": "archive"}
    assert "write `retired: true`" in effects(between(gone), "unmanaged")[0]
    deleted = between(gone, {CENTRAL + "on_destroy": "delete"})
    assert "write `retired: true`" in effects(deleted, "history")[0]


@pytest.mark.parametrize("before", [{"existing": True}, {}])
def test_what_is_there_already_is_imported_first(before: dict[str, Any]):
    group = {"log_group": "/flow/central", **before}
    retired = {} if before else {"retired": True}
    without = {"destinations.central": {"cloudwatch_logs": group, **retired}, CORE + "destinations": "archive"}
    comparison = between({"destinations.central": {"cloudwatch_logs": {"log_group": "/flow/central"}}}, without)
    assert actions(comparison)["aws_cloudwatch_log_group.central"] == "create"
    assert 'to = aws_cloudwatch_log_group.central, id = "/flow/central"' in effects(comparison, "blocked")[0]


def test_retired():
    comparison = between({"destinations.archive.retired": True, CORE + "destinations": "central", EDGE[:-1]: DROP})
    kept = {address for address, action in actions(comparison).items() if action == "forget"}
    assert "aws_s3_bucket.archive" in kept
    assert {each.address for each in comparison.changes if each.action == "destroy"} == BUCKET_LOGS
    assert effects(comparison, "history") == effects(comparison, "blocked") == []


# ways around a gap


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({CORE + "filter": "reject"}, 'no gap: leave "core" as before'),
        ({CENTRAL + "role": {"path": "/x/"}}, "no gap: write the new settings into a second destination"),
        (
            {"filters.f": {"max_aggregation_interval": 60}, CORE + "filter": "f"},
            'no gap: leave "core" and the destination',
        ),
    ],
)
def test_the_overlap_is_offered(changes: dict[str, Any], words: str):
    assert [each for each in between(changes).hints if each.startswith(words)]


def test_the_overlap_has_no_gap():
    beside = {
        "capture_points.core-refused": {"vpc": vpc(1), "filter": "reject", "destinations": ["central", "archive"]}
    }
    first = between(beside)
    assert set(actions(first).values()) == {"create"}
    second = between({CORE[:-1]: DROP}, beside)
    assert set(actions(second).values()) == {"destroy"}
    assert effects(first, "gap") == effects(second, "gap") == []


# stacks and whole specs


def stacked(**stacks: tuple[str, str]) -> dict[str, Any]:
    said = {name: {"account": account, "region": region} for name, (account, region) in stacks.items()}
    found = mutated(SMALL, Mutation("", {"destinations.archive": DROP, EDGE[:-1]: DROP}))
    found["capture_points"]["core"] = {"vpcs": {"lookup": {"tags": {}}}, "destinations": "central", "stack": "all"}
    return {**found, "stacks": said}


ONE, TWO = ("111122223333", "us-east-1"), ("111122223333", "eu-west-1")


def test_a_stack_comes_and_goes():
    alone, both = spec(stacked(a=ONE)), spec(stacked(a=ONE, b=TWO))
    comes, goes = compare(alone, both), compare(both, alone)
    assert {(each.stack, each.action) for each in comes.changes} == {("b", "create")}
    assert {(each.stack, each.action) for each in goes.changes} == {("b", "destroy")}
    assert {each.reason for each in comes.changes} == {'the stack "b" is new'}
    assert "--drop-stack b" in goes.notes[0]


def test_a_stack_in_another_region_or_account():
    here, there = spec(stacked(a=ONE)), spec(stacked(a=TWO))
    moved = compare(here, there)
    assert actions(moved)["aws_cloudwatch_log_group.central"] == "replace"
    assert actions(moved)["aws_iam_role.central"] == "update"
    away = compare(here, spec(stacked(a=("444455556666", "us-east-1"))))
    assert set(actions(away).values()) == {"create"}
    assert "loses sight of it" in away.notes[0]


def test_a_new_spec_and_one_that_is_gone():
    small = spec(SMALL)
    assert set(actions(compare(None, small)).values()) == {"create"}
    gone = compare(small, None)
    assert set(actions(gone).values()) == {"destroy"}
    assert "terraform destroy" in gone.notes[0]


def test_other_names_and_backends_are_told():
    assert "the name changes" in between({"name": "other"}).notes[0]
    assert "-migrate-state" in between({"terraform.backend": {"local": {}}}).notes[0]
    assert (
        "gets or loses `stacks`"
        in compare(
            spec(SMALL),
            spec(
                {
                    **SMALL,
                    "stacks": {"a": {"account": "111122223333", "region": "us-east-1"}},
                    "defaults": {"stack": "a"},
                }
            ),
        ).notes[0]
    )


@pytest.mark.parametrize("on_destroy", ["keep", "delete"])
def test_every_mutation_can_be_told(on_destroy: str):
    for pair in mutations.pairs(on_destroy):
        comparison = compare(pair.old.spec, pair.new.spec)
        assert all(each.reason for each in comparison.changes), pair.name
        assert len({(each.stack, each.address) for each in comparison.changes}) == len(comparison.changes)
