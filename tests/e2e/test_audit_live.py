"""Audits of three live accounts on the emulator, in short pages: clean, mutations, and what AWS denies."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from emulator import ACCOUNT
from moto.ec2.responses.vpcs import VPCs
from moto.iam.responses import IamResponse
from moto.s3.responses import S3Response
from refusals import answering
from test_inventory_live import short_pages

from audited import text_of
from gen_flowlogs import naming
from gen_flowlogs.captures import locations, sinks
from gen_flowlogs.captures.recordings import recordings
from gen_flowlogs.cli.run import run
from gen_flowlogs.policies import destinations
from observed import applied, spec

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from emulator import Emulator

    from gen_flowlogs.model import Spec

pytestmark = [pytest.mark.usefixtures("models"), pytest.mark.filterwarnings("ignore:Exception.Refused")]

REGION, OTHER, ARCHIVE = "us-east-1", "210987654321", "333333333333"
ACCOUNTS = (ACCOUNT, OTHER, ARCHIVE)
STREAM = f"arn:aws:firehose:{REGION}:{ACCOUNT}:deliverystream/records"
RESOURCE_TYPES = {"vpc": "VPC", "subnet": "Subnet"}


@dataclass(frozen=True)
class Accounts:
    """Three accounts in which a spec is applied. `vpcs`: those of the first account; `sandbox` is exempt."""

    aws: Emulator
    file: Path
    vpcs: tuple[str, ...]
    subnet: str
    sandbox: str

    def client(self, service: str, account: str = ACCOUNT) -> Any:
        return self.aws.client(service, region=REGION, account=account)

    def replace(self, old: str, new: str) -> None:
        """Change the spec."""
        text = self.file.read_text()
        assert old in text
        self.file.write_text(text.replace(old, new, 1))

    def drop(self, target: str, type_: str) -> None:
        """Delete the flow log on a target to a type of destination."""
        ec2 = self.client("ec2")
        found = [
            each["FlowLogId"]
            for each in ec2.describe_flow_logs()["FlowLogs"]
            if (each["ResourceId"], each["LogDestinationType"]) == (target, type_)
        ]
        assert found
        ec2.delete_flow_logs(FlowLogIds=found)


def text(vpcs: tuple[str, ...], subnet: str, other: str, archive: str, sandbox: str) -> str:
    return f"""version: 1
name: net
stacks:
  core: {{account: "{ACCOUNT}", region: {REGION}}}
  other: {{account: "{OTHER}", region: {REGION}}}
  archive: {{account: "{ARCHIVE}", region: {REGION}}}
destinations:
  central: {{cloudwatch_logs: {{log_group: /records, retention_days: 365}}}}
  archive: {{s3: {{bucket: acme-records, prefix: net, expire_days: 400, stack: archive}}}}
  stream: {{firehose: {{delivery_stream: "{STREAM}"}}}}
capture_points:
  core: {{vpcs: [{", ".join(vpcs)}], filter: all, destinations: [central, archive], stack: core}}
  web: {{subnet: {subnet}, filter: reject, destinations: stream, stack: core}}
  other: {{vpc: {other}, filter: all, destinations: archive, stack: other}}
  archive: {{vpc: {archive}, filter: all, destinations: archive, stack: archive}}
audit:
  exempt:
    {sandbox}: {{reason: a sandbox}}
"""


@pytest.fixture(scope="module")
def accounts(here_throughout: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Accounts:
    """The accounts, made once: the tests are in order, and only the last changes them."""
    here = here_throughout
    for account in ACCOUNTS:
        ec2 = here.client("ec2", region=REGION, account=account)
        for kind, delete in (("subnets", ec2.delete_subnet), ("vpcs", ec2.delete_vpc)):
            for each in getattr(ec2, f"describe_{kind}")()[kind.capitalize()]:
                delete(**{key: value for key, value in each.items() if key == f"{kind[:-1].capitalize()}Id"})
    made = [_vpc(here, ACCOUNT) for _ in range(6)]
    other, archive = _vpc(here, OTHER), _vpc(here, ARCHIVE)
    subnet = here.client("ec2").create_subnet(VpcId=made[0], CidrBlock="10.0.1.0/24")["Subnet"]["SubnetId"]
    file = tmp_path_factory.mktemp("spec") / "net.yaml"
    vpcs = tuple(sorted(made[:5]))
    file.write_text(text(vpcs, subnet, other, archive, made[5]))
    _apply(here, spec(file.read_text(), head=""))
    return Accounts(here, file, vpcs, subnet, made[5])


def _vpc(aws: Emulator, account: str) -> str:
    return str(aws.client("ec2", account=account).create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"])


def _apply(aws: Emulator, one: Spec) -> None:
    """Make all that the output of the spec would."""
    by_name = {each.name: each for each in one.destinations}
    places = {stack.name: locations.of(stack) for stack in one.stacks}
    here, group = places["core"], by_name["central"]
    iam, logs = aws.client("iam"), aws.client("logs")
    role = naming.role_name(group, one.stacks[1])
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=text_of(destinations.role_trust(group, here)))
    permissions = destinations.role_permissions(group, sinks.log_group_arn(group, here), here)
    iam.put_role_policy(RoleName=role, PolicyName=role, PolicyDocument=text_of(permissions))
    logs.create_log_group(logGroupName="/records")
    logs.put_retention_policy(logGroupName="/records", retentionInDays=365)
    s3 = aws.client("s3", account=ARCHIVE)
    s3.create_bucket(Bucket="acme-records")
    bucket = by_name["archive"]
    policy = destinations.own_bucket(bucket, "arn:aws:s3:::acme-records", tuple(places.values()))
    s3.put_bucket_policy(Bucket="acme-records", Policy=text_of(policy))
    s3.put_bucket_versioning(Bucket="acme-records", VersioningConfiguration={"Status": "Enabled"})
    _expire(s3, 400)
    aws.client("firehose").create_delivery_stream(
        DeliveryStreamName="records",
        ExtendedS3DestinationConfiguration={
            "RoleARN": f"arn:aws:iam::{ACCOUNT}:role/x", "BucketARN": "arn:aws:s3:::acme-records",
        },
        Tags=[{"Key": "LogDeliveryEnabled", "Value": "true"}],
    )  # fmt: skip
    for number, each in enumerate(recordings(one)):
        log = applied(each, number)
        asked = {
            "ResourceType": RESOURCE_TYPES[each.point.kind.singular],
            "ResourceIds": [log.target],
            "TrafficType": log.traffic,
            "LogDestinationType": log.destination_type,
            "LogDestination": log.log_destination,
            "DeliverLogsPermissionArn": log.role,
            "LogFormat": log.log_format,
            "MaxAggregationInterval": log.interval,
        }
        ec2 = aws.client("ec2", account=str(each.stack.account))
        answer = ec2.create_flow_logs(**{key: value for key, value in asked.items() if value is not None})
        assert answer["FlowLogIds"], answer


def _expire(s3: Any, days: int) -> None:
    rule = {"ID": "r", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": days}}
    s3.put_bucket_lifecycle_configuration(Bucket="acme-records", LifecycleConfiguration={"Rules": [rule]})


def audited(of: Accounts, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, dict[str, Any]]:
    """The exit code of an audit, and its JSON."""
    capsys.readouterr()
    with short_pages() as pages:
        code = run(["audit", str(of.file), "--live", "--role", "audit", "--format", "json", *options])
    said = capsys.readouterr()
    assert said.out, said.err
    assert pages["FlowLogs"] >= 3
    return code, json.loads(said.out)


def test_an_applied_spec_is_clean(accounts: Accounts, capsys: pytest.CaptureFixture[str]):
    code, found = audited(accounts, capsys, "--strict")
    assert (found["findings"], found["not_seen"], found["not_judged"]) == ([], [], [])
    assert code == 0
    assert (found["summary"]["vpcs"], found["summary"]["flow_logs"]) == (8, 13)
    assert [each["subject"] for each in found["exempt"]] == [accounts.sandbox]


def finer(of: Accounts) -> None:
    """Give a capture point of the spec another filter."""
    of.replace("filter: all, destinations: archive, stack: other", "filter: finer, destinations: archive, stack: other")
    of.replace("destinations:\n", "filters: {finer: {max_aggregation_interval: 60}}\ndestinations:\n")


def _less(of: Accounts) -> None:
    iam = of.client("iam")
    (role,) = (each["RoleName"] for each in iam.list_roles()["Roles"])
    iam.delete_role_policy(RoleName=role, PolicyName=role)


def _policy(of: Accounts) -> None:
    s3 = of.client("s3", ARCHIVE)
    policy = json.loads(s3.get_bucket_policy(Bucket="acme-records")["Policy"])
    narrowed = json.dumps(policy).replace(OTHER, "999999999999")
    s3.put_bucket_policy(Bucket="acme-records", Policy=narrowed)


def _by_hand(of: Accounts) -> None:
    of.client("logs").create_log_group(logGroupName="/by-hand")
    made = of.client("ec2").create_flow_logs(
        ResourceType="VPC", ResourceIds=[of.vpcs[0]], TrafficType="ALL",
        LogDestination=f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/by-hand",
        DeliverLogsPermissionArn=f"arn:aws:iam::{ACCOUNT}:role/x",
    )  # fmt: skip
    assert made["FlowLogIds"], made


MUTATIONS: tuple[tuple[tuple[str, Callable[[Accounts], object]], ...], ...] = (
    (
        ("vpc-unrecorded", lambda of: _vpc(of.aws, OTHER)),
        ("not-applied", lambda of: of.drop(of.vpcs[4], "s3")),
        ("flow-log-drift", finer),
        ("role-refuses", _less),
        ("undeclared", _by_hand),
    ),
    (
        ("bucket-refuses", _policy),
        ("stream-tag", lambda of: of.client("firehose").untag_delivery_stream(
            DeliveryStreamName="records", TagKeys=["LogDeliveryEnabled"]
        )),
        ("destination-drift", lambda of: of.client("logs").delete_retention_policy(logGroupName="/records")),
        ("unused-exemption", lambda of: of.client("ec2").delete_vpc(VpcId=of.sandbox)),
    ),
    (("destination-drift", lambda of: _expire(of.client("s3", ARCHIVE), 30)),),
    (("destination-gone", lambda of: of.client("logs").delete_log_group(logGroupName="/records")),),
)  # fmt: skip
"""The rule that finds it, and the mutation, in the groups that are audited together."""


@pytest.mark.parametrize(
    ("owner", "operation", "service"),
    [
        (VPCs, "describe_vpcs", "ec2:DescribeVpcs"),
        (IamResponse, "get_role_policy", "policies of the role"),
        (S3Response, "get_bucket_policy", "policy"),
    ],
)
def test_a_denied_call_is_never_clean(
    accounts: Accounts, capsys: pytest.CaptureFixture[str], owner: Any, operation: str, service: str
):
    unchanged = accounts.file.read_text()
    finer(accounts)
    with answering(owner, operation, "AccessDenied"):
        code, found = audited(accounts, capsys)
    accounts.file.write_text(unchanged)
    assert code == 3
    assert any(service in each["why"] for each in found["not_seen"]), found["not_seen"]
    assert [each["rule"] for each in found["findings"]] == ["flow-log-drift"]


def test_accounts_that_no_role_leads_to(accounts: Accounts, capsys: pytest.CaptureFixture[str]):
    code = run(["audit", str(accounts.file), "--live", "--format", "markdown"])
    page = capsys.readouterr().out
    assert code == 3
    assert OTHER in page
    assert "Not looked at" in page


def test_each_mutation_adds_one_rule_and_nothing_else(accounts: Accounts, capsys: pytest.CaptureFixture[str]):
    before: set[tuple[str, str, str]] = set()
    for together in MUTATIONS:
        rules = [rule for rule, _ in together]
        for _, mutate in together:
            mutate(accounts)
        code, found = audited(accounts, capsys, "--strict")
        now = {(each["rule"], each["subject"], each["text"]) for each in found["findings"]}
        new = sorted(rule for rule, _, _ in now - before)
        assert (new, code, found["not_seen"]) == (sorted(rules), 1, []), now ^ before
        gone = {rule for rule, _, _ in before - now}
        assert not gone or "destination-gone" in rules, "with the group others can no longer be seen"
        before = now
