"""Which recording is which flow log that exists."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import catalogue
from gen_flowlogs.aws.fields import log_format
from gen_flowlogs.captures import locations, sinks
from gen_flowlogs.captures.recordings import recordings
from gen_flowlogs.match import match
from gen_flowlogs.model import Reference, Variable
from gen_flowlogs.observe.existing import Existing, FlowLog, Options, Unknown, Where
from observed import ACCOUNT, GATEWAY, GROUP, HEAD, HERE, ROLE, VPC, applied, log, spec, to_bucket

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.match import Match
    from gen_flowlogs.model import Spec

MAIN = f"capture_points: {{main: {{vpc: {VPC}, filter: all, destinations: group}}}}"


def matched(text: str, *logs: FlowLog, values: dict[str, str] | None = None, **options: Any) -> tuple[Match, ...]:
    found = match(spec(text), Existing(flow_logs=logs, values=values or {}), **options)
    assert found.ambiguous == ()
    return found.matched


def pairs(*found: Match) -> dict[str, str | None]:
    return {str(each.address): each.flow_log.id for each in found}


def specs() -> Iterator[Spec]:
    for case in catalogue.ok_cases():
        yield catalogue.compiled(case).spec


def test_every_literal_recording_of_every_case_is_found_again():
    found = 0
    for each in specs():
        known = [one for one in recordings(each) if isinstance(one.target, str) and not sinks.is_open(one.destination)]
        made = [applied(one, number) for number, one in enumerate(known)]
        expected = {(one.stack.name, one.address): f"fl-{number}" for number, one in enumerate(known)}
        random.Random(each.name).shuffle(made)
        result = match(each, Existing(flow_logs=tuple(made)))
        for pair in result.matched:
            key = (pair.recording.stack.name, pair.recording.address)
            assert expected[key] == pair.flow_log.id
            assert (pair.replaces, pair.updates, pair.kept) == ((), (), ()), each.name
        found += len(result.matched)
        assert (len(result.matched), result.unmatched) == (len(made), ()), each.name
    assert found > 100


def test_each_side_keeps_what_the_other_lacks():
    other = log("fl-2", target="vpc-00000000000000000")
    found = match(
        spec(f"capture_points: {{main: {{vpc: {VPC}, destinations: [group, bucket]}}}}"),
        Existing(flow_logs=(other, log())),
    )
    assert pairs(*found.matched) == {"aws_flow_log.main__group": "fl-1"}
    assert [each.address for each in found.absent] == ["aws_flow_log.main__bucket"]
    assert found.unmatched == (other,)


@pytest.mark.parametrize(
    ("destination", "arn", "differs"),
    [
        ("bucket", "arn:aws:s3:::acme-records", False),
        ("bucket", "arn:aws:s3:::acme-records/", True),
        ("below", "arn:aws:s3:::acme-records/some/where/", False),
        ("below", "arn:aws:s3:::acme-records/some/where", True),
        ("group", GROUP, False),
        ("group", f"{GROUP}:*", True),
        ("group", None, True),
    ],
)
@pytest.mark.parametrize("adopted", [False, True])
def test_another_spelling_replaces_unless_it_is_adopted(
    destination: str, arn: str | None, *, differs: bool, adopted: bool
):
    there = (
        log(log_destination=arn, log_group_name="/records") if destination == "group" else to_bucket("fl-1", str(arn))
    )
    how = ", adopted: [destination]" if adopted else ""
    (found,) = matched(f"capture_points: {{main: {{vpc: {VPC}, destinations: {destination}{how}}}}}", there)
    assert found.replaces == (("log_destination",) if differs and not adopted else ())


@pytest.mark.parametrize(
    ("text", "format_", "replaces", "kept"),
    [
        ("", None, (), ()),
        ("", log_format(["srcaddr"]), (), ("log_format",)),
        (", fields: [srcaddr, dstaddr]", "${srcaddr} ${dstaddr}", (), ()),
        (", fields: [srcaddr, dstaddr]", "${srcaddr}  ${dstaddr}", ("log_format",), ()),
        (", fields: [srcaddr, dstaddr]", None, ("log_format",), ()),
        (", fields: [srcaddr, dstaddr]", Unknown("var.x"), (), ()),
    ],
)
def test_another_format_replaces_where_the_output_writes_one(text: str, format_: Any, replaces: Any, kept: Any):
    filters = f"filters: {{f: {{traffic: ALL{text}}}}}\n"
    (found,) = matched(f"{filters}{MAIN.replace('filter: all', 'filter: f')}", log(log_format=format_))
    assert (found.replaces, found.kept) == (replaces, kept)
    adopting = MAIN.replace("filter: all", "adopted: [format], filter: f")
    (found,) = matched(f"{filters}{adopting}", log(log_format=format_))
    assert (found.replaces, found.kept) == ((), ())


@pytest.mark.parametrize(
    ("values", "replaces", "updates"),
    [
        ({"interval": 60}, ("max_aggregation_interval",), ()),
        ({"role": f"{ROLE}-other"}, ("iam_role_arn",), ()),
        ({"role": Unknown("sensitive")}, (), ()),
        ({"tags": {"a": "b"}}, (), ("tags",)),
        ({"tags": {"aws:cloudformation:stack-name": "b"}}, (), ()),
        ({"tags": {"by-default": "x"}, "own_tags": {}}, (), ()),
        ({"tag_fields": (("instance", ("Name",)),)}, ("tag_field_specification",), ()),
        ({"cross_account_role": ROLE}, ("deliver_cross_account_role",), ()),
        ({"cross_account_role": "", "log_group_name": ""}, (), ()),
    ],
)
def test_all_other_arguments_are_differences(values: Any, replaces: Any, updates: Any):
    (found,) = matched(MAIN, log(**values))
    assert (found.replaces, found.updates) == (replaces, updates)


def test_the_form_of_files_is_an_argument_too():
    there = to_bucket("fl-1", "arn:aws:s3:::acme-records", options=Options(file_format="parquet"))
    (found,) = matched(f"capture_points: {{main: {{vpc: {VPC}, destinations: bucket}}}}", there)
    assert found.replaces == ("destination_options",)


def test_the_role_of_a_destination_is_known_by_its_name_where_the_spec_creates_it():
    head = HEAD.replace(f'role: {{arn: "{ROLE}"}}', "role: {name: records, path: /logs/}")
    of_head = spec(MAIN, head=head)
    for role, replaces in (
        (ROLE.replace(":role/", ":role/logs/"), ()),
        (ROLE, ("iam_role_arn",)),
        (None, ("iam_role_arn",)),
    ):
        (found,) = match(of_head, Existing(flow_logs=(log(role=role),))).matched
        assert found.replaces == replaces


def test_traffic_tells_two_apart_and_a_gateway_has_none():
    text = f"""capture_points:
  all: {{vpc: {VPC}, filter: all, destinations: group}}
  refused: {{vpc: {VPC}, filter: reject, destinations: group}}
  hub: {{transit_gateway: {GATEWAY}, destinations: group}}
"""
    hub = log("fl-3", target=GATEWAY, traffic=None, interval=60)
    found = matched(text, log("fl-2", traffic="REJECT"), hub, log("fl-1"))
    assert pairs(*found) == {
        "aws_flow_log.all__group": "fl-1",
        "aws_flow_log.refused__group": "fl-2",
        "aws_flow_log.hub__group": "fl-3",
    }
    assert [each.replaces for each in found] == [()] * 3
    (found_hub,) = matched(text.splitlines()[0] + "\n" + text.splitlines()[3], replace(hub, traffic="ALL"))
    assert found_hub.replaces == ()


@pytest.mark.parametrize("values", [{"target": Unknown("x")}, {"traffic": None}, {"traffic": "Any"},
                                    {"log_destination": Unknown("x")}, {"log_destination": "arn:aws:sns:x"},
                                    {"log_destination": "*"}])  # fmt: skip
def test_what_no_source_tells_is_matched_with_nothing(values: Any):
    there = log(**values)
    found = match(spec(MAIN), Existing(flow_logs=(there,)))
    assert (found.matched, found.unmatched) == ((), (there,))


STACKS = """stacks:
  one: {account: "111122223333", region: us-east-1}
  two: {account: "111122223333", region: eu-west-1}
"""


def test_a_log_group_of_code_may_be_told_by_its_name_alone():
    named = log(log_destination=Unknown("no account"), log_group_name=GROUP.rpartition(":")[2])
    assert [each.flow_log for each in matched(MAIN, named)] == [named]


def test_locations_tell_two_apart():
    text = f"{STACKS}capture_points: {{main: {{vpc: {VPC}, destinations: bucket, stack: [one, two]}}}}"
    both = spec(text, sound=False)  # the compiler refuses an id in two stacks, and an account may still have two logs
    arn = "arn:aws:s3:::acme-records"
    west = to_bucket("fl-2", arn, where=Where(account=ACCOUNT, region="eu-west-1"))
    east = to_bucket("fl-1", arn)
    found = match(both, Existing(flow_logs=(west, east)))
    assert {each.recording.stack.name: each.flow_log.id for each in found.matched} == {"one": "fl-1", "two": "fl-2"}
    elsewhere = to_bucket("fl-3", arn, where=Where(account="444455556666", region="eu-west-1"))
    assert match(both, Existing(flow_logs=(elsewhere,))).unmatched == (elsewhere,)
    open_ = to_bucket("fl-4", arn, where=Where())
    (one,) = match(both, Existing(flow_logs=(open_,))).ambiguous
    assert (len(one.recordings), one.flow_logs) == (2, (open_,))


def test_two_of_one_target_traffic_and_sink_are_ambiguous():
    found = match(spec(MAIN), Existing(flow_logs=(log("fl-1"), log("fl-2"))))
    (one,) = found.ambiguous
    assert ({each.id for each in one.flow_logs}, found.matched, found.absent, found.unmatched) == (
        {"fl-1", "fl-2"},
        (),
        (),
        (),
    )


def test_values_lead_from_references_to_ids():
    text = """capture_points:
  ref: {vpc: {ref: aws_vpc.main.id}, destinations: group}
  var: {subnet: {var: subnet}, destinations: group}
  keyed: {enis: {ref: module.enis.ids, keyed: true}, destinations: group}
  listed: {transit_gateways: {ref: local.hubs}, destinations: group}
  looked: {vpc: {lookup: {tags: {a: b}}}, destinations: group}
"""
    ids = {
        "aws_vpc.main.id": VPC,
        "var.subnet": "subnet-0a1b2c3d4e5f67890",
        'module.enis.ids["a b"]': "eni-0a1b2c3d4e5f67890",
        "local.hubs[0]": GATEWAY,
    }
    logs = [log(f"fl-{number}", target=each) for number, each in enumerate(ids.values())]
    logs[3] = replace(logs[3], interval=60)
    found = match(spec(text), Existing(flow_logs=tuple(logs), values=ids))
    assert pairs(*found.matched) == {
        "aws_flow_log.ref__group": "fl-0",
        "aws_flow_log.var__group": "fl-1",
        'aws_flow_log.keyed__group["a b"]': "fl-2",
        f'aws_flow_log.listed__group["{GATEWAY}"]': "fl-3",
    }
    assert [each.point.name for each in found.open] == ["looked"]
    assert len(match(spec(text), Existing(flow_logs=tuple(logs))).open) == 5


def test_the_call_of_a_module_says_what_its_variables_are():
    text = "terraform: {module: true}\ncapture_points: {main: {vpc: {var: x}, destinations: group}}"
    values = {"aws_vpc.main.id": VPC, "var.x": "vpc-00000000000000000"}
    assert pairs(*matched(text, log(), values=values, inputs={"x": Reference("aws_vpc.main.id")}))
    assert pairs(*matched(text, log(), values=values, inputs={"x": Variable("x")})) == {}
    assert pairs(*matched(text, log(), inputs={"x": VPC})) == {"aws_flow_log.main__group": "fl-1"}


def test_sinks_by_reference_are_resolved():
    head = HEAD.replace("log_group: /records", "arn: {ref: aws_cloudwatch_log_group.g.arn}").replace(
        "bucket: acme-records, existing", "bucket: {var: bucket}, existing"
    )
    of_head = spec(f"capture_points: {{main: {{vpc: {VPC}, destinations: [group, bucket]}}}}", head=head)
    logs = (log(), to_bucket("fl-2", "arn:aws:s3:::acme-records"))
    values = {"aws_cloudwatch_log_group.g.arn": GROUP, "var.bucket": "acme-records"}
    found = match(of_head, Existing(flow_logs=logs, values=values))
    assert [(each.flow_log.id, each.replaces) for each in found.matched] == [("fl-2", ()), ("fl-1", ())]
    starred = (replace(logs[0], log_destination=f"{GROUP}:*"),)
    (one,) = match(of_head, Existing(flow_logs=starred, values=values)).matched
    assert one.replaces == ("log_destination",)


def test_the_cost_is_linear():
    """10,000 flow logs, and as many with all in common, which must not cost the square."""
    ids = [f"vpc-{number:017x}" for number in range(10_000)]
    of_many = spec(f"capture_points: {{all: {{vpcs: [{', '.join(ids)}], destinations: group}}}}")
    logs = tuple(log(f"fl-{number}", target=each) for number, each in enumerate(ids))
    start = time.process_time()
    assert len(match(of_many, Existing(flow_logs=logs)).matched) == len(ids)
    same = tuple(log(f"fl-{number}") for number in range(10_000))
    assert len(match(spec(MAIN), Existing(flow_logs=same)).ambiguous) == 1
    assert time.process_time() - start < 10


def test_a_location_of_both_sides_is_needed_only_where_it_is_known():
    assert locations.may_be_one((None, None), (HERE.account, HERE.region))
    assert pairs(*matched(MAIN, log(where=Where())))
