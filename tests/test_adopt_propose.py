"""`propose`: what exists → the text of a spec, with all that it cannot say."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from existing_samples import (
    BUCKET,
    ELSEWHERE,
    GROUP,
    ROLE,
    existing,
    flow_logs,
    group,
    to_bucket,
    to_group,
    vpc,
)
from gen_flowlogs import pipeline
from gen_flowlogs.adopt.situation import OtherRoot, SameFolder, SameModule, Unmanaged
from gen_flowlogs.adopt.spec.propose import propose
from gen_flowlogs.captures.recordings import recordings
from gen_flowlogs.match import match
from gen_flowlogs.model import Reference, Variable
from gen_flowlogs.observe.addresses import parse
from gen_flowlogs.observe.existing import Unknown

TODAY = date(2026, 11, 26)
EXTENTS = ("flow-logs", "groups", "all")


def proposed(what, situation=None, own="flow-logs"):
    return propose(what, name="net", situation=situation or OtherRoot(), own=own, today=TODAY)


def compiled(proposal):
    assert proposal.text is not None, [note.text for note in proposal.notes]
    return pipeline.compile(proposal.text.encode(), proposal.file, read=Path.read_bytes, today=TODAY)


def spec(proposal):
    result = compiled(proposal)
    assert [each.message for each in result.diagnostics] == []
    return result.spec


def points(proposal):
    return {point.name: point for point in spec(proposal).capture_points}


def test_the_text_reads_as_a_person_would_write_it():
    what = existing(
        to_group(1, address=parse("module.core.aws_flow_log.this[0]"), tags={"Name": "x", "aws:y": "z"}),
        to_bucket(1, address=parse("module.core.aws_flow_log.s3"), tags={"Name": "x"}, id="fl-2"),
        to_group(2, traffic="REJECT", interval=60, tags={"Name": "edge"}),
    )
    assert proposed(what).text == Path(__file__).with_name("data").joinpath("adopted.yaml").read_text(encoding="utf-8")


def test_one_target_has_one_capture_point_for_all_of_its_destinations():
    (point,) = points(proposed(existing(to_group(1), to_bucket(1)))).values()
    assert {each.name for each in point.destinations} == {"central", "acme-archive"}


def test_targets_that_are_alike_are_one_capture_point_only_where_their_tags_are():
    alike = [to_group(n, address=parse(f"aws_flow_log.core[{n}]"), tags={"a": "b"}) for n in (1, 2)]
    other = to_group(3, address=parse('aws_flow_log.core["c"]'), tags={"a": "c"})
    made = points(proposed(existing(*alike, other)))
    assert {name: (each.plural, each.target.ids) for name, each in made.items()} == {
        "core-c": (False, (vpc(3),)),
        "core": (True, (vpc(1), vpc(2))),
    }


@pytest.mark.parametrize(
    ("address", "tags", "name"),
    [
        ("aws_flow_log.core", {}, "core"),
        ("module.edge.aws_flow_log.this[0]", {}, "edge"),
        ("module.main.aws_flow_log.default", {"Name": "Prod Net"}, "prod-net"),
        ("aws_flow_log.this", {"Name": "日本"}, "log-vpc-00000000000000001"),
        ("aws_flow_log.vpc-0a1b2c3d", {}, "log-vpc-0a1b2c3d"),
        ("aws_flow_log._9", {}, "log-9"),
        (None, {"Name": "x" * 200}, "x" * 64),
        (None, {"Name": "main"}, "log-vpc-00000000000000001"),
    ],
)
def test_names_of_capture_points(address, tags, name):
    flow_log = to_group(1, address=None if address is None else parse(address), tags=tags)
    assert list(points(proposed(existing(flow_log)))) == [name]


@pytest.mark.parametrize(
    ("others", "parts"),
    [
        ({}, ()),
        ({"log_destination": f"{GROUP}:*"}, ("destination",)),
        ({"log_destination": None, "log_group_name": "/vpc/central"}, ("destination",)),
        ({"log_destination": "", "log_group_name": "/vpc/central"}, ("destination",)),
        ({"log_format": "${version}  ${vpc-id}"}, ("format",)),
        ({"log_format": "${version} ${vpc-id}"}, ()),
        ({"log_destination": f"{GROUP}:*", "log_format": "${version}${vpc-id}"}, ("destination", "format")),
    ],
)
@pytest.mark.parametrize("own", ["flow-logs", "groups"])
def test_forms_that_stay_as_aws_has_them(others, parts, own):
    made = points(proposed(existing(to_group(1, **others), log_groups=(group(),)), own=own))
    (point,) = made.values()
    assert point.adopted("central") == parts


@pytest.mark.parametrize(
    ("destination", "parts"),
    [(BUCKET, ()), (f"{BUCKET}/p/", ()), (f"{BUCKET}/p", ("destination",)), (f"{BUCKET}/", ("destination",))],
)
def test_forms_of_a_bucket(destination, parts):
    ((_, point),) = points(proposed(existing(to_bucket(1, log_destination=destination)))).items()
    assert point.adopted(point.destinations[0].name) == parts


def test_one_of_two_destinations_is_adopted_alone():
    made = points(proposed(existing(to_group(1), to_bucket(1, log_destination=f"{BUCKET}/p"))))
    (point,) = made.values()
    assert (point.adopted("central"), point.adopted("acme-archive")) == ((), ("destination",))


def test_two_places_are_two_stacks_which_share_what_they_have_alike():
    there = to_group(
        2,
        where=ELSEWHERE,
        log_destination="arn:aws:logs:eu-west-1:444455556666:log-group:/vpc/central",
        role="arn:aws:iam::444455556666:role/flow-logs",
    )
    made = spec(proposed(existing(to_group(1), there)))
    assert [(each.name, each.account, each.region) for each in made.stacks] == [
        ("account-111122223333-us-east-1", "111122223333", "us-east-1"),
        ("account-444455556666-eu-west-1", "444455556666", "eu-west-1"),
    ]
    assert {each.name for each in made.destinations} == {"central"}
    assert {each.role.arn for each in made.destinations} == {ROLE, "arn:aws:iam::444455556666:role/flow-logs"}


def test_a_state_that_stays_has_one_place():
    proposal = proposed(existing(to_group(1), to_group(2), to_bucket(3, where=ELSEWHERE)), SameModule(Path()))
    assert [each.target for each in proposal.left_out] == [vpc(3)]
    assert "another root" not in spec(proposal).name
    assert "--state other" in proposal.notes[0].remedy


def test_references_where_code_and_values_have_them():
    given = {"vpc_id": Reference("aws_vpc.main.id")}
    flow_log = to_group(1, address=parse("aws_flow_log.core"), givens=given)
    known = existing(flow_log, values={"aws_vpc.main.id": vpc(1)})
    folder = proposed(known, SameFolder(Path("infra")))
    assert points(folder)["core"].target == Reference("aws_vpc.main.id")
    assert "folder: ../infra" in folder.text
    module = proposed(known, SameModule(Path("infra")))
    assert points(module)["core"].target == Variable("vpc_main_id")
    assert module.inputs == {"vpc_main_id": Reference("aws_vpc.main.id")}
    assert points(proposed(known))["core"].target.ids == (vpc(1),)
    unlike = existing(flow_log, values={"aws_vpc.main.id": vpc(2)})
    assert points(proposed(unlike, SameFolder(Path("infra"))))["core"].target.ids == (vpc(1),)


def test_a_variable_of_the_root_module():
    flow_log = to_group(1, address=parse("aws_flow_log.core"), givens={"vpc_id": Variable("vpc_id")})
    known = existing(flow_log, values={"var.vpc_id": vpc(1)})
    assert points(proposed(known, SameFolder(Path("infra"))))["core"].target == Reference("var.vpc_id")
    module = proposed(known, SameModule(Path("infra")))
    assert points(module)["core"].target == Variable("vpc_id")
    assert module.inputs == {"vpc_id": Variable("vpc_id")}


def test_a_called_modules_flow_log_has_the_reference_of_its_call():
    flow_log = to_group(1, address=parse("module.a.aws_flow_log.core"), givens={"vpc_id": Reference("aws_vpc.main.id")})
    known = existing(flow_log, values={"aws_vpc.main.id": vpc(1)})
    assert points(proposed(known, SameFolder(Path("infra"))))["core"].target == Reference("aws_vpc.main.id")


def test_a_target_that_is_not_known_is_what_the_code_has_there():
    flow_log = to_group(1, id=None, target=Unknown("after apply"), givens={"vpc_id": Reference("aws_vpc.main.id")})
    (point,) = points(proposed(existing(flow_log), Unmanaged())).values()
    assert point.target == Reference("aws_vpc.main.id")


def test_a_name_that_the_root_module_has_already_is_not_used_again():
    old = to_group(1, address=parse("aws_flow_log.core__central"))
    other = to_group(2, address=parse("aws_flow_log.core"))
    assert "core" not in points(proposed(existing(old, other), SameFolder(Path("infra"))))
    assert "core" in points(proposed(existing(old, other)))


@pytest.mark.parametrize(
    ("others", "why"),
    [
        ({"tainted": True, "address": parse("aws_flow_log.x[0]")}, "tainted"),
        ({"target": "igw-1", "kind": None}, "no id"),
        ({"traffic": None}, "traffic is not known"),
        ({"interval": 7}, "7 seconds"),
        ({"log_format": "${nothing}"}, "nothing"),
        ({"log_format": "${version} ${version}"}, "twice"),
        ({"role": None}, "no role"),
        ({"role": "arn:aws:iam::444455556666:role/x"}, "444455556666"),
        ({"log_destination": Unknown("a data source")}, "a data source"),
        ({"log_destination": "arn:aws:logs:us-east-1:111122223333:log-group:aws/x"}, "aws/"),
        ({"destination_type": "s3", "log_destination": BUCKET}, "with a role"),
        ({"destination_type": "s3", "role": None, "log_destination": "arn:aws:s3:::x--x-s3"}, "--x-s3"),
        ({"destination_type": "s3", "role": None, "log_destination": f"{BUCKET}//"}, "empty folder"),
        ({"cross_account_role": "arn:aws:iam::444455556666:role/x"}, "cross-account"),
    ],
)
def test_what_no_spec_can_say_is_left_out_with_its_reason(others, why):
    bad = to_group(9, **others)
    proposal = proposed(existing(to_group(1), bad))
    assert proposal.left_out == (bad,)
    assert len(spec(proposal).capture_points) == 1
    assert why in proposal.notes[0].text
    assert any(why in line for line in proposal.text.splitlines() if line.startswith("#"))


def test_nothing_to_say_is_no_text():
    proposal = proposed(existing(to_group(1, traffic="FOO")))
    assert (proposal.text, len(proposal.left_out), len(proposal.notes)) == (None, 1, 1)
    assert proposed(existing()).text is None


def test_a_definition_that_the_compiler_refuses_is_left_out():
    proposal = proposed(existing(to_group(1), to_group(2, tag_fields=(("instance", ("Name",)),))))
    assert [each.target for each in proposal.left_out] == [vpc(2)]
    assert len(spec(proposal).capture_points) == 1


def test_the_same_flow_log_from_two_files_is_there_once():
    proposal = proposed(existing(to_group(1), to_group(1, id="fl-2", interval=60)))
    assert len(proposal.left_out) == 1
    assert len(list(recordings(spec(proposal)))) == 1


def test_tags_of_aws_and_tags_that_no_spec_has_are_not_said():
    proposal = proposed(existing(to_group(1, tags={"aws:x": "y", "a": "b", "%": "c", "e\u0301": "d"})))
    (point,) = points(proposal).values()
    assert point.tags == (("a", "b"),)
    assert len(proposal.notes) == 2


def test_shared_tags_are_said_once_and_kept_from_what_has_none():
    tags = {"Team": "net", "Name": "a"}
    made = proposed(existing(to_group(1, tags=tags), to_group(2, tags={**tags, "Name": "b"}), to_group(3)))
    assert "defaults:\n  destinations: central\n  tags:\n    Team: net\n" in made.text
    assert {name: dict(point.tags) for name, point in points(made).items()} == {
        "a": tags,
        "b": {**tags, "Name": "b"},
        "log-vpc-00000000000000003": {},
    }


def test_tags_that_are_not_known_are_a_comment():
    proposal = proposed(existing(to_group(1, tags=Unknown("var.tags has no default"))))
    assert "# its tags are not known: var.tags has no default" in proposal.text
    assert spec(proposal).capture_points[0].tags == ()
    assert proposal.notes[0].partial


def test_a_group_that_can_be_said_exactly_is_owned():
    one = group(key="arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab", tags={"a": "b c"})
    (made,) = spec(proposed(existing(to_group(1), log_groups=(one,)), own="groups")).destinations
    assert (made.existing, made.retention_days, made.kms.arn, made.tags) == (False, 400, one.key, (("a", "b c"),))


@pytest.mark.parametrize(
    ("others", "why"),
    [
        ({"retention_days": 8}, "8 days"),
        ({"retention_days": Unknown("var.days")}, "var.days"),
        ({"log_class": "DELIVERY"}, "DELIVERY"),
        ({"key": "alias/x"}, "alias/x"),
        ({"tags": {"a": "?"}}, "tag"),
        ({"name": "/else"}, "no source"),
    ],
)
def test_a_group_that_cannot_be_said_stays_somebody_elses(others, why):
    proposal = proposed(existing(to_group(1), log_groups=(group(**others),)), own="groups")
    assert spec(proposal).destinations[0].existing
    (note,) = proposal.notes
    assert why in note.text
    assert not note.partial


def test_a_group_of_two_roles_is_not_owned_twice():
    other = to_group(2, role=f"{ROLE}-2")
    proposal = proposed(existing(to_group(1), other, log_groups=(group(),)), own="groups")
    assert [each.existing for each in spec(proposal).destinations] == [True, True]
    assert proposal.left_out == ()


def test_a_group_of_short_retention_is_clean():
    proposal = proposed(existing(to_group(1), log_groups=(group(retention_days=7),)), own="groups")
    assert spec(proposal).destinations[0].ignores == {"retention": "adopted as it was"}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(flow_logs(), min_size=1, max_size=8),
    st.sampled_from(["flow-logs", "groups"]),
    st.sampled_from([OtherRoot(), Unmanaged(), SameFolder(Path("infra")), SameModule(Path("infra"))]),
)
def test_any_proposal_is_clean_and_has_each_flow_log_or_reports_it(several, own, situation):
    several = [replace(each, id=f"fl-{number:017x}") for number, each in enumerate(several)]
    what = existing(*several, log_groups=(group(),))
    proposal = proposed(what, situation, own=own)
    assert len(proposal.notes) >= len(proposal.left_out)
    shuffled = random.Random(1).sample(several, len(several))
    again = proposed(existing(*shuffled, log_groups=(group(),)), situation, own=own)
    assert again.text == proposal.text
    if proposal.text is None:
        assert Counter(map(id, proposal.left_out)) == Counter(map(id, several))
        return
    kept = {id(each) for each in several} - {id(each) for each in proposal.left_out}
    there = replace(what, flow_logs=tuple(each for each in several if id(each) in kept))
    matches = match(spec(proposal), there, inputs=proposal.inputs)
    assert {id(each.flow_log) for each in matches.matched} == kept
    assert len(matches.matched) == len(kept) == len(several) - len(proposal.left_out)
    assert (matches.absent, matches.ambiguous, matches.open) == ((), (), ())


def test_tags_of_the_provider_are_not_said_again_in_a_root_module_that_stays():
    flow_log = to_group(1, tags={"Env": "prod", "Name": "a"}, own_tags={"Name": "a"})
    (stays,) = points(proposed(existing(flow_log), SameModule(Path("infra")))).values()
    (other,) = points(proposed(existing(flow_log))).values()
    assert (dict(stays.tags), dict(other.tags)) == ({"Name": "a"}, {"Env": "prod", "Name": "a"})


def test_two_flow_logs_that_differ_in_their_fields_alone_are_told_apart():
    what = existing(to_group(1), to_group(1, id="fl-2", log_format="${version} ${vpc-id}"))
    proposal = proposed(what)
    matches = match(spec(proposal), what)
    assert {each.flow_log.id: each.recording.point.filter.name for each in matches.matched} == {
        what.flow_logs[0].id: "all",
        "fl-2": "all-2-fields",
    }


def test_a_name_of_an_owned_thing_that_the_root_module_has_already_is_not_used_again():
    one = group(address=parse("aws_cloudwatch_log_group.central"))
    what = existing(to_group(1, address=parse("aws_flow_log.core")), log_groups=(one,))
    made = {own: spec(proposed(what, SameFolder(Path("infra")), own=own)).destinations[0].name for own in EXTENTS}
    assert made["flow-logs"] == "central"
    assert made["groups"] == made["all"] != "central"
