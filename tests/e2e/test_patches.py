"""Each patch is still needed: the emulator answers otherwise without it, and as AWS does with it.

A test that fails at `before` tells that moto has closed the gap itself: take the patch out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import patches
import pytest
from botocore.exceptions import ClientError
from world import World

if TYPE_CHECKING:
    from collections.abc import Callable

    from emulator import Emulator

ROLE = "arn:aws:iam::123456789012:role/delivery"
GROUP = "arn:aws:logs:us-east-1:123456789012:log-group:records"
TO_GROUP = {"LogDestination": GROUP, "DeliverLogsPermissionArn": ROLE}
TO_BUCKET = {"LogDestinationType": "s3", "LogDestination": "arn:aws:s3:::records"}


def refused(call: Callable[[], Any]) -> str | None:
    """The code of the error that a call ends in."""
    try:
        call()
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


def record(aws: Emulator, **said: Any) -> dict[str, Any]:
    """Make a flow log on a new VPC (or what is said) and describe it; what AWS did not make is its error."""
    ec2 = aws.client("ec2")
    target = {"ResourceType": "VPC", "ResourceIds": [ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]]}
    answer = ec2.create_flow_logs(**{**target, "TrafficType": "ALL", "MaxAggregationInterval": 600, **said})
    if not answer["FlowLogIds"]:
        return answer["Unsuccessful"][0]["Error"]
    return ec2.describe_flow_logs(FlowLogIds=answer["FlowLogIds"])["FlowLogs"][0]


def bucket(aws: Emulator) -> None:
    aws.client("s3").create_bucket(Bucket="records")


def destination_options(aws: Emulator) -> Any:
    bucket(aws)
    return record(aws, **TO_BUCKET, DestinationOptions={"FileFormat": "parquet"}).get("DestinationOptions")


def cross_account_role(aws: Emulator) -> Any:
    stream = "arn:aws:firehose:us-east-1:210987654321:deliverystream/records"
    to_stream = {"LogDestinationType": "kinesis-data-firehose", "LogDestination": stream}
    return record(aws, **to_stream, DeliverCrossAccountRole=ROLE).get("DeliverCrossAccountRole")


def s3_prefix(aws: Emulator) -> Any:
    bucket(aws)
    return record(aws, **{**TO_BUCKET, "LogDestination": "arn:aws:s3:::records/a/b/"}).get("LogDestination")


def log_group_arn(aws: Emulator) -> Any:
    aws.client("logs").create_log_group(logGroupName="records")
    made = record(aws, **TO_GROUP)
    return made["DeliverLogsStatus"], made.get("LogGroupName")


def transit_gateway_format(aws: Emulator) -> Any:
    gateway = {"ResourceType": "TransitGateway", "ResourceIds": ["tgw-0a1b2c3d4e5f67890"]}
    ec2 = aws.client("ec2")
    ec2.create_flow_logs(**gateway, **TO_GROUP, MaxAggregationInterval=60)
    return "${tgw-id}" in ec2.describe_flow_logs()["FlowLogs"][0]["LogFormat"]


def no_traffic_type(aws: Emulator) -> Any:
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    return refused(lambda: ec2.create_flow_logs(ResourceType="VPC", ResourceIds=[vpc], **TO_GROUP))


def slow_transit_gateway(aws: Emulator) -> Any:
    gateway = {"ResourceType": "TransitGateway", "ResourceIds": ["tgw-0a1b2c3d4e5f67890"]}
    ec2 = aws.client("ec2")
    return refused(lambda: ec2.create_flow_logs(**gateway, **TO_GROUP, MaxAggregationInterval=600))


def traffic_of_transit_gateway(aws: Emulator) -> Any:
    gateway = {"ResourceType": "TransitGateway", "ResourceIds": ["tgw-0a1b2c3d4e5f67890"]}
    ec2 = aws.client("ec2")
    said = {**gateway, **TO_GROUP, "MaxAggregationInterval": 60, "TrafficType": "ALL"}
    return refused(lambda: ec2.create_flow_logs(**said))


def unknown_field(aws: Emulator) -> Any:
    return refused(lambda: record(aws, **TO_GROUP, LogFormat="${version} ${colour}"))


def accept_and_reject(aws: Emulator) -> Any:
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    said = {"ResourceType": "VPC", "ResourceIds": [vpc], **TO_GROUP}
    ec2.create_flow_logs(**said, TrafficType="ACCEPT")
    again = refused(lambda: ec2.create_flow_logs(**said, TrafficType="ACCEPT"))
    return again, refused(lambda: ec2.create_flow_logs(**said, TrafficType="REJECT"))


def sent_again(aws: Emulator) -> Any:
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    said = {"ResourceType": "VPC", "ResourceIds": [vpc], **TO_GROUP, "TrafficType": "ALL", "ClientToken": "once"}
    first = ec2.create_flow_logs(**said)["FlowLogIds"]
    again = refused(lambda: first.extend(ec2.create_flow_logs(**said)["FlowLogIds"]))
    return again, len(set(first)), len(ec2.describe_flow_logs()["FlowLogs"])


def attachment_filters(aws: Emulator) -> Any:
    World(aws).has("tgw-attach-0a1b2c3d4e5f67890", tags={"Team": "a"})
    World(aws).has("tgw-attach-0a1b2c3d4e5f67891", tags={"Team": "b"})
    by_tag = {"Name": "tag:Team", "Values": ["a"]}
    by_owner = {"Name": "transit-gateway-owner-id", "Values": ["210987654321"]}
    ec2 = aws.client("ec2")
    return [
        len(ec2.describe_transit_gateway_attachments(Filters=[each])["TransitGatewayAttachments"])
        for each in (by_tag, by_owner)
    ]


def group_class(aws: Emulator) -> Any:
    logs = aws.client("logs")
    logs.create_log_group(logGroupName="records", logGroupClass="INFREQUENT_ACCESS")
    return logs.describe_log_groups()["logGroups"][0].get("logGroupClass")


def query_definition(aws: Emulator) -> Any:
    logs = aws.client("logs")
    answer = refused(lambda: logs.put_query_definition(name="top", queryString="fields @message"))
    return answer or [each["name"] for each in logs.describe_query_definitions()["queryDefinitions"]]


def untagged_workgroup(aws: Emulator) -> Any:
    athena = aws.client("athena")
    athena.create_work_group(Name="records")
    arn = "arn:aws:athena:us-east-1:123456789012:workgroup/records"
    return refused(lambda: athena.list_tags_for_resource(ResourceARN=arn))


def delete_named_query(aws: Emulator) -> Any:
    athena = aws.client("athena")
    made = athena.create_named_query(Name="top", Database="d", QueryString="select 1", WorkGroup="primary")
    return refused(lambda: athena.delete_named_query(NamedQueryId=made["NamedQueryId"]))


def missing_action(aws: Emulator) -> Any:
    logs = aws.client("logs")
    try:
        logs.list_anomalies()
    except ClientError as error:
        return error.response["ResponseMetadata"]["HTTPStatusCode"]
    return 200


OPTIONS = {"FileFormat": "parquet", "HiveCompatiblePartitions": False, "PerHourPartition": False}
WITH_PREFIX = "arn:aws:s3:::records/a/b/"
TWICE = "FlowLogAlreadyExists"

GAPS = [
    ("destination-options", destination_options, None, OPTIONS),
    ("destination-options", cross_account_role, None, ROLE),
    ("s3-prefix", s3_prefix, None, WITH_PREFIX),
    ("log-group-arn", log_group_arn, ("FAILED", None), ("SUCCESS", "records")),
    ("transit-gateway-format", transit_gateway_format, False, True),
    ("service-rules", no_traffic_type, None, "InvalidParameter"),
    ("service-rules", slow_transit_gateway, None, "InvalidParameter"),
    ("service-rules", traffic_of_transit_gateway, None, "InvalidParameter"),
    ("service-rules", unknown_field, None, "InvalidParameter"),
    ("duplicates", accept_and_reject, (TWICE, TWICE), (TWICE, None)),
    ("client-token", sent_again, (TWICE, 1, 1), (None, 1, 1)),
    ("attachment-filters", attachment_filters, [2, 2], [1, 0]),
    ("log-group-class", group_class, None, "INFREQUENT_ACCESS"),
    ("query-definitions", query_definition, "ActionNotEmulated", ["top"]),
    ("untagged-workgroup", untagged_workgroup, "InvalidRequestException", None),
    ("delete-named-query", delete_named_query, "ActionNotEmulated", None),
    ("server-errors", missing_action, 500, 400),
]


@pytest.mark.parametrize(("name", "ask", "before", "after"), GAPS, ids=[ask.__name__ for _, ask, _, _ in GAPS])
def test_a_gap_is_there_and_is_closed(stock: Emulator, name, ask, before, after):
    others = [each for each in patches.PATCHES if each.name != name]
    with patches.applied(others):
        stock.forget()
        assert ask(stock) == before, "moto has closed this gap itself: the patch can go"
    with patches.applied():
        stock.forget()
        assert ask(stock) == after


def test_each_patch_has_a_gap():
    assert {name for name, *_ in GAPS} == {each.name for each in patches.PATCHES}
