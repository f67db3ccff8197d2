"""Plans of an adoption: what the proof lets pass, what it refuses and where, and JSON of any shape."""

from __future__ import annotations

import copy
import itertools
import json
import random
from typing import Any

import pytest

from gen_flowlogs.adopt.proven.planned import plan_of
from gen_flowlogs.adopt.proven.proof import STATE_ONLY, Proof, prove
from gen_flowlogs.adopt.spec.cloudformation import STACK_TAG
from gen_flowlogs.aws.replacement import REPLACING
from gen_flowlogs.observe import SourceError, addresses
from gen_flowlogs.observe.existing import Existing, FlowLog, Source, State, Where
from observed import managed
from observed import state as managed_state

OLD = "module.vpc.aws_flow_log.this[0]"
NEW = "aws_flow_log.main__central"


def flow_log(number: int = 1, *, at: str | None = OLD, **more: Any) -> FlowLog:
    address = None if at is None else addresses.parse(at)
    source = Source("state.json", at or f"fl-{number}")
    return FlowLog(**{"source": source, "where": Where(), "id": f"fl-{number}", "address": address, **more})


def change(address: str, *actions: str, **more: Any) -> dict[str, Any]:
    """A part of resource_changes; `id` is the one before, `importing` that of an import, `previous` is a move."""
    own: dict[str, Any] = {"actions": list(actions), "before": None, "after": None, "after_unknown": {}}
    if "id" in more or "before" in more:
        own["before"] = {"id": more.get("id")} | more.get("before", {})
        own["after"] = own["before"] | more.get("after", {})
    if "importing" in more:
        own["importing"] = more["importing"] if isinstance(more["importing"], dict) else {"id": more["importing"]}
    own |= {key: more[key] for key in ("replace_paths", "after_unknown") if key in more}
    found = {"address": address, "mode": "managed", "type": address.split(".")[-2], "change": own}
    for key, name in (("previous", "previous_address"), ("reason", "action_reason"), ("deposed", "deposed")):
        if key in more:
            found[name] = more[key]
    return found


def plan(*changes: dict[str, Any], file: str = "new.json", prior: tuple[str, ...] = (), **more: Any) -> Any:
    resources = [
        {"address": each, "mode": "managed", "type": each.split(".")[-2], "values": {"id": "x"}} for each in prior
    ]
    document = {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "resource_changes": list(changes),
        "prior_state": {"values": {"root_module": {"child_modules": [{"resources": resources}]}}},
        "complete": True,
        "errored": False,
        **more,
    }
    return plan_of(json.loads(json.dumps(document)), file)


def proof(*plans: Any, existing: tuple[FlowLog, ...] = (flow_log(),), **more: Any) -> Proof:
    return prove(Existing(flow_logs=existing, **more), plans)


def reasons(*plans: Any, **more: Any) -> list[str]:
    return [f"{note.source.file}: {note.source.at}: {note.text}" for note in proof(*plans, **more).failures]


SEVERAL = "fl-1 has several managers afterwards"
MOVED = change(NEW, "no-op", id="fl-1", previous=OLD)
IMPORTED = change(NEW, "no-op", id="fl-1", importing="fl-1")
FORGOTTEN = change(OLD, "forget", id="fl-1")


# what is let pass


@pytest.mark.parametrize(
    "plans",
    [
        [plan(MOVED)],
        [plan(change(NEW, "update", id="fl-1", previous=OLD, after={"tags": {"a": "b"}}))],
        [plan(change(OLD, "no-op", id="fl-1"))],
        [plan(IMPORTED), plan(FORGOTTEN, file="old.json")],
        [plan(FORGOTTEN, file="old.json"), plan(IMPORTED)],
        [plan(change(NEW, "no-op", id="fl-1")), plan(FORGOTTEN, file="old.json")],
        [plan(IMPORTED, change("aws_flow_log.gone", "forget", id="fl-1", previous=OLD))],
        [plan(MOVED, change("data.aws_region.here", "read") | {"mode": "data"})],
        [plan(MOVED, change("aws_iam_role.a", "forget", id="a"))],
        [plan(MOVED, change("null_resource.a", "create"))],
    ],
    ids=["moved", "changed in place", "nothing to do", "other root", "other root first", "other root applied",
         "forgotten and imported", "data", "role forgotten", "another type created"],
)  # fmt: skip
def test_it_holds(plans: list[Any]):
    found = proof(*plans)
    assert found.holds, found.failures
    assert found.kept == 1


def test_made_by_hand_and_imported():
    found = proof(plan(IMPORTED), existing=(flow_log(at=None),))
    assert (found.holds, found.kept, found.imported, found.moved) == (True, 1, 1, 0)


def test_without_an_id_the_address_counts():
    by_code = flow_log(id=None)
    assert proof(plan(MOVED), existing=(by_code,)).holds
    assert not proof(plan(change(NEW, "no-op", id="fl-1")), existing=(by_code,)).holds


def test_an_import_by_identity():
    assert proof(plan(change(NEW, "no-op", id="fl-1", importing={"identity": {"id": "fl-1"}})),
                 existing=(flow_log(at=None),)).holds  # fmt: skip


# what is refused


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (change("aws_flow_log.b", "create"), "new.json: aws_flow_log.b: is created"),
        (change("aws_flow_log.b", "delete", id="fl-9"), "new.json: aws_flow_log.b: is destroyed"),
        (
            change("aws_flow_log.b", "delete", "create", id="fl-9", replace_paths=[["log_destination"]]),
            "new.json: aws_flow_log.b: is replaced since log_destination differs",
        ),
        (change("aws_flow_log.b", "create", "delete", id="fl-9"), "new.json: aws_flow_log.b: is replaced"),
        (change("aws_flow_log.b", "create", "forget", id="fl-9"), "new.json: aws_flow_log.b: is replaced"),
        (
            change("aws_flow_log.b", "delete", "create", id="fl-9", reason="replace_because_tainted"),
            "new.json: aws_flow_log.b: is replaced since it is tainted",
        ),
        (
            change("null_resource.b", "delete", reason="delete_because_no_resource_config"),
            "new.json: null_resource.b: is destroyed since no code declares it",
        ),
        (change("null_resource.b", "delete", "create"), "new.json: null_resource.b: is replaced"),
        (
            change("aws_s3_bucket.b", "delete", deposed="abc"),
            "new.json: aws_s3_bucket.b: is destroyed (an older object of it)",
        ),
        (
            change("aws_s3_bucket_policy.b", "create"),
            "new.json: aws_s3_bucket_policy.b: is created: it would overwrite what AWS has, or fail",
        ),
        (change("null_resource.b", "explode"), 'new.json: null_resource.b: its action "explode" is not known'),
    ],
)
def test_no_plan_may(other: dict[str, Any], why: str):
    assert reasons(plan(MOVED, other)) == [why]


@pytest.mark.parametrize("kind", sorted(REPLACING))
def test_nothing_that_a_spec_makes_is_created(kind: str):
    assert len(reasons(plan(MOVED, change(f"{kind}.b", "create")))) == 1


def test_an_address_of_the_prior_state_is_not_created():
    assert reasons(plan(MOVED, change("null_resource.b", "create"), prior=("null_resource.b",))) == [
        "new.json: null_resource.b: is created, although the state holds this address already"
    ]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"complete": False}, "this plan is not complete: with -target, or with changes put off"),
        ({"errored": True}, "Terraform could not finish this plan"),
        ({"errored": "perhaps"}, "Terraform could not finish this plan"),
        (
            {"deferred_changes": [{"reason": "unknown", "resource_change": {"address": "null_resource.a"}}]},
            "this plan puts off null_resource.a",
        ),
        ({"deferred_changes": [7]}, "this plan puts off a resource"),
    ],
)
def test_a_plan_that_is_not_whole(more: dict[str, Any], why: str):
    assert reasons(plan(MOVED, **more)) == [f"new.json: None: {why}"]


def test_a_plan_that_does_not_tell_whether_it_is_complete():
    found = proof(plan(MOVED, complete=None, terraform_version="1.7.0"))
    assert found.holds
    assert [note.text for note in found.told] == ["Terraform 1.7.0 does not show whether a plan is complete"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (
            [change(NEW, "no-op", id="fl-2", importing="fl-2")],
            [
                f'new.json: {NEW}: imports "fl-2", which no source has',
                "state.json: fl-1: fl-1 is neither imported nor moved, and no plan has it in its state",
            ],
        ),
        (
            [change(NEW, "no-op", importing={"unknown": True})],
            [
                f"new.json: {NEW}: is imported by an id that is not known before the apply",
                "state.json: fl-1: fl-1 is neither imported nor moved, and no plan has it in its state",
            ],
        ),
        (
            [IMPORTED, change("aws_flow_log.twin", "no-op", id="fl-1", importing="fl-1")],
            [
                f'new.json: {NEW}: imports "fl-1", and so does another address',
                'new.json: aws_flow_log.twin: imports "fl-1", and so does another address',
                f"state.json: fl-1: {SEVERAL}: {NEW} (new.json) and aws_flow_log.twin (new.json)",
            ],
        ),
        (
            [change(NEW, "no-op", id="fl-2")],
            ["state.json: fl-1: fl-1 is neither imported nor moved, and no plan has it in its state"],
        ),
    ],
)
def test_a_wrong_import(changes: list[dict[str, Any]], why: list[str]):
    assert reasons(plan(*changes), existing=(flow_log(at=None),)) == why


def test_each_flow_log_has_one_manager_afterwards():
    alone = reasons(plan(IMPORTED))
    why = "fl-1 is in another state too, and no plan forgets it there: new.json has it afterwards"
    assert alone == [f"state.json: {OLD}: {why}"]
    both = reasons(plan(IMPORTED), plan(change(OLD, "no-op", id="fl-1"), file="old.json"))
    assert both == [f"state.json: {OLD}: fl-1 has several managers afterwards: {NEW} (new.json) and {OLD} (old.json)"]
    none = reasons(plan(FORGOTTEN, file="old.json"))
    assert none == [f"old.json: {OLD}: is forgotten, and no plan has fl-1 afterwards"]


def test_the_old_root_forgets_exactly_what_the_new_one_imports():
    too_many = change("aws_flow_log.other", "forget", id="fl-7")
    assert reasons(plan(IMPORTED), plan(FORGOTTEN, too_many, file="old.json")) == [
        "old.json: aws_flow_log.other: is forgotten, and no plan has fl-7 afterwards"
    ]


GROUP = "module.vpc.aws_cloudwatch_log_group.g"
BUCKET = "aws_s3_bucket.b"


@pytest.mark.parametrize("same", [True, False])
def test_nothing_is_forgotten_but_what_goes_with_the_flow_logs(*, same: bool):
    state = managed_state(
        managed(OLD, "fl-1", "module.vpc.aws_cloudwatch_log_group.g", BUCKET),
        managed(GROUP, "g"),
        managed(BUCKET, "b"),
        managed("aws_s3_bucket.other", "o"),
    )
    forgotten = change("aws_cloudwatch_log_group.gen_flowlogs_forgets[0]", "forget", id="g", previous=GROUP)
    flow_logs = [plan(MOVED, forgotten)] if same else [plan(IMPORTED), plan(FORGOTTEN, forgotten)]
    assert proof(*flow_logs, states=(state,)).holds
    more = change(BUCKET, "forget", id="b")
    found = [plan(MOVED, more)] if same else [plan(IMPORTED), plan(FORGOTTEN, more)]
    whys = [] if same else [f"new.json: {BUCKET}: {BUCKET} is forgotten, and no Terraform manages it afterwards"]
    assert reasons(*found, states=(state,)) == whys
    taken = change("aws_s3_bucket.central", "no-op", id="b", importing="b")
    assert reasons(*found, plan(taken), states=(state,)) == []
    more = change("aws_s3_bucket.other", "forget", id="o")
    found = [plan(MOVED, more)] if same else [plan(IMPORTED), plan(FORGOTTEN, more)]
    assert len(reasons(*found, states=(state,))) == 1


def test_what_the_code_still_declares_is_told_as_such():
    forgotten = change("aws_cloudwatch_log_group.gen_flowlogs_forgets[0]", "forget", id="g", previous=GROUP)
    again = "is created again: it is moved away, and the code still declares it"
    assert reasons(plan(MOVED, forgotten, change(GROUP, "create"))) == [f"new.json: {GROUP}: {again}"]


def test_what_is_destroyed_is_not_told_to_be_in_another_state_too():
    gone = change(OLD, "delete", id="fl-1", reason="delete_because_no_resource_config")
    assert reasons(plan(IMPORTED), plan(gone, file="old.json")) == [
        f"old.json: {OLD}: is destroyed since no code declares it"
    ]


def test_a_plan_with_a_target_is_not_told_to_refresh_alone():
    assert reasons(plan(complete=False, resource_changes=None, planned_values={}), existing=()) == [
        "new.json: None: this plan is not complete: with -target, or with changes put off"
    ]


def test_another_root_that_has_the_flow_log_at_the_same_address():
    here = managed_state(managed(OLD, "fl-1"), managed("aws_vpc.a"), managed("aws_vpc.b"))
    stays = change(OLD, "no-op", id="fl-1")
    assert proof(plan(stays, prior=(OLD, "aws_vpc.a")), states=(here,)).holds
    moves = [change(f"aws_vpc.new_{name}", "no-op", id=name, previous=f"aws_vpc.{name}") for name in "ab"]
    after = (OLD, "aws_vpc.new_a", "aws_vpc.new_b")
    assert proof(plan(stays, *moves, prior=after), states=(here,)).holds, "what is moved has its new address there"
    (note,) = proof(plan(stays, prior=(OLD,)), states=(here,)).failures
    assert "no plan forgets it there" in note.text
    assert note.remedy.endswith("where it is a plan of the same root, pull its state again")


def test_a_plan_that_destroys_all():
    gone = plan(change(OLD, "delete", id="fl-1"), change("aws_vpc.a", "delete", id="v"))
    assert reasons(gone) == ["new.json: None: this plan destroys all that its root has: it was made with -destroy"]


def test_no_dangerous_mutant_passes():
    """A plan of each way with one thing changed at random holds only where each flow log has one manager."""
    rnd, flow_logs = random.Random(7), (flow_log(1), flow_log(2, at="aws_flow_log.b"))
    other, moved = "aws_flow_log.c", {"id": "fl-2", "previous": "aws_flow_log.b"}
    ways = [
        [[MOVED, change(other, "no-op", **moved)]],
        [
            [IMPORTED, change(other, "no-op", id="fl-2", importing="fl-2")],
            [FORGOTTEN, change("aws_flow_log.b", "forget", id="fl-2")],
        ],
    ]
    passed = 0
    for number in range(1000):
        plans = copy.deepcopy(ways[number % 2])
        mutate(rnd, plans)
        holds = proof(*(plan(*each, file=f"{at}.json") for at, each in enumerate(plans)), existing=flow_logs).holds
        kept = [holder for each in plans for one in each if (holder := keeps(one))]
        assert not holds or sorted(kept) == ["fl-1", "fl-2"], plans
        passed += holds
    assert 0 < passed < 400


def keeps(one: dict[str, Any]) -> str:
    """The id of the flow log that a state has after a change; an x for what must not be planned."""
    own = one["change"]
    if not {"delete", "create"}.isdisjoint(own["actions"]):
        return "x"
    return "" if own["actions"] == ["forget"] else str(own.get("importing", own["before"] or {}).get("id"))


def mutate(rnd: random.Random, plans: list[list[dict[str, Any]]]) -> None:
    several = rnd.choice(plans)
    one = rnd.choice(several)
    match rnd.randrange(7):
        case 0:
            several.remove(one)
        case 1:
            words = [["create"], ["delete"], ["delete", "create"], ["update"], ["no-op"], ["forget"]]
            one["change"]["actions"] = rnd.choice(words)
        case 2:
            one["change"]["before"] = {"id": rnd.choice(["fl-1", "fl-2", "fl-9"])}
        case 3:
            one["change"]["importing"] = {"id": rnd.choice(["fl-1", "fl-2", "fl-9"])}
        case 4:
            one["change"].pop("importing", None)
            one.pop("previous_address", None)
        case 5:
            one["previous_address"] = one["address"]
        case _:
            plans.remove(several)


def test_a_state_of_a_terraform_without_removed_blocks():
    state = State(file="state.json", terraform_version="1.5.7", resources=())
    found = proof(plan(IMPORTED), states=(state,))
    assert found.holds
    assert "terraform state rm" in found.told[0].remedy
    newer = State(file="state.json", terraform_version="1.7.0", resources=())
    assert not proof(plan(IMPORTED), states=(newer,)).holds


def test_tainted_and_owned_by_cloudformation():
    tainted = proof(plan(), existing=(flow_log(tainted=True),))
    assert [note.remedy for note in tainted.failures] == [
        "run `terraform untaint 'module.vpc.aws_flow_log.this[0]'` first, if it works"
    ]
    stacked = proof(plan(), existing=(flow_log(at=None, tags={STACK_TAG: "net"}),))
    assert stacked.holds
    assert [note.text for note in stacked.told] == ["fl-1 stays with CloudFormation (stack net)"]


@pytest.mark.parametrize("kind", sorted(STATE_ONLY))
def test_what_only_the_state_has_is_not_told(kind: str):
    name = next(iter(STATE_ONLY[kind]))
    own = change(f"{kind}.b", "update", before={name: None}, after={name: True})
    more = change(f"{kind}.c", "update", before={name: None, "tags": None}, after={name: True, "tags": {"a": "b"}})
    found = proof(plan(MOVED, own, more))
    assert found.holds
    assert [f"{note.source.at} {note.text}" for note in found.told] == [f"{kind}.c is changed in place: tags"]


def test_values_that_are_known_after_the_apply_differ():
    own = change(
        "aws_iam_role.b", "update", id="b", after_unknown={"arn": True, "tags": {"a": False}, "x": [{"y": True}]}
    )
    assert [note.text for note in proof(plan(MOVED, own)).told] == ["is changed in place: arn and x"]


def test_no_value_is_told():
    secret = "hunter2-hunter2"
    own = change("aws_iam_role.b", "update", before={"id": "b", "policy": secret}, after={"policy": f"{secret}!"})
    gone = change("aws_iam_role.c", "delete", before={"id": secret, "policy": secret})
    assert secret not in repr(proof(plan(MOVED, own, gone)).failures) + repr(proof(plan(MOVED, own, gone)).told)


# JSON of any shape

JUNK: tuple[Any, ...] = (None, True, 7, "x", [], {}, [[]], [7], {"a": 7}, [{"change": {}}], [{"change": 7}])


@pytest.mark.parametrize("junk", JUNK)
def test_a_document_that_is_no_plan(junk: Any):
    with pytest.raises(SourceError):
        plan_of(junk, "x.json")


def test_a_state_and_a_later_format_are_no_plans():
    with pytest.raises(SourceError, match="of a state and not of a plan"):
        plan_of({"format_version": "1.0", "values": {}}, "x.json")
    with pytest.raises(SourceError, match="newer"):
        plan_of({"format_version": "2.0", "resource_changes": []}, "x.json")


def broken(document: Any, junk: Any) -> list[Any]:
    """The document with each of its parts in turn replaced by junk, and without it."""
    found: list[Any] = []
    if isinstance(document, dict):
        for key, value in document.items():
            found += [{**document, key: each} for each in (junk, *broken(value, junk))]
            found.append({name: each for name, each in document.items() if name != key})
    elif isinstance(document, list):
        for number, value in enumerate(document):
            found += [[*document[:number], each, *document[number + 1 :]] for each in (junk, *broken(value, junk))]
    return found


def test_any_part_of_a_plan_may_be_junk():
    whole = {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "complete": True,
        "errored": False,
        "deferred_changes": [{"reason": "x", "resource_change": {"address": "a.b"}}],
        "prior_state": {"values": {"root_module": {
            "resources": [{"address": OLD, "mode": "managed", "type": "aws_flow_log", "values": {"id": "fl-1"}}],
            "child_modules": [{"resources": []}],
        }}},
        "resource_changes": [
            change(NEW, "update", id="fl-1", previous=OLD, importing="fl-1", after={"tags": {}}, reason="x",
                   replace_paths=[["log_format"]], after_unknown={"arn": True}, deposed="x"),
        ],
    }  # fmt: skip
    count = 0
    for junk in JUNK:
        for document in broken(whole, junk):
            try:
                prove(Existing(flow_logs=(flow_log(),)), [plan_of(document, "x.json")])
            except SourceError:
                count += 1
    assert count > 50


def test_ids_and_addresses_of_any_text():
    for text in ("\x1b[31m", '"', "${x}", "\u202e", "'; rm -rf /", "x" * 5000):
        found = proof(plan(change(f"aws_flow_log.{text}", "no-op", id=text, importing=text)))
        assert not found.holds


def test_it_takes_a_time_that_grows_with_the_plan():
    logs = tuple(flow_log(number, at=f'aws_flow_log.a["{number}"]') for number in range(5000))
    moves = [
        change(f'aws_flow_log.b["{number}"]', "no-op", id=f"fl-{number}", previous=f'aws_flow_log.a["{number}"]')
        | {"type": "aws_flow_log"}
        for number in range(5000)
    ]
    assert proof(plan(*moves), existing=logs).kept == 5000
    forgotten = list(itertools.islice(moves, 4999))
    assert len(proof(plan(*forgotten), existing=logs).failures) == 1
