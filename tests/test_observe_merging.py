"""What several sources tell → one value: addresses from state, values from AWS, references from a plan or code."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import states
from gen_flowlogs import observe
from gen_flowlogs.model import Reference
from gen_flowlogs.observe import addresses
from gen_flowlogs.observe.attributes import SENSITIVE
from gen_flowlogs.observe.existing import (
    Bucket,
    Existing,
    FlowLog,
    LogGroup,
    Note,
    Role,
    Source,
    State,
    Unknown,
    Where,
)
from states import FLOW_LOG, VPC, code, flow_log, instance, plan, raw, resource, shown, shown_resource

if TYPE_CHECKING:
    from pathlib import Path

HERE = Where(account=states.ACCOUNT, region=states.REGION, partition="aws")
AWS, STATE, CODE = Source("aws.json", FLOW_LOG), Source("state", "aws_flow_log.main"), Source("main.tf", None, 3)
MAIN = addresses.parse("aws_flow_log.main")


def log(source: Source, **parts: Any) -> FlowLog:
    return FlowLog(source=source, **{"where": Where()} | parts)


def of(*flow_logs: FlowLog, **parts: Any) -> Existing:
    return observe.merged([Existing(flow_logs=(each,), **parts) for each in flow_logs])


def in_state(**parts: Any) -> FlowLog:
    return log(STATE, **{"id": FLOW_LOG, "address": MAIN, "where": HERE, "tags": {"a": "1"}} | parts)


def in_aws(**parts: Any) -> FlowLog:
    return log(AWS, **{"id": FLOW_LOG, "tags": {"a": "1"}} | parts)


def in_code(**parts: Any) -> FlowLog:
    return log(CODE, **{"address": MAIN} | parts)


def texts(existing: Existing) -> list[str]:
    return [note.text for note in existing.notes]


def test_nothing():
    assert observe.merged([]) == Existing()


def test_one_part_stays_as_it_is():
    part = Existing(flow_logs=(in_state(),), notes=(Note(STATE, "x"),), files=2, complete=False, values={"var.a": "b"})
    assert observe.merged([part]) == part


def test_the_address_is_of_the_state_and_values_are_of_aws_in_either_order():
    aws = in_aws(traffic="REJECT", interval=60, error="Access error", log_format="x")
    state = in_state(traffic="ALL", own_tags={"a": "1"}, role="r")
    for pair in ((aws, state), (state, aws)):
        existing = of(*pair)
        (found,) = existing.flow_logs
        assert (found.address, found.where, found.source, found.own_tags) == (MAIN, HERE, STATE, {"a": "1"})
        assert (found.traffic, found.interval, found.error, found.log_format) == ("REJECT", 60, "Access error", "x")
        assert found.role == "r"
        assert texts(existing) == ["aws.json has another traffic, interval of it, which is taken"]
        assert [note.partial for note in existing.notes] == [False]


def test_what_aws_does_not_tell_the_state_tells():
    found = of(in_state(traffic="ALL", tags={"a": "1"}), in_aws(traffic=None, tags=Unknown("not read"))).flow_logs[0]
    assert (found.traffic, found.tags) == ("ALL", {"a": "1"})


def test_tags_of_aws_itself_are_no_contradiction():
    existing = of(in_state(), in_aws(tags={"a": "1", "aws:cloudformation:stack-name": "x"}))
    assert texts(existing) == []


def test_what_the_state_marks_as_sensitive_aws_does_not_reveal():
    for pair in ((in_state(tags=SENSITIVE, role=SENSITIVE), in_aws(role="hunter2", tags={"a": "hunter2"})),):
        for each in (pair, pair[::-1]):
            existing = of(*each)
            (found,) = existing.flow_logs
            assert (found.tags, found.role, texts(existing)) == (SENSITIVE, SENSITIVE, [])


def test_flow_logs_of_aws_alone_come_behind():
    other = log(AWS, id="fl-00000000000000001")
    assert [each.id for each in of(other, in_state()).flow_logs] == [FLOW_LOG, "fl-00000000000000001"]


def test_the_same_answer_twice():
    existing = of(in_aws(), in_aws())
    assert (len(existing.flow_logs), texts(existing)) == (1, [])


def test_one_flow_log_at_two_addresses():
    other = replace(in_state(), address=addresses.parse("aws_flow_log.other"), source=Source("b", "aws_flow_log.other"))
    existing = of(in_state(), other)
    assert [each.address for each in existing.flow_logs] == [MAIN]
    assert texts(existing) == [f"{FLOW_LOG} is there too, and at aws_flow_log.main in state"]
    assert existing.notes[0].partial


def test_one_address_with_two_flow_logs():
    other = replace(in_state(), id="fl-00000000000000001", source=Source("b", "aws_flow_log.main"))
    existing = of(in_state(), other)
    assert len(existing.flow_logs) == 2
    assert texts(existing) == [f"it is {FLOW_LOG} in state and fl-00000000000000001 here"]
    elsewhere = replace(other, where=replace(other.where, region="eu-west-3"))
    assert texts(of(in_state(), elsewhere)) == []


def test_one_address_in_two_states_or_two_places_is_two_flow_logs():
    other = replace(in_state(), id="fl-00000000000000001", source=Source("b", "aws_flow_log.main"))
    elsewhere = replace(other, where=Where(account="444455556666", region="us-east-1", partition="aws"))
    assert texts(of(in_state(), elsewhere)) == []
    for lineages, notes in ((("one", "two"), 0), (("one", None), 1)):
        parts = [
            Existing(
                flow_logs=(each,), states=(State(file=file, terraform_version=None, resources=(), lineage=lineage),)
            )
            for each, file, lineage in zip((in_state(), other), ("state", "b"), lineages, strict=True)
        ]
        assert len(observe.merged(parts).notes) == notes


GIVENS = {"vpc_id": Reference("aws_vpc.main.id")}


def test_references_come_from_code():
    existing = of(in_state(), in_code(givens=GIVENS))
    (found,) = existing.flow_logs
    assert (found.id, found.givens, texts(existing)) == (FLOW_LOG, GIVENS, [])


def test_references_come_from_code_for_all_instances_of_a_block():
    keyed = in_state(address=addresses.parse('aws_flow_log.main["a"]'))
    assert of(keyed, in_code(givens=GIVENS)).flow_logs[0].givens == GIVENS


def test_code_of_a_module_is_covered_by_a_state_of_a_root_that_calls_it():
    inside = in_state(address=addresses.parse("module.a[0].aws_flow_log.main"))
    existing = of(inside, in_code(givens=GIVENS))
    assert [each.givens for each in existing.flow_logs] == [{}]
    assert texts(existing) == []


def test_code_that_no_state_has_is_left_out_and_noted():
    existing = of(in_state(), in_code(address=addresses.parse("aws_flow_log.new")))
    assert [each.id for each in existing.flow_logs] == [FLOW_LOG]
    assert texts(existing) == ["it is in the code and in no state that was given"]


def test_code_beside_answers_of_aws_alone():
    existing = of(in_aws(), in_code())
    assert [each.id for each in existing.flow_logs] == [FLOW_LOG]
    assert texts(existing) == ["code alone does not show which flow log of AWS it is"]


def test_code_alone_is_kept():
    assert of(in_code(), in_code(address=addresses.parse("aws_flow_log.b"))).flow_logs[1].id is None


def test_a_planned_flow_log_that_the_state_has_by_now():
    planned = log(Source("plan", "aws_flow_log.main"), address=MAIN, givens=GIVENS)
    note = Note(planned.source, "it is planned and not applied")
    existing = observe.merged([Existing(flow_logs=(planned,), notes=(note,)), Existing(flow_logs=(in_state(),))])
    assert ([each.givens for each in existing.flow_logs], existing.notes) == ([GIVENS], ())


def test_log_groups_by_name_and_location():
    address = addresses.parse("aws_cloudwatch_log_group.x")
    state = LogGroup(source=STATE, where=HERE, name="g", address=address, retention_days=30, tags={"a": "1"})
    aws = LogGroup(source=AWS, where=HERE, name="g", retention_days=None, key="k", tags=Unknown("not read"))
    other = replace(aws, where=replace(HERE, region="us-east-1"))
    for groups in ((state, aws), (aws, state)):
        found = observe.merged([Existing(log_groups=(each,)) for each in (*groups, other)]).log_groups
        assert found == (replace(aws, source=STATE, address=address, tags={"a": "1"}), other)


def test_roles_are_filled_up():
    address, role = addresses.parse("aws_iam_role_policy.p"), addresses.parse("aws_iam_role.r")
    inside = {"inline": {"p": "old"}, "inline_addresses": {"p": address}}
    state = Role(source=STATE, where=HERE, name="r", address=role, complete=False, **inside)
    aws = Role(
        source=AWS, where=Where(account=states.ACCOUNT), name="r", inline={"p": "new", "q": "1"}, attached=("a",)
    )
    (found,) = observe.merged([Existing(roles=(state,)), Existing(roles=(aws,))]).roles
    assert (found.inline, found.inline_addresses) == ({"p": "new", "q": "1"}, {"p": address})
    assert (found.attached, found.complete, found.where) == (("a",), True, HERE)


def test_buckets_are_filled_up():
    address = addresses.parse("aws_s3_bucket.b")
    settings = {"x": {"a": 1, "secret": SENSITIVE}}
    state = Bucket(source=STATE, where=Where(), name="b", settings=settings, addresses={"aws_s3_bucket": address})
    aws = Bucket(source=AWS, where=HERE, name="b", settings={"x": {"a": 2, "secret": "b"}, "y": {}}, complete=True)
    (found,) = observe.merged([Existing(buckets=(aws,)), Existing(buckets=(state,))]).buckets
    assert (found.settings, found.addresses) == (
        {"x": {"a": 2, "secret": SENSITIVE}, "y": {}},
        {"aws_s3_bucket": address},
    )
    assert (found.complete, found.source) == (True, STATE)


def test_values_that_two_root_modules_have_are_none():
    parts = [Existing(values={"var.a": "1", "var.b": "2"}), Existing(values={"var.a": "1", "var.b": "3"})]
    assert observe.merged(parts).values == {"var.a": "1"}


def test_counts_and_completeness():
    note = Note(STATE, "x")
    whole = observe.merged([Existing(files=1, notes=(note,)), Existing(files=2, notes=(note,), complete=False)])
    assert (whole.files, whole.notes, whole.complete) == (3, (note,), False)
    parts = [Existing(absent=frozenset({"a"})), Existing(absent=frozenset({"b"}))]
    assert observe.merged(parts).absent == {"a", "b"}


def test_notes_are_bounded():
    notes = tuple(Note(STATE, str(number), partial=number > 1000) for number in range(1003))
    found = observe.merged([Existing(notes=notes)]).notes
    assert found[:1000] == notes[:1000]
    assert [(each.text, each.partial) for each in found[1000:]] == [
        ("3 more notes about this file and others are not listed", True)
    ]


PRIOR = shown(shown_resource("aws_flow_log", "main", flow_log()), shown_resource("aws_vpc", "main", {"id": VPC}))
PLAN = plan(PRIOR, {"resources": [code("aws_flow_log", "main", vpc_id=["aws_vpc.main.id", "aws_vpc.main"])]})
RAW = raw(
    resource(
        "aws_flow_log", "main", instance(flow_log()), instance(flow_log(1), deposed="a"), provider=states.PROVIDER
    ),
    terraform_version="1.5.7",
)


def test_a_raw_state_and_a_plan_of_one_root_module(tmp_path: Path):
    pair = [states.write(tmp_path, "state", RAW), states.write(tmp_path, "plan", PLAN)]
    for sources in (pair, pair[::-1]):
        existing = observe.read(sources)
        (state,) = existing.states
        assert (state.lineage, state.serial, state.declared) == ("3a7f", 3, {"aws_flow_log.main"})
        assert state.terraform_version == "1.11.4"  # of the one who plans
        by_address = {str(each.address): each for each in state.resources}
        assert by_address["aws_flow_log.main"].deposed == 1
        assert set(by_address) == {"aws_flow_log.main", "aws_vpc.main"}
        assert existing.flow_logs[0].givens == GIVENS
        assert [note.source.at for note in existing.notes] == ["aws_flow_log.main"]  # the deposed one


def test_states_of_two_root_modules(tmp_path: Path):
    other = raw(resource("aws_flow_log", "main", instance(flow_log(5))), lineage="9c1e")
    existing = observe.read([states.write(tmp_path, "a", RAW), states.write(tmp_path, "b", other)])
    assert [state.lineage for state in existing.states] == ["3a7f", "9c1e"]
    assert len(existing.flow_logs) == 2


def test_of_two_versions_of_one_state_the_later_is_read(tmp_path: Path):
    later = raw(resource("aws_flow_log", "main", instance(flow_log(5))), serial=4)
    pair = [states.write(tmp_path, "a", states.one()), states.write(tmp_path, "b", later)]
    for sources in (pair, pair[::-1]):
        existing = observe.read(sources)
        assert [(state.serial, state.resources[0].id) for state in existing.states] == [(4, flow_log(5)["id"])]
        assert [each.id for each in existing.flow_logs] == [flow_log(5)["id"]]
        assert [(note.source.file, note.text, note.partial) for note in existing.notes] == [
            (pair[0], f"it is an earlier version of the state in {pair[1]}, and is left out", False)
        ]
        assert existing.files == 2


def test_two_sources_of_one_state_that_disagree(tmp_path: Path):
    other = shown(shown_resource("aws_flow_log", "main", flow_log(5)), shown_resource("aws_vpc", "main", {"id": VPC}))
    state = raw(
        resource("aws_flow_log", "main", instance(flow_log())), resource("aws_vpc", "main", instance({"id": VPC}))
    )
    pair = [states.write(tmp_path, "a", state), states.write(tmp_path, "b", other)]
    existing = observe.read(pair)
    assert [(note.source.file, note.source.at, note.text) for note in existing.notes] == [
        (pair[1], "aws_flow_log.main", f"it is {FLOW_LOG} in {pair[0]} and {flow_log(5)['id']} here"),
        (pair[1], "aws_flow_log.main", f"{pair[0]} has another id at this address, which is taken"),
    ]
    assert [each.id for each in existing.states[0].resources] == [FLOW_LOG, VPC]
