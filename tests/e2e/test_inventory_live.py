"""Inventories of live accounts, on the emulator: accounts, regions, short pages, and what AWS denies."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from botocore.client import BaseClient
from botocore.exceptions import EndpointConnectionError
from emulator import ACCOUNT
from moto.core.responses import ActionResult
from moto.ec2.responses.elastic_network_interfaces import ElasticNetworkInterfaces
from moto.ec2.responses.flow_logs import FlowLogs
from moto.ec2.responses.nat_gateways import NatGateways
from moto.ec2.responses.subnets import Subnets
from moto.ec2.responses.transit_gateway_attachments import TransitGatewayAttachment
from moto.ec2.responses.transit_gateways import TransitGateways
from moto.ec2.responses.vpcs import VPCs
from moto.s3.responses import S3Response
from moto.sts.responses import TokenResponse
from refusals import answering, quick

from catalogue import ROOT
from gen_flowlogs.captures.inventory import Attachment, Interface
from gen_flowlogs.cli.run import run
from gen_flowlogs.observe import SourceError, live
from gen_flowlogs.observe.asking import caller, inventory, network
from gen_flowlogs.observe.inventory import files
from gen_flowlogs.observe.live import Access

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from emulator import Emulator

pytestmark = [pytest.mark.usefixtures("models"), pytest.mark.filterwarnings("ignore:Exception.Refused")]

REGION, OTHER_REGION = "us-east-1", "eu-west-1"
OTHER_ACCOUNT, THIRD = "210987654321", "333333333333"
LISTS = {
    (FlowLogs, "describe_flow_logs"): "FlowLogs",
    (VPCs, "describe_vpcs"): "Vpcs",
    (Subnets, "describe_subnets"): "Subnets",
    (ElasticNetworkInterfaces, "describe_network_interfaces"): "NetworkInterfaces",
    (TransitGateways, "describe_transit_gateways"): "TransitGateways",
    (TransitGatewayAttachment, "describe_transit_gateway_attachments"): "TransitGatewayAttachments",
    (NatGateways, "describe_nat_gateways"): "NatGateways",
}
"""Operations of the emulator, which gives all at once, and the list in each answer."""


@contextmanager
def short_pages() -> Iterator[dict[str, int]]:
    """Pages of at most four items. The value counts the pages of each list."""
    counts = dict.fromkeys(LISTS.values(), 0)

    def cut(usual: Any, key: str) -> Any:
        def answer(self: Any) -> Any:
            start = int(self._get_param("NextToken") or 0)
            items = list(usual(self).result[key])
            counts[key] += 1
            more = {"NextToken": str(start + 4)} if len(items) > start + 4 else {}
            return ActionResult({key: items[start : start + 4], **more})

        return answer

    patches = [mock.patch.object(owner, name, cut(getattr(owner, name), key)) for (owner, name), key in LISTS.items()]
    for patch in patches:
        patch.start()
    try:
        yield counts
    finally:
        for patch in patches:
            patch.stop()


def network_of(aws: Emulator, region: str = REGION, account: str = ACCOUNT, interfaces: int = 9) -> dict[str, str]:
    """A VPC with a subnet, some interfaces, and a transit gateway that is attached to it; their ids."""
    ec2 = aws.client("ec2", region=region, account=account)
    tags = [{"Key": "Name", "Value": "core"}]
    vpc = ec2.create_vpc(CidrBlock="10.1.0.0/16", TagSpecifications=[{"ResourceType": "vpc", "Tags": tags}])["Vpc"]
    subnet = ec2.create_subnet(VpcId=vpc["VpcId"], CidrBlock="10.1.0.0/24")["Subnet"]["SubnetId"]
    enis = [ec2.create_network_interface(SubnetId=subnet)["NetworkInterface"] for _ in range(interfaces)]
    gateway = ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
    attached = ec2.create_transit_gateway_vpc_attachment(
        TransitGatewayId=gateway, VpcId=vpc["VpcId"], SubnetIds=[subnet]
    )["TransitGatewayVpcAttachment"]
    return {
        "vpc": vpc["VpcId"],
        "subnet": subnet,
        "eni": enis[0]["NetworkInterfaceId"],
        "address": enis[0]["PrivateIpAddress"],
        "transit_gateway": gateway,
        "attachment": attached["TransitGatewayAttachmentId"],
    }


def to_bucket(aws: Emulator) -> str:
    """A flow log on a VPC of its own; its id."""
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    made = ec2.create_flow_logs(
        ResourceType="VPC",
        ResourceIds=[vpc],
        TrafficType="ALL",
        LogDestinationType="s3",
        LogDestination="arn:aws:s3:::live-logs/p/",
    )
    return str(made["FlowLogIds"][0])


def test_a_network_with_all_of_its_pages(here: Emulator):
    ids = network_of(here)
    here.client("s3").create_bucket(Bucket="live-logs")
    flow_logs = {to_bucket(here) for _ in range(6)}
    with short_pages() as pages:
        found, existing = live.collect([(ACCOUNT, REGION)], Access())
    assert {each.id for each in existing.flow_logs} == flow_logs
    assert pages["FlowLogs"] == 2
    assert pages["NetworkInterfaces"] >= 3
    assert len(found.of_kind("eni")) >= 9
    assert len(found.of_kind("vpc")) == 6 + 1 + 1  # the default one too
    vpc, subnet, eni = (found.resources[ids[kind]] for kind in ("vpc", "subnet", "eni"))
    assert (vpc.owner, vpc.tags, vpc.cidrs, vpc.location) == (
        ACCOUNT, {"Name": "core"}, ("10.1.0.0/16",), (ACCOUNT, REGION),
    )  # fmt: skip
    assert subnet.parent == ids["vpc"]
    assert isinstance(eni, Interface)
    assert (eni.parent, eni.vpc, eni.addresses[0]) == (ids["subnet"], ids["vpc"], ids["address"])
    attachment = found.resources[ids["attachment"]]
    assert isinstance(attachment, Attachment)
    assert (attachment.parent, attachment.resource_id) == (ids["transit_gateway"], ids["vpc"])
    (scope,) = found.scopes
    assert (scope.location, scope.kinds, scope.denied) == ((ACCOUNT, REGION), frozenset(inventory.KINDS), {})
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", scope.time or "")
    assert (existing.complete, existing.notes) == (True, ())


def test_accounts_and_regions(here: Emulator):
    places = [(ACCOUNT, REGION), (OTHER_ACCOUNT, REGION), (OTHER_ACCOUNT, OTHER_REGION), (THIRD, REGION)]
    own = {place: network_of(here, region=place[1], account=place[0], interfaces=1)["vpc"] for place in places}
    told: list[tuple[int, int, str]] = []
    with short_pages():
        found, existing = live.collect(places, Access(role="audit"), progress=lambda *of: told.append(of))
    assert {vpc: found.resources[vpc].location for vpc in own.values()} == {vpc: place for place, vpc in own.items()}
    assert [scope.location for scope in found.scopes] == places
    assert all(scope.kinds == frozenset(inventory.KINDS) for scope in found.scopes)
    assert existing.complete
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert told[-1] == (len(places) * inventory.STEPS, len(places) * inventory.STEPS, THIRD)


def test_an_account_that_no_role_leads_to(here: Emulator):
    network_of(here, interfaces=1)
    found, existing = live.collect([(ACCOUNT, REGION), (THIRD, REGION)], Access())
    seen, unseen = found.scopes
    assert seen.kinds == frozenset(inventory.KINDS)
    assert unseen.kinds == frozenset()
    assert set(unseen.denied) == set(inventory.KINDS)
    assert not existing.complete
    (note,) = [each for each in existing.notes if each.partial]
    assert (note.source.file, note.text) == (
        f"AWS account {THIRD}", f"it was not entered: the credentials are those of account {ACCOUNT}",
    )  # fmt: skip
    assert note.remedy.startswith("give --role NAME")


@pytest.mark.usefixtures("here")
def test_a_role_that_cannot_be_assumed_is_missed_elsewhere_alone():
    """In the account of the credentials these serve."""
    with answering(TokenResponse, "assume_role", "AccessDenied"):
        found, existing = live.collect([(ACCOUNT, REGION), (THIRD, REGION)], Access(role="security/audit"))
    assert [bool(scope.kinds) for scope in found.scopes] == [True, False]
    (note,) = [each for each in existing.notes if each.partial]
    assert f"the role arn:aws:iam::{THIRD}:role/security/audit cannot be assumed (AccessDenied)" in note.text


@pytest.mark.parametrize(
    ("owner", "operation", "kinds"),
    [
        (VPCs, "describe_vpcs", {"vpc"}),
        (Subnets, "describe_subnets", {"subnet"}),
        (ElasticNetworkInterfaces, "describe_network_interfaces", {"eni"}),
        (TransitGateways, "describe_transit_gateways", {"transit_gateway"}),
        (TransitGatewayAttachment, "describe_transit_gateway_attachments", {"transit_gateway_attachment"}),
        (NatGateways, "describe_nat_gateways", {"regional_nat_gateway", "nat_gateway"}),
        (FlowLogs, "describe_flow_logs", {"flow_log"}),
    ],
)
def test_a_call_that_is_denied(here: Emulator, owner: Any, operation: str, kinds: set[str]):
    """One kind is not looked at, and every other is."""
    ids = network_of(here, interfaces=1)
    with answering(owner, operation, "UnauthorizedOperation"):
        found, existing = live.collect([(ACCOUNT, REGION)], Access())
    (scope,) = found.scopes
    action = caller.action("ec2", operation)
    assert scope.kinds == frozenset(inventory.KINDS) - kinds
    assert scope.denied == dict.fromkeys(kinds, f"{action} was refused (UnauthorizedOperation)")
    assert (ids["vpc"] in found.resources) == (kinds != {"vpc"})
    assert any(f"allow {action} to arn:aws:" in note.remedy for note in existing.notes)
    assert existing.complete == (kinds != {"flow_log"})
    assert "SECRET" not in str(existing)


def test_throttling_is_waited_for_and_in_the_end_not_looked_at(here: Emulator):
    network_of(here, interfaces=1)
    with answering(VPCs, "describe_vpcs", "RequestLimitExceeded", times=3) as calls, quick():
        found, _ = live.collect([(ACCOUNT, REGION)], Access())
    assert calls[0] == 4
    assert found.scopes[0].denied == {}
    with answering(VPCs, "describe_vpcs", "RequestLimitExceeded"), quick():
        found, _ = live.collect([(ACCOUNT, REGION)], Access())
    assert found.scopes[0].denied == {"vpc": "ec2:DescribeVpcs was refused (RequestLimitExceeded)"}


def test_a_region_that_is_not_enabled_is_asked_once(here: Emulator):
    network_of(here, interfaces=1)
    usual, asked = VPCs.describe_vpcs, []

    def describe_vpcs(self: Any) -> Any:
        asked.append(self.region)
        return usual(self)

    with answering_in("me-south-1", "AuthFailure"), mock.patch.object(VPCs, "describe_vpcs", describe_vpcs):
        found, existing = live.collect([(ACCOUNT, "me-south-1"), (ACCOUNT, REGION)], Access())
    closed, open_ = found.scopes
    assert asked == [REGION]
    assert set(closed.denied) == set(inventory.KINDS)
    assert open_.denied == {}
    (note,) = [each for each in existing.notes if each.partial]
    assert note.source.at == "me-south-1"
    assert note.remedy.startswith("check that the account has me-south-1 enabled")


@contextmanager
def answering_in(region: str, code: str) -> Iterator[None]:
    """Flow logs of a region are answered with an error."""
    usual = FlowLogs.describe_flow_logs
    with answering(FlowLogs, "describe_flow_logs", code):
        refused = FlowLogs.describe_flow_logs

    def answer(self: Any) -> Any:
        return refused(self) if self.region == region else usual(self)

    with mock.patch.object(FlowLogs, "describe_flow_logs", answer):
        yield


def test_a_region_that_cannot_be_reached_among_others(here: Emulator):
    ids = network_of(here, interfaces=1)
    usual = BaseClient._make_api_call

    def call(self: Any, operation: str, parameters: Any) -> Any:
        if self.meta.region_name == OTHER_REGION:
            raise EndpointConnectionError(endpoint_url="https://me:SECRET@ec2.example")
        return usual(self, operation, parameters)

    with mock.patch.object(BaseClient, "_make_api_call", call):
        found, existing = live.collect([(ACCOUNT, OTHER_REGION), (ACCOUNT, REGION)], Access())
        with pytest.raises(SourceError, match="it cannot be reached"):
            live.collect([(ACCOUNT, OTHER_REGION)], Access())
    unseen, seen = found.scopes
    assert set(unseen.denied.values()) == {"ec2:DescribeFlowLogs was refused (EndpointConnectionError)"}
    assert seen.denied == {}
    assert ids["vpc"] in found.resources
    assert not existing.complete
    assert "SECRET" not in str(existing)


def test_nothing_at_all(here: Emulator):
    with answering(FlowLogs, "describe_flow_logs", "AuthFailure"), pytest.raises(SourceError, match="AuthFailure"):
        live.collect([(ACCOUNT, REGION)], Access())
    with pytest.raises(SourceError, match=f"the credentials are those of account {ACCOUNT}"):
        live.collect([(THIRD, REGION)], Access())
    assert here


def test_the_bucket_of_a_spec_is_described_where_it_is_owned(here: Emulator):
    """Flow logs of another account deliver to it, and AWS tells that account nothing of it."""
    here.client("s3", account=THIRD).create_bucket(Bucket="live-logs")
    to_bucket(here)
    with answering(S3Response, "get_bucket_location", "AccessDenied", times=1):
        places = [(ACCOUNT, REGION), (THIRD, REGION)]
        _, existing = live.collect(places, Access(role="audit"), buckets={THIRD: ("live-logs",)})
    (bucket,) = existing.buckets
    assert (bucket.complete, bucket.where.account) == (True, THIRD)


def test_connect_attachments_have_their_carriers():
    """Asked only where the list of attachments does not tell it."""
    connect = Attachment(
        id="tgw-attach-0a1b2c3d4e5f67890", kind="transit_gateway_attachment", location=(ACCOUNT, REGION),
        resource_type="connect",
    )  # fmt: skip
    asked: list[str] = []

    def ask(service: str, operation: str, region: str, **_: object) -> dict[str, object]:
        asked.append(f"{service}:{operation}:{region}")
        told = {
            "TransitGatewayAttachmentId": connect.id,
            "TransportTransitGatewayAttachmentId": "tgw-attach-0fffffffffffffff0",
        }
        return {"TransitGatewayConnects": [told]}

    one = caller.Caller(account=ACCOUNT, partition="aws", arn="arn:aws:iam::1:x", ask=ask)
    part = network.carriers(one, REGION, [connect])
    assert part is not None
    (found,) = part.resources
    assert isinstance(found, Attachment)
    assert found.transport == "tgw-attach-0fffffffffffffff0"
    assert network.carriers(one, REGION, [found]) is None
    assert asked == [f"ec2:describe_transit_gateway_connects:{REGION}"]


def test_the_command_prints_what_is_read_again(here: Emulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Standard output has the document alone; what was not looked at is on standard error, and the exit code is 0."""
    ids = network_of(here, account=THIRD, interfaces=1)
    spec = tmp_path / "net.yaml"
    spec.write_text(
        f"version: 1\nstacks:\n  a: {{account: '{THIRD}', region: {REGION}}}\n"
        "destinations: {logs: {cloudwatch_logs: {log_group: /net, retention_days: 90}}}\n"
        f"capture_points:\n  core: {{vpc: {ids['vpc']}, destinations: [logs], filter: all}}\n"
        "filters: {all: {traffic: ALL}}\n"
    )
    with answering(NatGateways, "describe_nat_gateways", "UnauthorizedOperation"):
        code = run(["inventory", str(spec), "--role", "audit"])
    said = capsys.readouterr()
    assert code == 0, said.err
    (tmp_path / "inventory.json").write_text(said.out)
    found, existing = files.read([str(tmp_path / "inventory.json")])
    assert found.resources[ids["vpc"]].location == (THIRD, REGION)
    assert found.is_whole("vpc", (THIRD, REGION))
    assert not found.is_whole("regional_nat_gateway", (THIRD, REGION))
    assert existing.flow_logs == ()
    lines = said.err.splitlines()
    assert [line for line in lines if "DescribeNatGateways" in line] == [
        (
            f"gen-flowlogs: AWS account {THIRD}: ec2:DescribeNatGateways was refused (UnauthorizedOperation) for "
            f"{REGION}; allow ec2:DescribeNatGateways to arn:aws:sts::{THIRD}:assumed-role/audit/gen-flowlogs"
        )
    ]


def test_the_page_has_the_actions_that_are_asked_for():
    page = (ROOT / "docs" / "inventory.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`(ec2:\w+)`", page))
    calls = {*network.CALLS.values(), network.CONNECT_CALL, "describe_flow_logs"}
    assert told == {caller.action("ec2", each) for each in calls}
