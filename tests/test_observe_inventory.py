"""Files of an inventory → the resources and flow logs of accounts, and of which of them all is known."""

from __future__ import annotations

import gzip
import io
import json
import random
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

import inventory_answers as made
from catalogue import ROOT
from gen_flowlogs.aws import kinds
from gen_flowlogs.captures.inventory import FLOW_LOG, NAT_GATEWAY, Attachment, Interface, Inventory, Resource, Scope
from gen_flowlogs.observe import json_text
from gen_flowlogs.observe.errors import SourceError, UnrecognisedError
from gen_flowlogs.observe.existing import (
    Bucket,
    EncryptionKey,
    Existing,
    FlowLog,
    LogGroup,
    Note,
    Options,
    Role,
    Source,
    Stream,
    Unknown,
    Where,
)
from gen_flowlogs.observe.inventory import document, files
from gen_flowlogs.observe.inventory.pieces import trimmed
from inventory_answers import ACCOUNT, OTHER, REGION, id_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HERE = (ACCOUNT, REGION)
VPC, SUBNET, ENI = id_of("vpc", 1), id_of("subnet", 2), id_of("eni", 3)

WORLD: dict[str, list[dict[str, Any]]] = {
    "Vpcs": [made.vpc(1, Tier="edge")],
    "Subnets": [made.subnet(2, 1)],
    "NetworkInterfaces": [made.interface(3, 2, 1, Name="node")],
    "TransitGateways": [made.transit_gateway(4)],
    "TransitGatewayAttachments": [
        made.attachment(5, 4),
        made.attachment(6, 4, type_="connect", resource=id_of("tgw-attach", 5)),
    ],
    "TransitGatewayConnects": [made.connect(6, 4, 5)],
    "NatGateways": [made.nat_gateway(7, 1), made.nat_gateway(8, 1, 2)],
    "FlowLogs": [made.flow_log(9, VPC)],
}
ALL = frozenset(kind.singular for kind in kinds.KINDS) | {NAT_GATEWAY, FLOW_LOG}


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "files").mkdir()


def text(*documents: Any) -> str:
    return "\n".join(json.dumps(each) for each in documents)


def read(tmp_path: Path, of: Mapping[str, str]) -> tuple[Inventory, Existing]:
    for name, content in of.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    return files.read(tuple(of))


def only_scope(inventory: Inventory) -> Scope:
    (scope,) = inventory.scopes
    return scope


ANSWERS = [{key: listed} for key, listed in WORLD.items()]
FORMS: dict[str, dict[str, str]] = {
    "a file for each answer": {f"{number}.json": text(each) for number, each in enumerate(ANSWERS)},
    "one behind the other": {"all.json": text(*ANSWERS)},
    "indented": {"all.json": "\n".join(json.dumps(each, indent=4) for each in ANSWERS)},
    "one document": {"all.json": text(WORLD)},
    "with the caller": {"all.json": text(made.caller(), *ANSWERS)},
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_answers_tells_the_same(tmp_path: Path, form: str):
    inventory, existing = read(tmp_path, FORMS[form])
    assert existing.notes == ()
    assert existing.complete
    scope = only_scope(inventory)
    assert (scope.location, scope.kinds, scope.denied) == (HERE, ALL, {})
    assert inventory.resources == files.read(["-"], stdin=io.BytesIO(text(*ANSWERS).encode()))[0].resources
    assert {each.location for each in inventory.resources.values()} == {HERE}
    (flow_log,) = existing.flow_logs
    assert (flow_log.target, flow_log.where) == (VPC, Where(account=ACCOUNT, region=REGION, partition="aws"))


def test_a_compressed_file_and_a_folder_tell_the_same(tmp_path: Path):
    plain, _ = read(tmp_path, {"files/all.json": text(*ANSWERS)})
    (tmp_path / "all.json.gz").write_bytes(gzip.compress(text(*ANSWERS).encode()))
    assert files.read(["all.json.gz"])[0] == plain
    (tmp_path / "files" / "terraform.tfstate").write_text('{"version": 4, "resources": []}')
    (tmp_path / "files" / "broken.json").write_text("{")
    inventory, existing = files.read(["files"])
    assert (inventory, existing.complete) == (plain, True)


def test_only_what_is_asked_about_is_kept(tmp_path: Path):
    inventory, _ = read(tmp_path, {"all.json": text(*ANSWERS)})
    assert inventory.resources[ENI] == Interface(
        id=ENI,
        kind="eni",
        location=HERE,
        owner=ACCOUNT,
        parent=SUBNET,
        tags={"Name": "node"},
        state="in-use",
        vpc=VPC,
        type="interface",
        description="the interface of a batch node",
        instance=id_of("i", 3),
        addresses=("10.0.0.3", "10.1.0.3", "2001:db8::3"),
        public=("198.51.100.3", "203.0.113.3"),
        prefixes=("10.2.0.0/28",),
    )
    assert inventory.resources[VPC] == Resource(
        id=VPC,
        kind="vpc",
        location=HERE,
        owner=ACCOUNT,
        tags={"Tier": "edge"},
        cidrs=("10.0.0.0/16",),
        state="available",
    )


def test_the_containers_of_each_kind(tmp_path: Path):
    inventory, _ = read(tmp_path, {"all.json": text(*ANSWERS)})
    around = {id_: [each.id for each in inventory.around(id_)] for id_ in inventory.resources}
    assert around == {
        VPC: [],
        SUBNET: [VPC],
        ENI: [SUBNET, VPC],
        id_of("tgw", 4): [],
        id_of("tgw-attach", 5): [id_of("tgw", 4)],
        id_of("tgw-attach", 6): [id_of("tgw-attach", 5), id_of("tgw", 4)],
        id_of("nat", 7): [],
        id_of("nat", 8): [SUBNET, VPC],
    }


def test_interfaces_of_instances_and_lines_of_entries_are_not_all(tmp_path: Path):
    node = {"InstanceId": id_of("i", 3), "NetworkInterfaces": [made.interface(3, 2, 1) | {"Attachment": {}}]}
    for number, documents in enumerate(
        (
            [{"Reservations": [{"Instances": [node]}]}],
            [{"Instances": [node]}],
            [made.interface(3, 2, 1)],
            [[made.interface(3, 2, 1)]],
        )
    ):
        inventory, _ = read(tmp_path, {f"{number}.json": text(*documents)})
        found = inventory.resources[ENI]
        assert isinstance(found, Interface)
        assert (found.instance, found.vpc) == (id_of("i", 3), VPC)
        assert not inventory.is_whole("eni", HERE)


CONFIGURED = [
    made.result(
        "VPC", VPC, vpcId=VPC, ownerId=ACCOUNT, cidrBlock="10.0.0.0/16", tags=[{"key": "Tier", "value": "edge"}]
    ),
    made.result("Subnet", SUBNET, subnetId=SUBNET, vpcId=VPC, ownerId=ACCOUNT, availabilityZone="eu-west-1a"),
    made.result(
        "NetworkInterface",
        ENI,
        networkInterfaceId=ENI,
        subnetId=SUBNET,
        vpcId=VPC,
        privateIpAddress="10.0.0.3",
        privateIpAddresses=[{"privateIpAddress": "10.0.0.3", "association": {"publicIp": "198.51.100.3"}}],
    ),
    made.result("TransitGateway", id_of("tgw", 4), Id=id_of("tgw", 4)),
    made.result("FlowLog", id_of("fl", 9), Id=id_of("fl", 9), ResourceId=VPC, LogDestinationType="s3"),
    made.result("VPC", id_of("vpc", 8), account=OTHER, vpcId=id_of("vpc", 8), ownerId=OTHER),
]


@pytest.mark.parametrize(
    "content",
    [
        text({"Results": CONFIGURED, "QueryInfo": {"SelectFields": []}}),
        text({"Results": CONFIGURED[:3]}, {"Results": CONFIGURED[3:]}),
        text(*CONFIGURED),
        text(CONFIGURED),
        "\n".join(CONFIGURED),
    ],
)
def test_results_of_aws_config(tmp_path: Path, content: str):
    inventory, existing = read(tmp_path, {"config.json": content})
    assert inventory.resources[VPC].tags == {"Tier": "edge"}
    assert [each.id for each in inventory.around(ENI)] == [SUBNET, VPC]
    found = inventory.resources[ENI]
    assert isinstance(found, Interface)
    assert (found.location, found.addresses, found.public) == (HERE, ("10.0.0.3",), ("198.51.100.3",))
    assert inventory.resources[id_of("tgw", 4)].owner == ACCOUNT
    assert inventory.resources[id_of("vpc", 8)].location == (OTHER, REGION)
    assert [(each.id, each.target, each.where.account) for each in existing.flow_logs] == [
        (id_of("fl", 9), VPC, ACCOUNT)
    ]
    assert existing.notes == ()


def test_a_kind_without_results_may_not_be_recorded(tmp_path: Path):
    inventory, _ = read(tmp_path, {"config.json": text({"Results": CONFIGURED})})
    assert inventory.is_whole("vpc", HERE)
    assert inventory.is_whole(FLOW_LOG, HERE)
    assert inventory.is_whole("vpc", (OTHER, REGION))
    assert not inventory.is_whole(FLOW_LOG, (OTHER, REGION))
    scope = inventory.scope((OTHER, REGION))
    assert scope is not None
    assert scope.denied[FLOW_LOG] == "AWS Config lists none there, and may not record them"


def test_results_of_other_types_are_noted(tmp_path: Path):
    bucket = json.dumps({"resourceType": "AWS::S3::Bucket", "configuration": {}})
    _, existing = read(tmp_path, {"config.json": text({"Results": [*CONFIGURED, bucket]})})
    assert [each.text for each in existing.notes] == ["one result of another type is not read: AWS::S3::Bucket"]


CUT = {"Vpcs": WORLD["Vpcs"], "NextToken": "abc"}


@pytest.mark.parametrize("key", ["NextToken", "nextToken"])
def test_an_answer_that_is_cut_off_is_not_whole(tmp_path: Path, key: str):
    cut = {"Vpcs": WORLD["Vpcs"], key: "abc"}
    inventory, existing = read(tmp_path, {"v.json": text(cut), "s.json": text({"Subnets": WORLD["Subnets"]})})
    scope = only_scope(inventory)
    assert scope.kinds == {"subnet"}
    assert scope.denied == {"vpc": f"the answer is cut off: it has `{key}`"}
    assert not existing.complete
    assert [each.text for each in existing.notes] == [f"the answer is not whole: it has `{key}`"]
    results, existing = read(tmp_path, {"c.json": text({"Results": CONFIGURED, key: "abc"})})
    assert not any(scope.kinds for scope in results.scopes)
    assert not existing.complete


def test_a_whole_answer_makes_up_for_one_that_is_cut_off(tmp_path: Path):
    inventory, _ = read(tmp_path, {"cut.json": text(CUT), "all.json": text(WORLD)})
    assert inventory.is_whole("vpc", HERE)


def test_two_answers_that_cannot_both_be_all_contradict_each_other(tmp_path: Path):
    later = {"Vpcs": [made.vpc(1), made.vpc(11)], "Subnets": WORLD["Subnets"]}
    inventory, existing = read(tmp_path, {"old.json": text(WORLD), "new.json": text(later)})
    scope = only_scope(inventory)
    assert scope.kinds == ALL - {"vpc"}
    assert scope.denied == {"vpc": "two answers contradict each other"}
    assert not existing.complete
    assert [each.text for each in existing.notes] == [
        f"answers in old.json and new.json contradict each other about the VPCs of {ACCOUNT}, {REGION}"
    ]


def test_an_interface_cannot_be_in_two_vpcs(tmp_path: Path):
    moved = {"NetworkInterfaces": [made.interface(3, 2, 12)]}
    inventory, existing = read(tmp_path, {"one.json": text(WORLD), "two.json": text(moved)})
    assert not inventory.is_whole("eni", HERE)
    assert existing.notes[0] == Note(
        Source("two.json", ENI), "one.json has another vpc of it", "give the latest answers alone"
    )


def test_many_contradictions_are_counted(tmp_path: Path):
    one, two = ({"NetworkInterfaces": [made.interface(each, 2, of) for each in range(50)]} for of in (1, 12))
    _, existing = read(tmp_path, {"one.json": text(one), "two.json": text(two)})
    assert [each.text for each in existing.notes][5] == "45 more resources differ from those of another answer"
    assert len(existing.notes) == 7


@pytest.mark.parametrize("entry", [None, {}, {"FlowLogId": "fl-x\x1b[31m"}])
def test_a_list_of_flow_logs_with_a_damaged_entry_is_not_all(tmp_path: Path, entry: object):
    """What a spec has could be that entry, so that nothing is certainly not applied."""
    inventory, existing = read(tmp_path, {"111122223333.us-east-1.json": text({"FlowLogs": [entry]})})
    assert only_scope(inventory).denied == {"flow_log": "an entry of the answer is damaged"}
    assert not existing.complete


@pytest.mark.parametrize("tags", ["web", [7], [{"Key": "Tier"}], {"Tier": 1}])
def test_an_entry_whose_tags_are_damaged_is_not_taken_for_one_without_tags(tmp_path: Path, tags: object):
    first = {**WORLD["Vpcs"][0], "Tags": tags}
    for answer in ({"Vpcs": [first, *WORLD["Vpcs"][1:]], "Subnets": WORLD["Subnets"]}, [first, WORLD["Subnets"][0]]):
        inventory, existing = read(tmp_path, {"a.json": text(answer)})
        assert first["VpcId"] not in inventory.resources
        assert [each.text for each in existing.notes] == ["one entry is damaged and not read"]
        assert not existing.complete
        assert not any("vpc" in each.kinds for each in inventory.scopes)


def test_damaged_entries_are_told(tmp_path: Path):
    inventory, existing = read(
        tmp_path, {"a.json": text({"Vpcs": [7, {}, *WORLD["Vpcs"]], "Subnets": WORLD["Subnets"]})}
    )
    assert only_scope(inventory).denied == {"vpc": "an entry of the answer is damaged"}
    assert [each.text for each in existing.notes] == ["2 entries are damaged and not read"]
    assert not existing.complete


@pytest.mark.parametrize(
    ("path", "documents", "location"),
    [
        ("vpcs.json", [{"Vpcs": []}], (None, None)),
        ("vpcs.eu-west-1.json", [{"Vpcs": []}], (None, REGION)),
        (f"{ACCOUNT}/eu-west-1/vpcs.json", [{"Vpcs": []}], HERE),
        (f"{ACCOUNT}-eu-west-1.json", [{"Vpcs": []}], HERE),
        ("202611261030.json", [{"Vpcs": []}], (None, None)),
        ("vpcs.json", [made.caller(), {"Vpcs": []}], (ACCOUNT, None)),
        ("vpcs.json", [made.caller(), made.caller(OTHER), {"Vpcs": []}], (None, None)),
        ("vpcs.json", [{"Vpcs": [made.vpc(1)]}], (ACCOUNT, None)),
        ("vpcs.json", [{"Vpcs": [made.vpc(1), made.vpc(2, owner=OTHER)]}], (None, None)),
        ("vpcs.json", [made.caller(OTHER), {"Vpcs": [made.vpc(1)]}], (OTHER, None)),
        ("subnets.json", [{"Subnets": [made.subnet(2, 1)]}], HERE),
        ("us-east-1.json", [{"Subnets": [made.subnet(2, 1)]}], HERE),
        ("gateways.json", [{"TransitGateways": [made.transit_gateway(4, owner=OTHER)]}], (None, REGION)),
    ],
)
def test_the_account_and_region_of_an_answer(
    tmp_path: Path, path: str, documents: list[Any], location: tuple[str | None, str | None]
):
    inventory, _ = read(tmp_path, {path: text(*documents)})
    assert only_scope(inventory).location == location


def test_a_vpc_is_in_the_region_of_its_subnets(tmp_path: Path):
    inventory, _ = read(
        tmp_path, {"vpcs.json": text({"Vpcs": [made.vpc(1)]}), "subnets.json": text({"Subnets": [made.subnet(2, 1)]})}
    )
    assert inventory.resources[VPC].location == HERE
    assert inventory.is_whole("vpc", HERE)


def test_a_shared_vpc_is_as_its_owner_has_it(tmp_path: Path):
    owner = {"Vpcs": [made.vpc(1, Tier="edge")], "Subnets": [made.subnet(2, 1)]}
    participant = {
        "Vpcs": [made.vpc(1, Tier="mine")],
        "Subnets": [made.subnet(2, 1)],
        "NetworkInterfaces": [made.interface(3, 2, 1, owner=OTHER)],
    }
    both = {
        "owner.json": text(made.caller(), owner),
        "participant.json": text(made.caller(OTHER), participant),
    }
    for order in (both, dict(reversed(both.items()))):
        inventory, existing = read(tmp_path, order)
        assert existing.notes == ()
        assert inventory.resources[VPC].tags == {"Tier": "edge"}
        assert [inventory.resources[id_].location for id_ in (VPC, SUBNET, ENI)] == [HERE, HERE, (OTHER, REGION)]
        assert inventory.is_whole("vpc", (OTHER, REGION))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "it is empty"),
        ("Vpcs:\n- VpcId: vpc-1\n", "it is not JSON"),
        ('{"Vpcs": [{"VpcId": "vpc-1"}', "its JSON ends in the middle, so it is cut off"),
        ('{"Vpcs": [{"VpcId": "vpc-1"}]} x', "it is not JSON at line 1, column 32"),
        ('{"Vpcs": [NaN]}', "it has NaN or an infinite number, which JSON does not have"),
        ('{"Vpcs": [{"VpcId": "\\ud800"}]}', "a string in it has half of a surrogate pair, which is no character"),
        ("[" * 100_000, "its JSON is nested too deeply"),
        (
            '{"version": 4, "resources": []}',
            "its JSON is no inventory, and no answer of AWS about what flow logs record",
        ),
        ("[1]", "its JSON is no inventory, and no answer of AWS about what flow logs record"),
        ('{"gen_flowlogs_inventory": 2}', "it is an inventory of another version of gen-flowlogs"),
        (
            '{"gen_flowlogs_inventory": 1, "scopes": [], "resources": [{}]}',
            "its `resources[0]` is not that of an inventory",
        ),
        ('{"gen_flowlogs_inventory": 1, "resources": []}', "its `scopes` is not that of an inventory"),
        (
            '{"gen_flowlogs_inventory": 1, "resources": [], "scopes": [], "keys": 1}',
            "its `keys` is not that of an inventory",
        ),
    ],
)
def test_files_that_cannot_be_used(tmp_path: Path, content: str, why: str):
    with pytest.raises(SourceError) as error:
        read(tmp_path, {"a.json": content})
    assert error.value.why == why


def test_no_beginning_of_a_file_is_taken_for_all_of_it(tmp_path: Path):
    whole = text(WORLD)
    for length in sorted({*range(1, 200), *random.Random(5).sample(range(200, len(whole)), 300)}):
        with pytest.raises(SourceError):
            read(tmp_path, {"a.json": whole[:length]})


def test_a_stranger_among_answers_is_noted(tmp_path: Path):
    _, existing = read(tmp_path, {"a.json": text({"Buckets": []}, WORLD)})
    assert [each.text for each in existing.notes] == ["document 1 is no answer that is read here"]


def test_a_folder_without_any_answer(tmp_path: Path):
    (tmp_path / "files" / "terraform.tfstate").write_text('{"version": 4, "resources": []}')
    with pytest.raises(SourceError, match="has no JSON to read"):
        files.read(["files"])
    with pytest.raises(UnrecognisedError):
        files.read(["files/terraform.tfstate"])


SOURCE, WHERE = Source("AWS account 111122223333", "x"), Where(account=ACCOUNT, region=REGION, partition="aws")
FULL = (
    Inventory(
        resources={
            VPC: Resource(
                id=VPC, kind="vpc", location=HERE, owner=ACCOUNT, tags={"Name": 'ö"\n'}, cidrs=("10.0.0.0/8",)
            ),
            ENI: Interface(id=ENI, kind="eni", location=HERE, vpc=VPC, requester_managed=True, addresses=("10.0.0.1",)),
            "tgw-attach-1": Attachment(
                id="tgw-attach-1", kind="transit_gateway_attachment", location=(OTHER, REGION), transport="tgw-attach-2"
            ),
        },
        scopes=(
            Scope(location=HERE, kinds=frozenset({"vpc", "eni"}), time="2026-11-26T10:00:00Z", denied={"subnet": "no"}),
            Scope(location=(OTHER, None), kinds=frozenset(), denied={"vpc": "UnauthorizedOperation"}),
        ),
    ),
    Existing(
        flow_logs=(
            FlowLog(
                source=SOURCE,
                where=WHERE,
                id="fl-1",
                kind=kinds.VPC,
                target=VPC,
                traffic=Unknown("no"),
                options=Options(hive=True),
                tag_fields=(("instance", ("Name", "Team")),),
                interval=60,
                error="Access error",
            ),
        ),
        log_groups=(LogGroup(source=SOURCE, where=WHERE, name="/g", retention_days=30, tags=Unknown("no")),),
        roles=(Role(source=SOURCE, where=WHERE, name="r", inline={"p": "{}"}, attached=("arn:x",), complete=False),),
        buckets=(Bucket(source=SOURCE, where=WHERE, name="b", settings={"aws_s3_bucket_policy": {"policy": "{}"}}),),
        keys=(EncryptionKey(source=SOURCE, where=WHERE, arn="arn:k", rotation=True, aliases=("alias/a",)),),
        streams=(Stream(source=SOURCE, where=WHERE, arn="arn:s", name="s"),),
        notes=(Note(Source("AWS account 1"), "a call was refused", "allow it", partial=False),),
        absent=frozenset({"arn:gone"}),
        files=1,
        complete=False,
    ),
)
SCHEMA = json.loads((ROOT / "docs" / "inventory.schema.json").read_text(encoding="utf-8"))


def test_the_own_form_keeps_all(tmp_path: Path):
    content = document.written(*FULL)
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(content))
    (of,) = json_text.documents(content, "f", trimmed)
    assert isinstance(of, dict)
    assert document.read(of, "f") == FULL
    inventory, existing = read(tmp_path, {"inventory.json": content})
    assert inventory.resources == FULL[0].resources
    assert inventory.scopes[0] == FULL[0].scopes[0]
    assert existing.flow_logs == FULL[1].flow_logs
    assert not existing.complete


def test_an_inventory_of_answers_is_the_same_in_its_own_form(tmp_path: Path):
    inventory, existing = read(tmp_path, {"all.json": text(WORLD)})
    again, existing_again = read(tmp_path, {"own.json": document.written(inventory, existing)})
    assert again == inventory
    assert existing_again == existing


def test_the_schema_has_every_key_of_the_own_form_and_no_other():
    from gen_flowlogs.observe.inventory import forms  # noqa: PLC0415

    properties = SCHEMA["properties"]
    for key, class_ in (
        ("flow_logs", FlowLog), ("log_groups", LogGroup), ("roles", Role), ("buckets", Bucket), ("keys", EncryptionKey),
        ("streams", Stream), ("notes", Note), ("scopes", Scope),
    ):  # fmt: skip
        assert set(properties[key]["items"]["properties"]) == set(forms.FORMS[class_]), key
    items = properties["resources"]["items"]
    assert set(items["properties"]) == set(forms.FORMS[Resource])
    assert {*items["properties"], *items["then"]["properties"]} == set(forms.FORMS[Interface])
    attachment = items["else"]["then"]["properties"]
    assert {*items["properties"], *attachment} == set(forms.FORMS[Attachment])


def test_an_own_document_that_somebody_edited_is_read_or_refused(tmp_path: Path):
    """And whatever is read is what the schema allows."""
    chance = random.Random(3)
    validator = jsonschema.Draft202012Validator(SCHEMA)
    outcomes = {True: 0, False: 0}
    for _ in range(400):
        of = json.loads(document.written(*FULL))
        _spoil(of, chance)
        is_read = True
        try:
            read(tmp_path, {"own.json": json.dumps(of)})
        except SourceError:
            is_read = False
        outcomes[is_read] += 1
        if "gen_flowlogs_inventory" in of and not validator.is_valid(of):
            assert not is_read, next(validator.iter_errors(of)).message
    assert min(outcomes.values()) > 20


def _spoil(of: Any, chance: random.Random) -> None:
    places: list[tuple[Any, Any]] = []
    waiting = [of]
    while waiting:
        value = waiting.pop()
        keys = list(value) if isinstance(value, dict) else range(len(value))
        places += ((value, key) for key in keys)
        waiting += [value[key] for key in keys if isinstance(value[key], dict | list)]
    value, key = chance.choice(places)
    if isinstance(value, dict) and chance.random() < 0.3:
        del value[key]
    else:
        value[key] = chance.choice([None, True, 7, "", "x", [], {}, [1], {"unknown": "x"}, {"y": 1}, 1.5])


MEASURED = """
import resource, sys
sys.path[:0] = [{generator!r}]
from gen_flowlogs.observe.inventory import files


def most():
    if sys.platform == "linux":  # where a process begins with the ru_maxrss of the one that started it
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


before = most()
inventory, _ = files.read(["many.json"])
assert len(inventory.resources) == {count}
print((most() - before) // 1024)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the memory of a process is measured by POSIX alone")
def test_memory_is_that_of_the_text_and_of_what_is_kept(tmp_path: Path):
    """Parsed whole by `json.load`, the same text took 75 MiB for 15 MiB when this was written."""
    count = 10_000
    content = json.dumps({"NetworkInterfaces": [made.interface(each, 2, 1) for each in range(count)]})
    (tmp_path / "many.json").write_text(content)
    program = MEASURED.format(generator=str(ROOT / "generator"), count=count)
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path)
    unit = 1 if sys.platform != "darwin" else 1024
    assert int(run.stdout) // unit < 2 * len(content) // 2**20 + 30
