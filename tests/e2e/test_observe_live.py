"""Live accounts, asked on the emulator: all pages, what flow logs use, what AWS denies, and no way to ask."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from emulator import ACCOUNT
from moto.ec2.responses.flow_logs import FlowLogs
from moto.iam.responses import IamResponse
from moto.s3.responses import S3Response
from moto.sts.responses import TokenResponse
from refusals import answering, quick

from answers import TRUST
from catalogue import ROOT
from gen_flowlogs.adopt import dead_logging
from gen_flowlogs.aws import kinds
from gen_flowlogs.observe import SourceError, live
from gen_flowlogs.observe.asking import bucket, caller
from gen_flowlogs.observe.existing import Where

if TYPE_CHECKING:
    from emulator import Emulator

pytestmark = [
    pytest.mark.usefixtures("models"),
    pytest.mark.filterwarnings("ignore:Exception.Refused"),  # the emulator knows no code for what AWS denies
]

REGION, OTHER_REGION, OTHER_ACCOUNT = "us-east-1", "eu-west-1", "210987654321"
GROUP = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/live"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/net/live"
POLICY = f"arn:aws:iam::{ACCOUNT}:policy/live"
WRITE = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": f"{GROUP}:*",
        },
    }
)


def with_role(aws: Emulator, permissions: str = WRITE) -> None:
    iam = aws.client("iam")
    iam.create_role(RoleName="live", Path="/net/", AssumeRolePolicyDocument=json.dumps(TRUST), Description="d")
    iam.put_role_policy(RoleName="live", PolicyName="write", PolicyDocument=permissions)
    iam.create_policy(PolicyName="live", PolicyDocument=WRITE)
    iam.attach_role_policy(RoleName="live", PolicyArn=POLICY)


def flow_log(aws: Emulator, region: str = REGION, account: str = ACCOUNT, **settings: Any) -> str:
    """A flow log on a new VPC; its id."""
    ec2 = aws.client("ec2", region=region, account=account)
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    said = {"ResourceType": "VPC", "ResourceIds": [vpc], "TrafficType": "ALL"} | settings
    return ec2.create_flow_logs(**said)["FlowLogIds"][0]


def to_group(aws: Emulator, arn: str = GROUP) -> str:
    return flow_log(aws, LogDestination=arn, DeliverLogsPermissionArn=ROLE)


def to_bucket(aws: Emulator, region: str = REGION, account: str = ACCOUNT) -> str:
    return flow_log(aws, region, account, LogDestinationType="s3", LogDestination="arn:aws:s3:::live-logs/p/")


def test_a_flow_log_and_all_that_it_uses(here: Emulator):
    with_role(here)
    key = here.client("kms").create_key(Tags=[{"TagKey": "a", "TagValue": "b"}])["KeyMetadata"]["Arn"]
    here.client("kms").create_alias(AliasName="alias/live", TargetKeyId=key)
    logs = here.client("logs")
    logs.create_log_group(logGroupName="/live", tags={"Team": "net"}, kmsKeyId=key)
    logs.create_log_group(logGroupName="/live-too")
    logs.put_retention_policy(logGroupName="/live", retentionInDays=90)
    id_ = to_group(here)
    found = live.read([REGION])
    assert found.notes == ()
    assert found.complete
    assert found.absent == frozenset()
    (flow_log,) = found.flow_logs
    assert (flow_log.id, flow_log.kind, flow_log.log_destination, flow_log.role) == (id_, kinds.VPC, GROUP, ROLE)
    assert flow_log.where == Where(account=ACCOUNT, region=REGION, partition="aws")
    assert (flow_log.source.file, flow_log.source.at) == (f"AWS account {ACCOUNT}", id_)
    (group,) = found.log_groups
    assert (group.name, group.retention_days, group.key, group.tags) == ("/live", 90, key, {"Team": "net"})
    (role,) = found.roles
    assert (role.arn, role.path, role.description, role.complete) == (ROLE, "/net/", "d", True)
    assert json.loads(role.trust or "") == TRUST
    assert json.loads(role.inline["write"]) == json.loads(WRITE)
    assert role.attached == (POLICY,)
    assert json.loads(role.attached_documents[POLICY]) == json.loads(WRITE)
    (own,) = found.keys
    assert (own.arn, own.rotation, own.aliases, own.tags) == (key, False, ("alias/live",), {"a": "b"})
    assert "Statement" in json.loads(own.policy or "")
    assert dead_logging.notes(found) == ()


def test_a_bucket_and_a_stream(here: Emulator):
    s3 = here.client("s3")
    s3.create_bucket(Bucket="live-logs")
    s3.put_bucket_tagging(Bucket="live-logs", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
    s3.put_bucket_versioning(Bucket="live-logs", VersioningConfiguration={"Status": "Enabled"})
    rule = {"ID": "r", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 9}}
    s3.put_bucket_lifecycle_configuration(Bucket="live-logs", LifecycleConfiguration={"Rules": [rule]})
    sink = {"RoleARN": ROLE, "BucketARN": "arn:aws:s3:::live-logs"}
    stream = here.client("firehose").create_delivery_stream(
        DeliveryStreamName="live", ExtendedS3DestinationConfiguration=sink, Tags=[{"Key": "c", "Value": "d"}]
    )["DeliveryStreamARN"]
    to_bucket(here)
    flow_log(here, LogDestinationType="kinesis-data-firehose", LogDestination=stream)
    found = live.read([REGION])
    assert found.notes == ()
    (bucket,) = found.buckets
    assert (bucket.name, bucket.tags, bucket.complete) == ("live-logs", {"a": "b"}, True)
    assert bucket.where == Where(account=ACCOUNT, region=REGION, partition="aws")
    assert bucket.settings["aws_s3_bucket_versioning"] == {"versioning_configuration": [{"status": "Enabled"}]}
    assert bucket.settings["aws_s3_bucket_lifecycle_configuration"]["rule"][0]["expiration"] == [{"days": 9}]
    assert "aws_s3_bucket_policy" not in bucket.settings
    assert [(each.arn, each.tags) for each in found.streams] == [(stream, {"c": "d"})]


def test_every_page_is_read(here: Emulator):
    """The emulator gives all at once, so its answer is cut into pages of four, as AWS may at any length."""
    here.client("s3").create_bucket(Bucket="live-logs")
    made = [to_bucket(here) for _ in range(10)]
    usual, sizes = FlowLogs.describe_flow_logs, []

    def cut(self: FlowLogs) -> Any:
        answer = usual(self)
        start = int(self._get_param("NextToken") or 0)
        answer.result["FlowLogs"], rest = answer.result["FlowLogs"][start : start + 4], len(made) - start - 4
        sizes.append(len(answer.result["FlowLogs"]))
        if rest > 0:
            answer.result["NextToken"] = str(start + 4)
        return answer

    with mock.patch.object(FlowLogs, "describe_flow_logs", cut):
        found = live.read([REGION])
    assert sizes == [4, 4, 2]
    assert sorted(each.id or "" for each in found.flow_logs) == sorted(made)


def test_two_regions_and_two_accounts(here: Emulator):
    here.client("s3").create_bucket(Bucket="live-logs")
    made = {
        (to_bucket(here, region, account), region, account)
        for region in (REGION, OTHER_REGION)
        for account in (ACCOUNT, OTHER_ACCOUNT)
    }
    roles = [f"arn:aws:iam::{account}:role/visitor" for account in (ACCOUNT, OTHER_ACCOUNT, ACCOUNT)]
    found = live.read([REGION, OTHER_REGION, REGION], roles=roles, external_id="e-1")
    assert {(each.id, each.where.region, each.where.account) for each in found.flow_logs} == made
    assert len(found.flow_logs) == 4
    assert [each.name for each in found.buckets] == ["live-logs"]
    assert {each.where.region for each in live.read([OTHER_REGION]).flow_logs} == {OTHER_REGION}


@pytest.mark.parametrize(
    "variables",
    [
        {"AWS_DEFAULT_REGION": OTHER_REGION},
        {"AWS_REGION": OTHER_REGION},
        {"AWS_REGION": OTHER_REGION, "AWS_DEFAULT_REGION": REGION},
        {"AWS_REGION": "", "AWS_DEFAULT_REGION": OTHER_REGION},
    ],
)
def test_the_region_of_the_environment(here: Emulator, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]):
    """As Terraform takes it."""
    for name, region in variables.items():
        monkeypatch.setenv(name, region)
    here.client("s3").create_bucket(Bucket="live-logs")
    id_ = to_bucket(here, OTHER_REGION)
    assert [each.id for each in live.read().flow_logs] == [id_]


def test_where_there_is_no_flow_log(here: Emulator):
    here.client("s3").create_bucket(Bucket="live-logs")
    to_bucket(here)
    found = live.read(["eu-west-2", REGION, OTHER_REGION])
    assert found.complete
    assert [(note.text, note.partial) for note in found.notes] == [("no flow log in eu-west-2 and eu-west-1", False)]


def test_what_does_not_exist(here: Emulator):
    to_group(here)
    found = live.read([REGION])
    assert found.complete
    assert found.absent == {GROUP, ROLE}
    assert [note.text.partition(": ")[2] for note in dead_logging.notes(found)] == [
        f'the role "{ROLE}" does not exist',
        f'the log group "{GROUP}" does not exist',
    ]


def test_a_denied_call_is_a_note(here: Emulator):
    with_role(here)
    here.client("logs").create_log_group(logGroupName="/live")
    to_group(here)
    with answering(IamResponse, "get_role_policy", "AccessDenied"):
        found = live.read([REGION])
    (note,) = found.notes
    assert not found.complete
    assert not note.partial  # all flow logs are known
    assert note.text == "iam:GetRolePolicy was refused (AccessDenied) for live"
    assert note.remedy.startswith("allow iam:GetRolePolicy to arn:aws:")
    assert not found.roles[0].complete
    assert found.log_groups
    assert dead_logging.notes(found) == ()


def test_a_bucket_of_another_account_is_no_gap(here: Emulator):
    """A bucket of a log archive is denied to all others, which is as it should be."""
    here.client("s3").create_bucket(Bucket="live-logs")
    to_bucket(here)
    with answering(S3Response, "get_bucket_location", "AccessDenied") as calls:
        found = live.read([REGION])
    assert calls[0] == 1
    assert found.complete
    assert found.notes == ()
    assert [(each.name, each.complete, each.settings) for each in found.buckets] == [("live-logs", False, {})]


def test_a_region_that_is_refused_among_others(here: Emulator):
    here.client("s3").create_bucket(Bucket="live-logs")
    to_bucket(here, OTHER_REGION)
    with answering(FlowLogs, "describe_flow_logs", "UnauthorizedOperation", times=1):
        found = live.read([REGION, OTHER_REGION])
    assert len(found.flow_logs) == 1
    assert not found.complete
    (note,) = found.notes
    assert note.partial
    assert (note.source.at, note.text) == (REGION, "its flow logs were not read: AWS answers UnauthorizedOperation")
    assert note.remedy.startswith("allow ec2:DescribeFlowLogs to ")


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        ("UnauthorizedOperation", "allow ec2:DescribeFlowLogs to "),
        ("AuthFailure", f"check that the account has {REGION} enabled, or run the command again"),
    ],
)
def test_where_every_region_is_refused(here: Emulator, code: str, remedy: str):
    assert here
    with answering(FlowLogs, "describe_flow_logs", code), pytest.raises(SourceError, match=code) as told:
        live.read([REGION])
    assert remedy in str(told.value)
    assert "SECRET" not in str(told.value)


def test_throttling_is_waited_for(here: Emulator):
    here.client("s3").create_bucket(Bucket="live-logs")
    id_ = to_bucket(here)
    with answering(FlowLogs, "describe_flow_logs", "RequestLimitExceeded", times=2) as calls, quick():
        found = live.read([REGION])
    assert calls[0] == 3
    assert [each.id for each in found.flow_logs] == [id_]
    with answering(IamResponse, "get_role", "Throttling"), quick():
        to_group(here)
        found = live.read([REGION])
    assert not found.complete
    assert [(note.text, note.remedy) for note in found.notes] == [
        ("iam:GetRole was refused (Throttling) for live", "run the command again")
    ]


@pytest.mark.parametrize("code", ["ExpiredToken", "InvalidClientTokenId", "SignatureDoesNotMatch"])
def test_credentials_that_aws_does_not_accept(here: Emulator, code: str):
    assert here
    with answering(TokenResponse, "get_caller_identity", code), pytest.raises(SourceError) as told:
        live.read([REGION])
    assert str(told.value) == (
        f'cannot use "AWS": it does not accept the credentials ({code}); log in again, or check them'
    )


def test_a_role_that_cannot_be_assumed(here: Emulator):
    here.client("s3").create_bucket(Bucket="live-logs")
    id_ = to_bucket(here)
    role = f"arn:aws:iam::{ACCOUNT}:role/visitor"
    with answering(TokenResponse, "assume_role", "AccessDenied", times=1):
        found = live.read([REGION], roles=[f"arn:aws:iam::{OTHER_ACCOUNT}:role/x", role])
    assert [each.id for each in found.flow_logs] == [id_]
    assert not found.complete
    assert [note.text for note in found.notes] == ["the role cannot be assumed (AccessDenied)"]
    with answering(TokenResponse, "assume_role", "AccessDenied"), pytest.raises(SourceError, match="cannot be assumed"):
        live.read([REGION], roles=[role])


def test_no_credentials(here: Emulator, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(SourceError, match="no credentials were found; set AWS_PROFILE"):
        live.read([REGION])
    assert here


def test_half_of_the_credentials(here: Emulator, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(SourceError, match="the credentials lack a part"):
        live.read([REGION])
    assert here


def test_a_profile_that_does_not_exist(here: Emulator):
    assert here
    with pytest.raises(SourceError, match="the profile is in none of AWS's configuration files"):
        live.read([REGION], profile="nobody")


def test_a_configuration_file_that_is_none(here: Emulator, tmp_path: Any):
    assert here
    (tmp_path / "AWS_CONFIG_FILE").write_text("[default\nregion =")
    with pytest.raises(SourceError, match="configuration file cannot be read"):
        live.read([REGION])


def test_no_network(here: Emulator, monkeypatch: pytest.MonkeyPatch):
    assert here
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://me:SECRET@127.0.0.1:9")
    with quick(), pytest.raises(SourceError, match="it cannot be reached") as told:
        live.read([REGION])
    assert "SECRET" not in str(told.value)


@pytest.mark.parametrize("url", ["nonsense", "http://[::1", "ftp://x"])
def test_an_endpoint_that_is_none(here: Emulator, monkeypatch: pytest.MonkeyPatch, url: str):
    assert here
    monkeypatch.setenv("AWS_ENDPOINT_URL", url)
    with quick(), pytest.raises(SourceError):
        live.read([REGION])


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"regions": ["useast1"]}, '"useast1" is no region; do you mean us-east-1?'),
        ({"regions": ["us-east-1\nx"]}, "is no region"),
        ({"regions": [REGION], "roles": ["admin"]}, '"admin" is not the ARN of a role'),
        ({"regions": [REGION], "roles": [f"arn:aws:iam::{ACCOUNT}:user/x"]}, "is not the ARN of a role"),
        ({}, "no region is configured; give --region, or set AWS_REGION"),
    ],
)
def test_a_wrong_question_is_not_asked(here: Emulator, asked: dict[str, Any], message: str):
    assert here
    with pytest.raises(SourceError) as told:
        live.read(**asked)
    assert message in str(told.value)
    assert "\n" not in str(told.value)


def test_without_boto3_the_extra_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(SourceError, match=r"boto3 is not installed; run `pip install \"gen-flowlogs\[live\]\"`"):
        live.read([REGION])


def test_the_page_has_the_actions_that_are_asked_for():
    page = (ROOT / "docs" / "adopt.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`((?:ec2|logs|iam|kms|firehose|s3):\w+)`", page.partition("## Made by hand")[2]))
    sources = "".join(path.read_text(encoding="utf-8") for path in Path(bucket.__file__).parent.glob("*.py"))
    calls = re.findall(r'"(ec2|logs|iam|kms|firehose|s3)", "([a-z_]+)"', sources)
    assert told == {caller.action(*each) for each in calls} | {caller.action("s3", each) for each in bucket.SETTINGS}
    assert len(told) == 24
