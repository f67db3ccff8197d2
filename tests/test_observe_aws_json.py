"""Answers of AWS's CLI → what exists."""

from __future__ import annotations

import copy
import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from answers import (
    ACCOUNT,
    FORMAT,
    GROUP,
    KEY,
    REGION,
    ROLE,
    STREAM,
    TRUST,
    VPC,
    WRITE,
    flow_log,
    flow_logs,
    log_group,
    policy,
    role,
    to_bucket,
)
from gen_flowlogs import observe
from gen_flowlogs.adopt import dead_logging
from gen_flowlogs.aws import kinds
from gen_flowlogs.observe import aws_json
from gen_flowlogs.observe.existing import FlowLog, LogGroup, Options, Source, Unknown, Where

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gen_flowlogs.observe.existing import Existing, Note

HERE = Where(account=ACCOUNT, region=REGION, partition="aws")
FILE = "flow-logs.json"
CALLER = {"UserId": "AIDA", "Account": ACCOUNT, "Arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/audit/me"}


def read(*documents: Any, file: str = FILE) -> Existing:
    assert all(aws_json.is_aws(each) for each in documents)
    existing = aws_json.read(documents, file)
    assert existing.complete
    return existing


def whole(*documents: Any, file: str = FILE) -> Existing:
    existing = read(*documents, file=file)
    assert existing.notes == ()
    return existing


def told(notes: tuple[Note, ...]) -> list[str]:
    return [note.text for note in notes]


def test_a_flow_log_of_cloudwatch():
    assert whole(flow_logs(flow_log())).flow_logs == (
        FlowLog(
            source=Source(FILE, "fl-00000000000000001"),
            where=HERE,
            id="fl-00000000000000001",
            kind=kinds.VPC,
            target=VPC,
            traffic="ALL",
            destination_type="cloud-watch-logs",
            log_destination=GROUP,
            log_group_name="/flow-logs",
            role=ROLE,
            log_format=FORMAT,
            interval=600,
            tags={"Name": "vpc"},
        ),
    )


def test_a_flow_log_by_the_name_of_its_group():
    (found,) = whole(flow_logs(flow_log(LogDestination=None))).flow_logs
    assert found.log_destination is None
    assert found.log_group_name == "/flow-logs"
    assert found.where == Where(account=ACCOUNT, partition="aws")  # of its role, which has no region


def test_a_flow_log_of_s3_with_all_that_aws_can_tell():
    options = {"FileFormat": "parquet", "HiveCompatiblePartitions": True, "PerHourPartition": False}
    (found,) = whole(
        flow_logs(
            to_bucket(
                ResourceId="tgw-0a1b2c3d4e5f67890",
                TrafficType=None,
                MaxAggregationInterval=60,
                DestinationOptions=options,
                DeliverCrossAccountRole=ROLE,
                TagFieldSpecifications=[{"ResourceType": "instance", "TagKeys": ["Name", "Team"]}],
                DeliverLogsStatus="FAILED",
                DeliverLogsErrorMessage="Access error",
            )
        )
    ).flow_logs
    assert found.kind is kinds.TRANSIT_GATEWAY
    assert (found.traffic, found.interval, found.destination_type) == (None, 60, "s3")
    assert found.options == Options(file_format="parquet", hive=True, hourly=False)
    assert (found.cross_account_role, found.role, found.log_group_name) == (ROLE, None, None)
    assert found.tag_fields == (("instance", ("Name", "Team")),)
    assert found.error == "Access error"


def test_a_failure_without_a_message():
    assert whole(flow_logs(flow_log(DeliverLogsStatus="FAILED"))).flow_logs[0].error == "FAILED"


@pytest.mark.parametrize(
    ("documents", "file", "where"),
    [
        ([flow_logs(to_bucket(1))], FILE, Where(partition="aws")),
        ([flow_logs(to_bucket(1), flow_log(2))], FILE, HERE),
        ([flow_logs(to_bucket(1), flow_log(2), flow_log(3, LogDestination=GROUP.replace("west", "north")))], FILE,
         Where(account=ACCOUNT, partition="aws")),
        ([flow_logs(to_bucket(1)), flow_logs(flow_log(2))], FILE, Where(partition="aws")),
        ([flow_logs(to_bucket(1))], "a/flow-logs-us-gov-west-1.json", Where(region="us-gov-west-1", partition="aws")),
        ([flow_logs(to_bucket(1))], "eu-west-1-and-us-east-1.json", Where(partition="aws")),
        ([flow_logs(to_bucket(1))], "eu-west-1/flow-logs.json", Where(partition="aws")),
        ([flow_logs(to_bucket(1), flow_log(2))], "us-east-1.json", HERE),
        ([flow_logs(to_bucket(1)), CALLER], "flow-logs-eu-west-1.json", HERE),
        ([flow_logs(flow_log(1)), CALLER | {"Arn": CALLER["Arn"].replace(ACCOUNT, "9" * 12)}], FILE, HERE),
    ],
    ids=[
        "nothing", "agreed", "disputed", "of another answer", "file", "two in the file", "folder", "ARNs win", "caller",
        "ARNs win over the caller",
    ],
)  # fmt: skip
def test_account_and_region_come_from_arns_and_then_from_the_file(documents: list[Any], file: str, where: Where):
    assert whole(*documents, file=file).flow_logs[0].where == where


def test_the_destination_of_another_account_is_not_the_location():
    stream = STREAM.replace(ACCOUNT, "999988887777").replace(REGION, "us-east-1")
    found = whole(flow_logs(to_bucket(LogDestination=stream, LogDestinationType="kinesis-data-firehose")))
    assert found.flow_logs[0].where == Where(partition="aws")


@pytest.mark.parametrize(
    "document",
    [flow_logs(flow_log(1), flow_log(2))["FlowLogs"], {"FlowLogs": [flow_log(1), flow_log(2)], "Other": 1}],
    ids=["--query", "more keys"],
)
def test_other_forms_of_the_same(document: Any):
    assert [each.id for each in whole(document).flow_logs] == ["fl-00000000000000001", "fl-00000000000000002"]


def test_several_documents_and_entries_alone():
    found = whole(flow_log(1), flow_logs(flow_log(2)), [flow_log(3)], flow_log(2, TrafficType="REJECT"))
    assert [each.id[-1] for each in found.flow_logs] == ["1", "2", "3"]
    assert [each.traffic for each in found.flow_logs] == ["ALL", "REJECT", "ALL"]  # of two answers the later


@pytest.mark.parametrize("key", ["NextToken", "nextToken", "Marker", "PaginationToken"])
def test_a_token_tells_that_the_answer_is_cut_off(key: str):
    found = aws_json.read([flow_logs(flow_log()), flow_logs(**{key: "eyJ"})], FILE)
    assert not found.complete
    (note,) = found.notes
    assert note.partial
    assert note.source == Source(FILE, "document 2")
    assert note.text == f"the answer is not whole: it has `{key}`"
    assert "eyJ" not in note.text + note.remedy


@pytest.mark.parametrize(
    "document", [flow_logs(NextToken=None), flow_logs(NextToken=""), {"Roles": [], "IsTruncated": False}]
)
def test_no_token_is_none(document: Any):
    whole(document)


def test_a_truncated_list_of_iam():
    assert not aws_json.read([{"Roles": [], "IsTruncated": True}], FILE).complete


def test_entries_that_are_none():
    found = read(
        flow_logs(
            flow_log(), 5, None, "x", flow_log(FlowLogId=None), flow_log(FlowLogId=[]), flow_log(FlowLogId="fl-1\n")
        )
    )
    assert len(found.flow_logs) == 1
    assert told(found.notes) == [
        "3 entries are each no object and not read",
        "3 entries are each a flow log without an id and not read",
    ]


def test_what_an_answer_does_not_have_is_unknown():
    gone = dict.fromkeys(("ResourceId", "LogFormat", "MaxAggregationInterval"))
    (found,) = whole(flow_logs(flow_log(**gone))).flow_logs
    assert found.target == Unknown("the answer has no ResourceId")
    assert found.log_format == Unknown("the answer has no LogFormat")
    assert found.interval == Unknown("the answer has no MaxAggregationInterval")


def test_a_log_group():
    groups = {"logGroups": [log_group(retentionInDays=90, kmsKeyId=KEY, deletionProtectionEnabled=True)]}
    assert whole(groups).log_groups == (
        LogGroup(
            source=Source(FILE, GROUP),
            where=HERE,
            name="/flow-logs",
            retention_days=90,
            key=KEY,
            deletion_protection=True,
            tags=Unknown("`describe-log-groups` does not show tags"),
        ),
    )


def test_tags_of_a_log_group():
    groups = {"logGroups": [log_group()]}
    other = log_group(logGroupName="/other", arn=f"{GROUP}2:*", logGroupArn=f"{GROUP}2")
    listed = {"ResourceTagMappingList": [{"ResourceARN": GROUP, "Tags": [{"Key": "a", "Value": "b"}]}]}
    assert whole(groups, {"tags": {"a": "b"}}).log_groups[0].tags == {"a": "b"}
    assert whole(groups, {"tags": {}}).log_groups[0].tags == {}
    assert [each.tags for each in whole({"logGroups": [log_group(), other]}, listed).log_groups] == [
        {"a": "b"},
        Unknown("`describe-log-groups` does not show tags"),
    ]
    found = read({"logGroups": [log_group(), other]}, {"tags": {"a": "b"}})
    assert told(found.notes) == ["one answer with tags does not name the log group"]
    assert not found.notes[0].partial


def test_a_role_with_its_policies():
    managed = f"arn:aws:iam::{ACCOUNT}:policy/p"
    (found,) = whole(
        role(PermissionsBoundary={"PermissionsBoundaryArn": managed}),
        {"PolicyNames": ["write"]},
        {"RoleName": "flow-logs", "PolicyName": "write", "PolicyDocument": WRITE},
        {"AttachedPolicies": [{"PolicyName": "p", "PolicyArn": managed}]},
        {"Policy": {"Arn": managed, "DefaultVersionId": "v2"}},
        {"PolicyVersion": {"VersionId": "v2", "IsDefaultVersion": True, "Document": policy()}},
    ).roles
    assert (found.name, found.arn, found.path, found.boundary) == ("flow-logs", ROLE, "/net/", managed)
    assert json.loads(found.trust or "") == TRUST
    assert {name: json.loads(text) for name, text in found.inline.items()} == {"write": WRITE}
    assert found.attached == (managed,)
    assert {arn: json.loads(text) for arn, text in found.attached_documents.items()} == {managed: policy()}
    assert found.tags == {}
    assert found.complete


@pytest.mark.parametrize(
    "documents",
    [
        [role()],
        [role(), {"PolicyNames": ["write"]}, {"AttachedPolicies": []}],
        [role(), {"PolicyNames": []}],
        [role(), {"AttachedPolicies": []}],
    ],
    ids=["alone", "policy not read", "attached not listed", "inline not listed"],
)
def test_a_role_whose_policies_were_not_all_read(documents: list[Any]):
    assert not whole(*documents).roles[0].complete


def test_policies_of_one_of_two_roles_are_nobodys():
    found = read(role(), role(RoleName="b", Arn=f"{ROLE}-b"), {"PolicyNames": []}, {"AttachedPolicies": []})
    assert [each.complete for each in found.roles] == [False, False]
    assert told(found.notes) == ["2 answers with the policies of a role do not name the role"]


def test_account_authorization_details():
    managed = "arn:aws:iam::aws:policy/CloudWatchLogsFullAccess"
    versions = [{"VersionId": "v1", "IsDefaultVersion": False, "Document": {}}]
    versions += [{"VersionId": "v2", "IsDefaultVersion": True, "Document": "%7B%22Statement%22%3A%5B%5D%7D"}]
    (found,) = whole(
        {
            "UserDetailList": [],
            "RoleDetailList": [
                {
                    "RoleName": "flow-logs",
                    "Arn": ROLE,
                    "AssumeRolePolicyDocument": TRUST,
                    "RolePolicyList": [{"PolicyName": "write", "PolicyDocument": WRITE}],
                    "AttachedManagedPolicies": [{"PolicyName": "x", "PolicyArn": managed}],
                    "Tags": [{"Key": "a", "Value": "b"}],
                }
            ],
            "Policies": [{"Arn": managed, "DefaultVersionId": "v2", "PolicyVersionList": versions}],
        }
    ).roles
    assert found.complete
    assert list(found.inline) == ["write"]
    assert found.attached_documents == {managed: '{"Statement":[]}'}
    assert found.tags == {"a": "b"}


def test_a_listed_role_has_unknown_tags_and_a_described_one_wins():
    listed = {"Roles": [role()["Role"]]}
    assert isinstance(whole(listed).roles[0].tags, Unknown)
    for documents in ([listed, role(Tags=[])], [role(Tags=[]), listed]):
        (found,) = whole(*documents).roles
        assert found.tags == {}


def test_a_key_with_its_aliases():
    aliases = [{"AliasName": f"alias/{name}", "TargetKeyId": id_} for name, id_ in (("own", KEY[-36:]), ("no", "x"))]
    (found,) = whole(
        {"KeyMetadata": {"Arn": KEY, "KeyId": KEY[-36:]}},
        {"Policy": "{}", "PolicyName": "default"},
        {"KeyRotationEnabled": True},
        {"Tags": [{"TagKey": "a", "TagValue": "b"}], "Truncated": False},
        {"Aliases": aliases},
    ).keys
    assert (found.arn, found.where, found.policy, found.rotation) == (KEY, HERE, "{}", True)
    assert found.aliases == ("alias/own",)
    assert found.tags == {"a": "b"}


def test_a_stream():
    stream = {"DeliveryStreamDescription": {"DeliveryStreamName": "flow-logs", "DeliveryStreamARN": STREAM}}
    tags = {"Tags": [{"Key": "a", "Value": "b"}], "HasMoreTags": False}
    (found,) = whole(stream, tags).streams
    assert (found.name, found.arn, found.where, found.tags) == ("flow-logs", STREAM, HERE, {"a": "b"})


BUCKET_ANSWERS = (
    {"Policy": "{}"},
    {"LocationConstraint": "EU"},
    {"Status": "Enabled"},
    {"TagSet": [{"Key": "a", "Value": "b"}]},
    {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}},
    {"PublicAccessBlockConfiguration": {"BlockPublicAcls": True, "RestrictPublicBuckets": False}},
    {
        "ServerSideEncryptionConfiguration": {
            "Rules": [
                {
                    "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY},
                    "BucketKeyEnabled": True,
                }
            ]
        }
    },
    {
        "Rules": [
            {
                "ID": "flow-logs",
                "Status": "Enabled",
                "Filter": {"And": {"Prefix": "p", "Tags": [{"Key": "a", "Value": "b"}]}},
                "Expiration": {"Days": 90},
                "Transitions": [{"Days": 30, "StorageClass": "GLACIER"}],
                "NoncurrentVersionExpiration": {"NoncurrentDays": 7},
                "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
            }
        ],
        "TransitionDefaultMinimumObjectSize": "all_storage_classes_128K",
    },
)


def test_a_bucket_by_the_name_of_its_file():
    (found,) = whole(*BUCKET_ANSWERS, file="answers/my-logs.json").buckets
    assert (found.name, found.where, found.tags, found.complete) == (
        "my-logs", Where(region="eu-west-1"), {"a": "b"}, False,
    )  # fmt: skip
    assert found.settings == {
        "aws_s3_bucket_policy": {"policy": "{}"},
        "aws_s3_bucket_versioning": {"versioning_configuration": [{"status": "Enabled"}]},
        "aws_s3_bucket_ownership_controls": {"rule": [{"object_ownership": "BucketOwnerEnforced"}]},
        "aws_s3_bucket_public_access_block": {"block_public_acls": True, "restrict_public_buckets": False},
        "aws_s3_bucket_server_side_encryption_configuration": {
            "rule": [
                {
                    "apply_server_side_encryption_by_default": [{"sse_algorithm": "aws:kms", "kms_master_key_id": KEY}],
                    "bucket_key_enabled": True,
                }
            ]
        },
        "aws_s3_bucket_lifecycle_configuration": {
            "rule": [
                {
                    "id": "flow-logs",
                    "status": "Enabled",
                    "filter": [{"and": [{"prefix": "p", "tags": {"a": "b"}}]}],
                    "expiration": [{"days": 90}],
                    "transition": [{"days": 30, "storage_class": "GLACIER"}],
                    "noncurrent_version_expiration": [{"noncurrent_days": 7}],
                    "abort_incomplete_multipart_upload": [{"days_after_initiation": 7}],
                }
            ],
            "transition_default_minimum_object_size": "all_storage_classes_128K",
        },
    }


@pytest.mark.parametrize("file", ["<stdin>", "Bucket Policy.json", "x.json"])
def test_a_bucket_in_a_file_of_another_name_is_none(file: str):
    found = read(*BUCKET_ANSWERS, file=file)
    assert found.buckets == ()
    assert told(found.notes) == ["8 answers of `s3api` about a bucket do not name the bucket"]
    assert not found.notes[0].partial


@pytest.mark.parametrize(
    "document", [None, 5, "x", [], [5], [{}], {}, {"FlowLogs": 5}, {"Vpcs": []}, {"Status": "Enabled", "x": 1}]
)
def test_what_is_no_answer(document: object):
    assert not aws_json.is_aws(document)
    assert aws_json.read([document], FILE).flow_logs == ()


def test_from_a_file(tmp_path: Path):
    """Through the door of the room: one answer behind the other, one a line, and cut off."""
    file = tmp_path / "flow-logs.json"
    file.write_text(json.dumps(flow_logs(flow_log(1)), indent=2) + json.dumps(flow_log(2)) + "\n" + json.dumps(role()))
    found = observe.read([str(file)])
    assert [each.id[-1] for each in found.flow_logs] == ["1", "2"]
    assert [each.name for each in found.roles] == ["flow-logs"]
    file.write_text(json.dumps(flow_logs(flow_log(1)))[:-9])
    with pytest.raises(observe.SourceError, match="cut off"):
        observe.read([str(file)])


ALL = (
    flow_logs(flow_log(), to_bucket(2)), {"logGroups": [log_group()]}, {"tags": {"a": "b"}}, role(),
    {"PolicyNames": ["p"]}, {"RoleName": "flow-logs", "PolicyName": "p", "PolicyDocument": WRITE},
    {"AttachedPolicies": [{"PolicyArn": "a"}]},
    {"Policy": {"Arn": "a"}}, {"PolicyVersion": {"Document": WRITE}}, {"KeyMetadata": {"Arn": KEY}},
    {"Policy": "{}", "PolicyName": "default"}, {"KeyRotationEnabled": True}, {"Aliases": [{"AliasName": "alias/a"}]},
    {"DeliveryStreamDescription": {"DeliveryStreamName": "s", "DeliveryStreamARN": STREAM}}, *BUCKET_ANSWERS,
    {"RoleDetailList": [{"RoleName": "r", "Arn": ROLE, "RolePolicyList": [], "AttachedManagedPolicies": []}]},
    {"ResourceTagMappingList": [{"ResourceARN": GROUP, "Tags": [{"Key": "a", "Value": "b"}]}]},
)  # fmt: skip
WRONG = (
    None,
    True,
    5,
    -1.5,
    "",
    "x",
    "arn:aws:iam::1:role/x",
    [],
    [None],
    [[5]],
    {},
    {"Statement": 5},
    {"a": {"b": []}},
)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container in a value, with a key of it."""
    for key, each in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, key
        if isinstance(each, dict | list):
            yield from places(each)


def test_any_value_may_have_any_type():
    """Each value of each answer is a wrong one once: nothing raises, and the other things are read."""
    count = sum(1 for _ in places(list(ALL)))
    chance = random.Random(14)
    for place in range(count):
        for wrong in chance.sample(WRONG, 2):
            documents = copy.deepcopy(list(ALL))
            container, key = list(places(documents))[place]
            container[key] = wrong
            found = aws_json.read(documents, "my-logs.json")
            assert sum(map(len, (found.flow_logs, found.log_groups, found.roles, found.keys, found.streams))) >= 3
            assert dead_logging.notes(found) is not None
