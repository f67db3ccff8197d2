"""The policies that let AWS deliver flow logs, and grant nothing else.

Sources (AWS user guides, read 2026-10): VPC "flow-logs-iam-role", "flow-logs-s3-permissions",
"flow-logs-s3-cmk-policy"; CloudWatch Logs "encrypt-log-data-kms", "AWS-logs-infrastructure-S3". The docstring of each
function gives the purpose of its statements.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import locations
from gen_flowlogs.hcl import Text, interpolate
from gen_flowlogs.policies import Condition, Policy, Principal, Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gen_flowlogs.captures.locations import Location

# Service principals that end alike in every partition, unlike that of CloudWatch Logs: `aws.regions.logs_suffix`.
FLOW_LOGS = "vpc-flow-logs.amazonaws.com"
DELIVERY = "delivery.logs.amazonaws.com"

DOCUMENTED_ACTIONS = (
    "logs:CreateLogGroup",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
    "logs:DescribeLogGroups",
    "logs:DescribeLogStreams",
)


def role_trust(location: Location) -> Policy:
    """Only the flow logs service may assume the role, and only for flow logs of this account and region."""
    own_flow_logs = locations.arn("ec2", "vpc-flow-log/*", location)
    return Policy(
        (
            Statement(
                sid="FlowLogsOfThisAccount",
                actions=("sts:AssumeRole",),
                principal=Principal("Service", (FLOW_LOGS,)),
                conditions=(
                    Condition("StringEquals", "aws:SourceAccount", (location.account,)),
                    Condition("ArnLike", "aws:SourceArn", (own_flow_logs,)),
                ),
            ),
        )
    )


def role_permissions(log_group_arn: Text) -> Policy:
    """Write to one log group. The `:*` is needed: without it AWS reports `Access error` and delivers nothing.

    `logs:DescribeLogGroups` has no resource level. `logs:CreateLogGroup` is left out, so that AWS cannot bring back a
    deleted group without retention and key.
    """
    return Policy(
        (
            Statement(
                sid="WriteRecords",
                actions=("logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"),
                resources=(interpolate(log_group_arn, ":*"),),
            ),
            Statement(sid="FindLogGroup", actions=("logs:DescribeLogGroups",), resources=("*",)),
        )
    )


def documented_trust() -> Policy:
    """The trust policy of AWS's first example: the service, on behalf of any account."""
    return Policy((Statement(sid=None, actions=("sts:AssumeRole",), principal=Principal("Service", (FLOW_LOGS,))),))


def documented_permissions() -> Policy:
    """The permissions of AWS's first example: five actions on everything."""
    return Policy((Statement(sid=None, actions=DOCUMENTED_ACTIONS, resources=("*",)),))


def _from_delivery(sources: Sequence[Location], organisation: str | None) -> tuple[Condition, ...]:
    """Conditions on the accounts that the delivery service acts for. The ARN is of `logs`, not of `ec2`.

    Raises ValueError without any source: AWS would refuse every record, and no error would show it.
    """
    if not sources:
        raise ValueError("a policy for log delivery needs somebody to deliver from")
    arns = tuple(dict.fromkeys(locations.arn("logs", "*", each) for each in sources))
    accounts = tuple(dict.fromkeys(each.account for each in sources))
    if organisation is not None:
        return (Condition("StringEquals", "aws:SourceOrgID", (organisation,)),)
    return (
        Condition("StringEquals", "aws:SourceAccount", accounts),
        Condition("ArnLike", "aws:SourceArn", arns),
    )


def records_folder(prefix: str, account: Text, *, hive: bool) -> tuple[Text, ...]:
    """The folder of an account's records in a bucket: the parts of `[prefix/]AWSLogs/…`, without a slash at the end."""
    folder = f"{prefix}/AWSLogs/" if prefix else "AWSLogs/"
    return (f"{folder}aws-account-id=", account) if hive else (folder, account)


def bucket(
    bucket_arn: Text, prefix: str, sources: Sequence[Location], *, hive: bool, organisation: str | None = None
) -> tuple[Statement, ...]:
    """Put records below the accounts' own folders, and read the bucket's ACL, which AWS does before it delivers.

    `bucket-owner-full-control` is required only if an ACL is sent: AWS documents that one is, users report that none is
    sent to buckets without ACLs, and `IfExists` is right for both.
    """
    conditions = _from_delivery(sources, organisation)
    accounts = tuple(dict.fromkeys(each.account for each in sources))
    folders = tuple(
        interpolate(
            bucket_arn, "/", *records_folder(prefix, "*" if organisation is not None else account, hive=hive), "/*"
        )
        for account in (accounts if organisation is None else ("*",))
    )
    service = Principal("Service", (DELIVERY,))
    return (
        Statement(
            sid="AWSLogDeliveryWrite",
            actions=("s3:PutObject",),
            resources=folders,
            principal=service,
            conditions=(
                *conditions[:1],
                Condition("StringEqualsIfExists", "s3:x-amz-acl", ("bucket-owner-full-control",)),
                *conditions[1:],
            ),
        ),
        Statement(
            sid="AWSLogDeliveryAclCheck",
            actions=("s3:GetBucketAcl",),
            resources=(bucket_arn,),
            principal=service,
            conditions=conditions,
        ),
    )


def tls_only(bucket_arn: Text) -> Statement:
    """Deny every request without TLS. AWS's delivery uses TLS."""
    return Statement(
        sid="DenyInsecureTransport",
        actions=("s3:*",),
        resources=(bucket_arn, interpolate(bucket_arn, "/*")),
        principal=Principal("*", ("*",)),
        conditions=(Condition("Bool", "aws:SecureTransport", ("false",)),),
        effect="Deny",
    )


def key_administration(location: Location) -> Statement:
    """Let the account administer the key by IAM; without this statement the key could never be changed again."""
    return Statement(
        sid="AccountAdministersKey",
        actions=("kms:*",),
        resources=("*",),
        principal=Principal("AWS", (interpolate("arn:", location.partition, ":iam::", location.account, ":root"),)),
    )


def role_uses_key(key_arn: Text, location: Location) -> Statement:
    """Let a log group's role use its key, through CloudWatch Logs alone.

    AWS asks it of every role that calls CloudWatch Logs ("encrypt-log-data-kms", read 2026-11). Whether flow logs are
    refused without it is not known, and neither is the name in `kms:ViaService` outside aws and aws-us-gov: it
    is that of the principal here.
    """
    return Statement(
        sid="UseKeyThroughLogs",
        actions=("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"),
        resources=(key_arn,),
        conditions=(Condition("StringEquals", "kms:ViaService", (_logs(location),)),),
    )


def log_group_key(location: Location, log_group_arn: Text) -> Statement:
    """Let CloudWatch Logs encrypt this one group: its regional principal, and the group's ARN as encryption context.

    The actions are those of AWS's example; `kms:Describe*` carries no context, so the condition never allows it.
    """
    return Statement(
        sid="LogGroupUsesKey",
        actions=("kms:Decrypt", "kms:Describe*", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"),
        resources=("*",),
        principal=Principal("Service", (_logs(location),)),
        conditions=(Condition("ArnEquals", "kms:EncryptionContext:aws:logs:arn", (log_group_arn,)),),
    )


def _logs(location: Location) -> Text:
    """The service principal of CloudWatch Logs in a location, which is also its name in `kms:ViaService`."""
    return interpolate("logs.", location.region, ".", location.logs_suffix)


def bucket_key(sources: Sequence[Location], organisation: str | None = None) -> Statement:
    """Let the delivery service encrypt the objects that it puts into the bucket."""
    return Statement(
        sid="LogDeliveryUsesKey",
        actions=("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"),
        resources=("*",),
        principal=Principal("Service", (DELIVERY,)),
        conditions=_from_delivery(sources, organisation),
    )
