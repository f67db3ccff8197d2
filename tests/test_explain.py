"""`explain` with an inventory: inheritance as AWS has it, addresses, lookups, shared VPCs, and what would record."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from catalogue import ROOT
from gen_flowlogs import pipeline
from gen_flowlogs.aws import kinds
from gen_flowlogs.aws.never_recorded import of_kind
from gen_flowlogs.aws.weights import record_bytes
from gen_flowlogs.captures.inventory import Attachment, Interface, Inventory, Resource, Scope
from gen_flowlogs.diagnostics import Position
from gen_flowlogs.explain import Answer, Ground, NotUnderstoodError, explain
from gen_flowlogs.explain.output_lines import head_at
from gen_flowlogs.observe.existing import Existing, FlowLog, Source, Where
from gen_flowlogs.show.explain import as_text, origins

if TYPE_CHECKING:
    from gen_flowlogs.captures.locations import LocationKey

OURS, OTHERS = "111122223333", "444455556666"
HERE: LocationKey = (OURS, "us-east-1")
KINDS = frozenset(kind.singular for kind in kinds.KINDS)

CORE, BATCH, EDGE = "vpc-0a1b2c3d4e5f67890", "vpc-0ccccccccccccccc1", "vpc-0eeeeeeeeeeeeeee1"
BASTION, WORKERS = "subnet-0a1b2c3d4e5f67890", "subnet-0fffffffffffffff1"
APPLIANCE, WORKER = "eni-0a1b2c3d4e5f67890", "eni-0bbbbbbbbbbbbbbb1"
INSTANCE, NAT, ZONAL = "i-0a1b2c3d4e5f67890", "nat-0aaaaaaaaaaaaaaa1", "nat-0bbbbbbbbbbbbbbb1"
HUB, TRANSPORT, CONNECT = "tgw-0a1b2c3d4e5f67890", "tgw-attach-0a1b2c3d4e5f67890", "tgw-attach-0ccccccccccccccc1"


def resource(id_: str, kind: str, **more: Any) -> Resource:
    return Resource(**{"id": id_, "kind": kind, "location": HERE, "owner": OURS, "state": "available", **more})


def interface(id_: str, subnet: str, vpc: str, **more: Any) -> Interface:
    return Interface(id=id_, kind="eni", location=HERE, owner=OURS, parent=subnet, vpc=vpc, **more)


def attachment(id_: str, **more: Any) -> Attachment:
    kind = "transit_gateway_attachment"
    return Attachment(id=id_, kind=kind, location=HERE, owner=OURS, parent=HUB, state="available", **more)


RESOURCES = (
    resource(CORE, "vpc", cidrs=("10.20.0.0/16",)),
    resource(BATCH, "vpc", cidrs=("10.20.0.0/16",), tags={"Name": "batch", "Tier": "internal"}),
    resource(EDGE, "vpc", tags={"Tier": "edge"}),
    resource(BASTION, "subnet", parent=CORE, cidrs=("10.20.4.0/24",)),
    resource(WORKERS, "subnet", parent=BATCH, cidrs=("10.20.5.0/24",)),
    interface(
        APPLIANCE,
        BASTION,
        CORE,
        addresses=("10.20.4.17", "10.20.4.18"),
        public=("203.0.113.5",),
        prefixes=("10.20.4.64/28",),
        instance=INSTANCE,
    ),
    interface(WORKER, WORKERS, BATCH, addresses=("10.20.4.17",), description=f"Interface for NAT Gateway {ZONAL}"),
    resource(NAT, "regional_nat_gateway", parent=CORE),
    resource(ZONAL, "nat_gateway", parent=WORKERS),
    resource(HUB, "transit_gateway"),
    attachment(TRANSPORT, resource_type="vpc"),
    attachment(CONNECT, resource_type="connect", transport=TRANSPORT),
)


def inventory(*resources: Resource, kinds: frozenset[str] = KINDS) -> Inventory:
    return Inventory(
        resources={each.id: each for each in resources or RESOURCES}, scopes=(Scope(location=HERE, kinds=kinds),)
    )


def ground(spec: str | dict[str, Any] | None = None, known: Inventory | None = None, **more: Any) -> Ground:
    written = (ROOT / "specs" / "prod.yaml").read_text(encoding="utf-8") if spec is None else spec
    data = written if isinstance(written, str) else yaml.safe_dump(written, sort_keys=False)
    return Ground(
        spec=pipeline.understood(data.encode(), "specs/prod.yaml"),
        inventory=inventory() if known is None else known,
        existing=more.get("existing"),
        documents=lambda _: None,
        output=lambda _: None,
    )


def text(answer: Answer) -> list[str]:
    places = {each: Position(each.file, 1, 1) for each in origins([answer])}
    return as_text([answer], places).splitlines()


def ways(answer: Answer) -> list[tuple[str, str, str]]:
    return [(each.recording.point.name, each.recording.destination.name, each.via) for each in answer.flow_logs]


def test_from_itself_outwards():
    answer = explain(APPLIANCE, ground())
    assert ways(answer) == [
        ("appliances", "detection", "itself"),
        ("bastion", "detection", "subnet"),
        ("core", "archive", "vpc"),
        ("core", "central", "vpc"),
    ]
    lines = text(answer)
    assert lines[:2] == [
        f"{APPLIANCE}  10.20.4.17, in {BASTION}, in {CORE}",
        "accepted: 2 flow logs   rejected: 4, two of them into one stream",
    ]
    assert "duplicate: rejected traffic reaches the stream flow-logs twice (appliances, bastion)" in lines


def test_nothing_records_it_and_what_would():
    answer = explain(WORKERS, ground())
    assert not answer.recorded
    lines = text(answer)
    assert (
        lines[0]
        == f"{WORKERS}  10.20.5.0/24, in {BATCH} (Name: batch): no flow log of specs/prod.yaml certainly records it"
    )
    assert lines[-5:-3] == [
        f"`edge` looks up the VPCs tagged Tier=edge; its VPC, {BATCH}, has Tier=internal",
        f"to record it: capture_points: {{batch: {{vpc: {BATCH}}}}}    or tag the VPC Tier=edge",
    ]


def test_all_that_is_never_recorded_of_the_kinds_that_record():
    for what, kind, other in ((APPLIANCE, kinds.ENI, "multicast"), (CONNECT, kinds.TRANSIT_GATEWAY, "amazon-dns")):
        told = " ".join(text(explain(what, ground()))).rpartition("never recorded")[2]
        assert set(re.findall(r"[\w-]+", told)) >= {each.slug for each in of_kind(kind)}
        assert other not in told
    assert text(explain(HUB, ground()))[-2].startswith("never recorded of transit gateways: payload, ")
    assert not any("never recorded" in line for line in text(explain("aws_iam_role.central", ground())))


def test_a_capture_point_with_one_of_its_destinations():
    answer = explain("core/archive", ground())
    assert ways(answer) == [("core", "archive", "itself")]
    assert text(answer)[0].startswith("core/archive  vpc-")
    with pytest.raises(NotUnderstoodError, match='"core/detection" is no name'):
        explain("core/detection", ground())


def test_bytes_of_a_record():
    answer = explain(APPLIANCE, ground())
    (row,) = [line for line in text(answer) if "bastion → detection" in line]
    assert f"  {record_bytes(answer.flow_logs[1].recording.fields, kinds.SUBNET)} B  " in row


def test_a_lookup_now_and_later():
    assert text(explain("edge", ground()))[0] == (
        f"edge  the VPCs tagged Tier=edge: now 1 ({EDGE}), later ones at the next apply"
    )
    assert ways(explain(EDGE, ground())) == [("edge", "archive", "itself")]
    unknown = ground(known=inventory(kinds=KINDS - {"vpc"}))
    answer = explain(EDGE, unknown)
    assert not answer.recorded
    assert "if it is among the VPCs tagged Tier=edge" in {each.decides for each in answer.possible}
    assert "edge" not in {each.recording.point.name for each in explain(BATCH, unknown).possible}  # its tags differ


def test_the_records_of_a_connect_attachment_are_under_its_transport():
    answer = explain(CONNECT, ground())
    assert ways(answer) == [
        ("partner-link", "detection", "transit_gateway_attachment"),
        ("hub", "transit", "transit_gateway"),
    ]
    assert text(answer)[1] == "recorded by 2 flow logs"
    alone = explain(CONNECT, ground({"version": 1, "name": "x", "destinations": {}, "capture_points": {}}))
    assert alone.to_record[0].startswith(f"capture_points: {{transit-gateway: {{transit_gateway: {HUB}")


def test_a_regional_nat_gateway_is_in_nothing():
    answer = explain(NAT, ground())
    assert not answer.recorded
    assert "core" not in {each.recording.point.name for each in answer.possible}
    assert "a regional NAT gateway has no interface: a flow log on its VPC is not taken to record it" in answer.notes


def test_a_zonal_nat_gateway_is_its_interface():
    answer = explain(ZONAL, ground())
    assert [part.what for part in answer.parts] == [WORKER]
    without = inventory(*(each for each in RESOURCES if each.id != WORKER))
    lines = text(explain(ZONAL, ground(known=without)))
    assert lines[0].startswith(f"{ZONAL}  a zonal NAT gateway, in {WORKERS}, in {BATCH}")
    assert "regional" not in "".join(lines[0])


def test_an_instance_is_recorded_where_each_of_its_interfaces_is():
    both = inventory(*RESOURCES[:-1], replace(RESOURCES[6], instance=INSTANCE))
    answer = explain(INSTANCE, ground(known=both))
    assert [(part.what, part.recorded) for part in answer.parts] == [(APPLIANCE, True), (WORKER, False)]
    assert not answer.recorded
    assert explain(INSTANCE, ground()).recorded
    assert not explain("i-0fffffffffffffff1", ground()).recorded


@pytest.mark.parametrize(
    ("what", "note"),
    [
        ("10.20.4.18", "is a secondary address: records have 10.20.4.17, and it only in pkt-srcaddr and pkt-dstaddr: "),
        ("10.20.4.65", "is in a prefix of the interface: records have 10.20.4.17, "),
        ("203.0.113.5", "is a public address: records have the private one, 10.20.4.17"),
    ],
)
def test_addresses_that_records_have_otherwise(what: str, note: str):
    answer = explain(what, ground())
    assert answer.recorded
    assert answer.heads[0].startswith(f"{what}: {APPLIANCE}  ")
    assert any(each.startswith(f"{what} {note}") for each in answer.notes)


def test_an_address_in_two_vpcs():
    answer = explain("10.20.4.17", ground())
    assert answer.heads == ("10.20.4.17: 2 interfaces have it",)
    assert [part.what for part in answer.parts] == [APPLIANCE, WORKER]


def test_an_address_that_no_interface_has():
    answer = explain("10.20.4.99", ground())
    assert answer.heads == (f"10.20.4.99: no interface of the inventory has it now; {BASTION} contains it",)
    assert answer.recorded
    assert explain("10.20.99.1", ground()).heads[0].endswith(f"{CORE} and {BATCH} contain it")
    assert not explain("192.0.2.1", ground()).recorded


def test_a_range():
    answer = explain("10.20.4.0/23", ground())
    assert [(part.what, part.recorded) for part in answer.parts] == [(BASTION, True), (WORKERS, False)]
    assert explain("10.20.4.0/25", ground()).recorded


SHARED: dict[str, Any] = {
    "version": 1,
    "name": "shared",
    "stacks": {
        "owner": {"account": OTHERS, "region": "us-east-1"},
        "user": {"account": OURS, "region": "us-east-1"},
        "far": {"account": OURS, "region": "eu-west-1"},
    },
    "destinations": {"archive": {"s3": {"bucket": "acme", "existing": True}}},
    "capture_points": {},
}


def shared(point: dict[str, Any]) -> Ground:
    spec = {**SHARED, "capture_points": {"point": {"destinations": "archive", **point}}}
    vpc, subnet = resource(CORE, "vpc", owner=OTHERS), resource(BASTION, "subnet", owner=OTHERS, parent=CORE)
    return ground(spec, inventory(vpc, subnet, interface(APPLIANCE, BASTION, CORE)))


@pytest.mark.parametrize(
    ("point", "recorded"),
    [
        ({"vpc": CORE, "stack": "owner"}, True),  # the owner's flow log records the interfaces of participants
        ({"vpc": CORE, "stack": "user"}, False),  # which only its owner can make
        ({"subnet": BASTION, "stack": "user"}, False),
        ({"eni": APPLIANCE, "stack": "user"}, True),
        ({"eni": APPLIANCE, "stack": "owner"}, True),
        ({"eni": APPLIANCE, "stack": "far"}, False),
    ],
)
def test_a_shared_vpc(point: dict[str, Any], recorded: bool):  # noqa: FBT001
    answer = explain(APPLIANCE, shared(point))
    assert answer.recorded == recorded
    if not recorded:
        assert [each.decides[: len("if AWS takes it")] for each in answer.possible] == ["if AWS takes it"]


def test_a_participant_is_told_to_record_its_own_interface():
    spec = {**SHARED, "stacks": {"user": SHARED["stacks"]["user"]}}
    known = shared({"vpc": CORE}).inventory
    answer = explain(APPLIANCE, ground(spec, known))
    assert answer.to_record == (f"capture_points: {{network-interface: {{eni: {APPLIANCE}, destinations: archive}}}}",)
    assert f"{CORE} is of the account {OTHERS}, whose flow logs on it only that account can see" in answer.notes


def test_the_region_of_an_arn():
    spec = {**SHARED, "capture_points": {"core": {"vpc": CORE, "destinations": "archive", "stack": "far"}}}
    empty = Inventory()
    assert explain(f"arn:aws:ec2:eu-west-1:{OURS}:vpc/{CORE}", ground(spec, empty)).recorded
    assert not explain(f"arn:aws:ec2:us-east-1:{OURS}:vpc/{CORE}", ground(spec, empty)).recorded
    assert not explain(f"arn:aws:ec2:eu-west-1:{OTHERS}:vpc/{CORE}", ground(spec, empty)).recorded


def test_a_resource_that_is_gone_is_not_suggested():
    answer = explain("vpc-0ddddddddddddddd1", ground())
    assert answer.to_record == ()
    assert any(
        each.startswith("the inventory has every VPC of 111122223333 in us-east-1, and not this")
        for each in answer.notes
    )
    blind = explain("vpc-0ddddddddddddddd1", ground(known=inventory(kinds=frozenset())))
    assert blind.to_record
    assert "the inventory does not have it, and does not have every VPC" in blind.notes


@pytest.mark.parametrize(
    "known",
    [
        inventory(*(each for each in RESOURCES if each.id != CORE)),
        inventory(*(replace(each, state="deleted") if each.id == CORE else each for each in RESOURCES)),
    ],
)
def test_nothing_records_what_does_not_exist(known: Inventory):
    """`audit` says of it that it is gone."""
    answer = explain(CORE, ground(known=known))
    assert not answer.recorded
    certain = {each.decides for each in answer.possible if each.recording.point.name == "core"}
    assert certain <= {f"if {CORE} exists: AWS does not have it", f"if {CORE} exists: AWS has deleted it"}
    assert len(certain) == 1


def test_an_arn_of_another_place_than_the_inventory_has():
    assert explain(f"arn:aws:ec2:us-east-1:{OURS}:vpc/{CORE}", ground()).recorded
    for arn in (f"arn:aws:ec2:us-east-1:{OTHERS}:vpc/{CORE}", f"arn:aws:ec2:eu-west-1:{OURS}:vpc/{CORE}"):
        answer = explain(arn, ground())
        assert not answer.recorded
        assert answer.heads[0].endswith(f"the inventory has it of {OURS} in us-east-1")


def test_an_interface_whose_vpc_is_not_known_may_be_in_that_of_another_account():
    points = {
        "core": {"vpc": CORE, "destinations": "archive", "stack": "owner"},
        "some": {"enis": {"var": "some"}, "destinations": "archive", "stack": "owner"},
        "far": {"vpc": EDGE, "destinations": "archive", "stack": "far"},
    }
    spec = {**SHARED, "capture_points": points}
    for known in (Inventory(), inventory(replace(RESOURCES[5], parent=None, vpc=None))):
        answer = explain(f"arn:aws:ec2:us-east-1:{OURS}:network-interface/{APPLIANCE}", ground(spec, known))
        assert [each.recording.point.name for each in answer.possible] == ["some", "core"]
    lookup = {"enis": {"lookup": {"tags": {"Name": "a"}}}, "stack": "owner"}  # finds those of its own account alone
    of = shared(lookup)
    assert of.inventory is not None
    blind = replace(of.inventory, scopes=(Scope(location=HERE, kinds=frozenset()),))
    assert not explain(APPLIANCE, replace(of, inventory=blind)).possible


def test_partitions():
    spec = {**SHARED, "capture_points": {"core": {"vpc": CORE, "destinations": "archive", "stack": "owner"}}}
    for store, recorded in (("arn:aws:s3:::acme", True), ("s3://acme", True), ("arn:aws-cn:s3:::acme", False)):
        assert explain(store, ground(spec)).recorded == recorded, store
    with pytest.raises(NotUnderstoodError, match=r"the region us-east-1 is of the partition aws$"):
        explain(f"arn:aws-cn:ec2:us-east-1:{OURS}:vpc/{CORE}", ground())


def test_the_arn_of_a_log_stream_is_of_its_group():
    group = "arn:aws:logs:us-east-1:111122223333:log-group:/vpc/flow-logs/prod"
    assert ways(explain(f"{group}:log-stream:{APPLIANCE}-all", ground())) == ways(explain(f"{group}:*", ground())) != []


def test_an_instance_may_have_interfaces_that_are_not_known():
    part = inventory(kinds=KINDS - {"eni"})
    answer = explain(INSTANCE, ground(known=part))
    assert not answer.recorded
    assert answer.parts[-1].heads == (
        f"{INSTANCE}  may have more: the inventory does not have every network interface",
    )
    told = inventory(
        *(replace(each, with_instance=True) if isinstance(each, Interface) else each for each in RESOURCES)
    )
    assert explain(INSTANCE, ground(known=replace(told, scopes=part.scopes))).recorded


def test_an_address_of_a_vpc_whose_subnets_are_not_known():
    part = inventory(kinds=KINDS - {"subnet"})
    assert [each.what for each in explain("10.20.4.99", ground(known=part)).parts] == [BASTION, BATCH]
    answer = explain("10.20.4.0/24", ground(known=part))
    assert answer.heads == ("10.20.4.0/24: 3 subnets and VPCs overlap it",)
    assert [each.what for each in answer.parts] == [BASTION, CORE, BATCH]


def test_a_prefix_of_ipv6_has_no_note():
    six = inventory(*RESOURCES[:5], replace(RESOURCES[5], prefixes=("2001:db8::/80",)))
    answer = explain("2001:db8::5", ground(known=six))
    assert answer.recorded
    assert not [each for each in answer.notes if each.startswith("2001")]


def test_an_instance_of_a_lookup_in_each_of_its_stacks():
    point = {"vpcs": {"lookup": {"tags": {"Tier": "edge"}}}, "destinations": "archive", "stack": "all"}
    asked = ground({**SHARED, "capture_points": {"edge": point}}, Inventory())
    address = f'aws_flow_log.edge__archive["{EDGE}"]'
    assert [each.recording.stack.name for each in explain(address, asked).flow_logs] == ["far", "owner", "user"]
    with pytest.raises(NotUnderstoodError, match='has no key "east"'):
        explain('aws_flow_log.edge__archive["east"]', asked)
    known = replace(asked, inventory=inventory())
    assert "user" in {each.recording.stack.name for each in explain(address, known).flow_logs}
    with pytest.raises(NotUnderstoodError, match=f'has no key "{CORE}"'):
        explain(f'aws_flow_log.edge__archive["{CORE}"]', ground())
    told = "edge  the VPCs tagged Tier=edge, all that exist at each apply (stacks far and owner) and the VPCs "
    told += f"tagged Tier=edge: now 1 ({EDGE}), later ones at the next apply (stack user)"
    assert explain("edge", known).heads == (told,)


def test_anybody_can_describe_an_interface_as_that_of_a_nat_gateway():
    text = f"Interface for NAT Gateway {NAT}"
    mine = replace(RESOURCES[5], description=text, type="interface")
    assert explain(NAT, ground(known=inventory(*RESOURCES[:5], mine))).parts == ()
    real = replace(mine, type="nat_gateway")
    assert [each.what for each in explain(NAT, ground(known=inventory(*RESOURCES[:5], real))).parts] == [APPLIANCE]


def test_a_lookup_of_one_that_fails():
    spec = {
        "version": 1,
        "name": "one",
        "destinations": {"archive": {"s3": {"bucket": "acme", "existing": True}}},
        "capture_points": {"one": {"vpc": {"lookup": {"tags": {"Tier": "edge"}}}, "destinations": "archive"}},
    }
    assert explain(EDGE, ground(spec)).recorded
    second = inventory(*RESOURCES, resource("vpc-0ddddddddddddddd1", "vpc", tags={"Tier": "edge"}))
    answer = explain(EDGE, ground(spec, second))
    assert not answer.recorded
    assert [each.decides for each in answer.possible] == [
        "once the VPC tagged Tier=edge is one: the lookup finds 2 now, and Terraform fails"
    ]


def test_a_flow_log_that_exists():
    def log(id_: str, target: str, destination: str) -> FlowLog:
        return FlowLog(
            source=Source("flow-logs.json", id_),
            where=Where(account=OURS, region="us-east-1"),
            id=id_,
            kind=kinds.of_id(target),
            target=target,
            traffic="ALL",
            destination_type="s3",
            log_destination=destination,
        )

    existing = Existing(
        flow_logs=(
            log("fl-0aaaaaaaaaaaaaaa1", CORE, "arn:aws:s3:::acme-flow-logs-prod/security/"),
            log("fl-0bbbbbbbbbbbbbbb1", BATCH, "arn:aws:s3:::acme-flow-logs-prod/security/"),
        )
    )
    asked = ground(existing=existing)
    assert ways(explain("fl-0aaaaaaaaaaaaaaa1", asked)) == [("core", "archive", "itself")]
    other = explain("fl-0bbbbbbbbbbbbbbb1", asked)
    assert not other.recorded
    assert other.heads == (
        f"fl-0bbbbbbbbbbbbbbb1  a flow log on {BATCH}: no capture point of specs/prod.yaml makes it",
    )
    assert not explain("fl-0ccccccccccccccc1", asked).recorded
    failing = replace(existing, flow_logs=(replace(existing.flow_logs[0], error="Access error."),))
    answer = explain("fl-0aaaaaaaaaaaaaaa1", ground(existing=failing))
    assert not answer.recorded
    assert [each.decides for each in answer.possible] == [
        "once AWS can deliver its records; AWS reports: Access error."
    ]


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("sg-0a1b2c3d4e5f67890", "is the id of a security group, which no flow log can be on"),
        ("subnet-12345", "is not the id of a subnet, such as subnet-"),
        ("i-12345", "is not an id, such as i-"),
        ("arn:aws:ec2", "is not an ARN"),
        ("arn:aws:sqs:us-east-1:111122223333:queue", "is not an ARN that `explain` knows"),
        ("arn:aws:logs:us-east-1:111122223333:destination:x", "is not the ARN of a log group"),
    ],
)
def test_ids_and_arns_of_the_wrong_kind(what: str, said: str):
    with pytest.raises(NotUnderstoodError) as caught:
        explain(what, ground())
    assert said in str(caught.value)


def test_lines_of_an_output():
    lines = '# head\n\nlocals {\n  a = 1\n}\n\n# a comment\nresource "aws_flow_log" "a__b" {\n  x = {\n  }\n}\n'
    found = [head_at(lines, number) for number in range(1, 12)]
    assert [each and f"{each.type}.{each.label}" for each in found] == [None] * 6 + ["aws_flow_log.a__b"] * 5
    for number in (0, 12):
        with pytest.raises(IndexError):
            head_at(lines, number)
    odd = '# \u2028 \x85 \x0c is no end of a line\n\nresource "aws_flow_log" "a__b" {\n}\n'
    assert [each and each.label for each in (head_at(odd, number) for number in range(1, 5))] == [
        None,
        None,
        "a__b",
        "a__b",
    ]
