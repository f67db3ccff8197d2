"""Answers of AWS's CLI about flow logs and what they use, made by hand after those of a real account."""

from __future__ import annotations

from typing import Any

ACCOUNT, REGION = "111122223333", "eu-west-1"
VPC = "vpc-0a1b2c3d4e5f67890"
GROUP = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/flow-logs"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/net/flow-logs"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
STREAM = f"arn:aws:firehose:{REGION}:{ACCOUNT}:deliverystream/flow-logs"
FORMAT = "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr}"

Json = dict[str, Any]


def flow_log(number: int = 1, **changes: Any) -> Json:
    """A flow log to CloudWatch Logs; None takes a key away."""
    answer = {
        "CreationTime": "2026-10-01T12:00:00.000Z",
        "DeliverLogsPermissionArn": ROLE,
        "DeliverLogsStatus": "SUCCESS",
        "FlowLogId": f"fl-{number:017x}",
        "FlowLogStatus": "ACTIVE",
        "LogGroupName": "/flow-logs",
        "ResourceId": VPC,
        "TrafficType": "ALL",
        "LogDestinationType": "cloud-watch-logs",
        "LogDestination": GROUP,
        "LogFormat": FORMAT,
        "Tags": [{"Key": "Name", "Value": "vpc"}],
        "MaxAggregationInterval": 600,
    } | changes
    return {key: value for key, value in answer.items() if value is not None}


def to_bucket(number: int = 1, **changes: Any) -> Json:
    """A flow log to S3, which tells neither account nor region."""
    own = {"DeliverLogsPermissionArn": None, "LogGroupName": None, "LogDestinationType": "s3"}
    return flow_log(number, **({"LogDestination": "arn:aws:s3:::my-logs"} | own | changes))


def flow_logs(*listed: Any, **more: Any) -> Json:
    """The answer of `describe-flow-logs`."""
    return {"FlowLogs": list(listed), **more}


def log_group(**changes: Any) -> Json:
    """One entry of `describe-log-groups`."""
    return {
        "logGroupName": "/flow-logs",
        "creationTime": 1790000000000,
        "metricFilterCount": 0,
        "arn": f"{GROUP}:*",
        "storedBytes": 0,
        "logGroupClass": "STANDARD",
        "logGroupArn": GROUP,
    } | changes


def policy(*statements: Json) -> Json:
    """A policy document."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


TRUST = policy(
    {
        "Sid": "",
        "Effect": "Allow",
        "Principal": {"Service": "vpc-flow-logs.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
)
WRITE = policy({"Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": f"{GROUP}:*"})


def role(**changes: Any) -> Json:
    """The answer of `get-role`."""
    of = {"Path": "/net/", "RoleName": "flow-logs", "Arn": ROLE, "AssumeRolePolicyDocument": TRUST, "Description": "d"}
    return {"Role": of | changes}
