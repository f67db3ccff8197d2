"""The requests that AWS makes while it delivers one flow log's records, each with the policy that must answer it.

Input: the locations of the flow log and of its sink as plain strings. Output: the calls that must be allowed for
records to arrive. The names of services and the form of ARNs are written here again and not taken from `delivery`: a
judge must not copy. Sources: those of `delivery`; for the ARNs that CloudWatch Logs checks its actions against,
AWS's service authorization reference and hashicorp/terraform-provider-aws#8804; for keys in a bucket,
"flow-logs-s3-path".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.model import store_name
from gen_flowlogs.policies.evaluate import Environment, Request, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gen_flowlogs.captures.locations import Location
    from gen_flowlogs.model import S3, CloudWatchLogs

FLOW_LOGS_SERVICE = "vpc-flow-logs.amazonaws.com"
DELIVERY_SERVICE = "delivery.logs.amazonaws.com"
FLOW_LOG = "fl-0a1b2c3d4e5f67890"
STREAM = "eni-0a1b2c3d4e5f67890-all"
KEY = "00000000-1111-2222-3333-444455556666"
KEY_USES = (
    "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
)  # fmt: skip

LOGS_SUFFIX = {"aws-cn": "amazonaws.com.cn", "aws-iso": "c2s.ic.gov", "aws-iso-b": "sc2s.sgov.gov"}
"""Partition → the end of the principal of CloudWatch Logs, where it is not `amazonaws.com`."""

Asked = Literal["role_trust", "role_permissions", "bucket_policy", "key_policy"]


@dataclass(frozen=True, slots=True)
class Ask:
    """A request, the policy that answers it, and the right answer.

    `refuse` accepts `silent` too; `deny` does not, because another policy might allow.
    """

    what: str
    asked: Asked
    request: Request
    wanted: Literal["allow", "refuse", "deny"] = "allow"


@dataclass(frozen=True, slots=True)
class Site:
    """A `Location` as plain strings."""

    account: str
    region: str
    partition: str

    def arn(self, service: str, resource: str) -> str:
        """An ARN of a resource of this account and region."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"

    def identity(self, resource: str, *, account: str | None = None) -> str:
        """An ARN of IAM, which has no regions; of this account, or of another one of the partition."""
        return f"arn:{self.partition}:iam::{self.account if account is None else account}:{resource}"

    def bucket(self, name: str, key: str = "") -> str:
        """The ARN of a bucket, or of an object in it."""
        return f"arn:{self.partition}:s3:::{name}/{key}" if key else f"arn:{self.partition}:s3:::{name}"

    @property
    def logs_service(self) -> str:
        """The service principal that encrypts log groups: CloudWatch Logs of this region."""
        return f"logs.{self.region}.{LOGS_SUFFIX.get(self.partition, 'amazonaws.com')}"


def site(location: Location, environment: Environment) -> Site:
    """The location as plain strings. Raises `Unresolved`."""
    account, region, partition = (
        resolve(each, environment) for each in (location.account, location.region, location.partition)
    )
    return Site(account, region, partition)


def from_flow_logs(source: Site) -> dict[str, str]:
    """The context that the flow logs service sends when it assumes a role: the flow log as an ARN of `ec2`."""
    return {"aws:SourceAccount": source.account, "aws:SourceArn": source.arn("ec2", f"vpc-flow-log/{FLOW_LOG}")}


def from_delivery(source: Site, organisation: str | None) -> dict[str, str]:
    """The context that the delivery service sends to a bucket or key: the delivery as an ARN of `logs`."""
    known = {} if organisation is None else {"aws:SourceOrgID": organisation}
    arn = source.arn("logs", f"delivery-source:{FLOW_LOG}")
    return {"aws:SourceAccount": source.account, "aws:SourceArn": arn, **known}


def to_log_group(source: Site, to: CloudWatchLogs, role: str, key: str | None = None) -> Iterator[Ask]:
    """CloudWatch Logs: assume the role, look for the group and the stream, write. The service itself uses the key.

    On behalf of the role it uses the key too, if AWS's page on encryption is taken at its word: `key`, if there is one.

    The ARNs are those that AWS checks: `DescribeLogGroups` has no resource level, and every action on a group or its
    streams is checked below `<group>:log-stream:`, so that a policy for the bare group allows nothing.
    """
    group = source.arn("logs", f"log-group:{store_name(to)}")
    yield Ask("assume the role", "role_trust", assume(role, FLOW_LOGS_SERVICE, from_flow_logs(source)))
    for what, action, resource in (
        ("find the log group", "logs:DescribeLogGroups", source.arn("logs", "log-group::log-stream:")),
        ("find its streams", "logs:DescribeLogStreams", f"{group}:log-stream:"),
    ):
        yield Ask(what, "role_permissions", Request(role, action, resource))
    yield from write(group, role)
    if key is not None:
        through = {"kms:ViaService": source.logs_service}
        for action in KEY_USES:
            yield Ask("encrypt for the role", "role_permissions", Request(role, action, key, through))
    yield from with_key(source, KEY_USES, source.logs_service, {"kms:EncryptionContext:aws:logs:arn": group})


def write(group: str, role: str) -> Iterator[Ask]:
    """The two requests without which no record arrives in a log group of this ARN."""
    stream = f"{group}:log-stream:{STREAM}"
    yield Ask("create a stream", "role_permissions", Request(role, "logs:CreateLogStream", stream))
    yield Ask("write records", "role_permissions", Request(role, "logs:PutLogEvents", stream))


def to_bucket(source: Site, to: S3, owner: Site, organisation: str | None) -> Iterator[Ask]:
    """S3: read the bucket's ACL, put objects, encrypt. With and without an ACL on the object: sources disagree.

    The bucket is in the partition of the flow log, because AWS reaches no other from there.
    """
    sender = from_delivery(source, organisation)
    key, name = record(source, to), store_name(to) or ""
    yield Ask("read the bucket's ACL", "bucket_policy", read_acl(source.bucket(name), sender))
    for what, acl in (("put an object", "bucket-owner-full-control"), ("put an object without an ACL", None)):
        yield Ask(what, "bucket_policy", put(source.bucket(name, key), sender, acl))
    yield from with_key(owner, (*KEY_USES, "kms:DescribeKey"), DELIVERY_SERVICE, sender)


def to_other_account(source: Site, role: str, destination_role: str, monitored: Iterable[str]) -> Iterator[Ask]:
    """Firehose in another account: the delivery service assumes the source's role, and with it the destination's."""
    yield Ask("assume the role", "role_trust", assume(role, DELIVERY_SERVICE, from_delivery(source, None)))
    for each in monitored:
        yield Ask("pass the role", "role_permissions", pass_role(role, DELIVERY_SERVICE, each))
    for verb in ("CreateLogDelivery", "GetLogDelivery", "ListLogDeliveries", "DeleteLogDelivery"):
        yield Ask("manage the delivery", "role_permissions", Request(role, f"logs:{verb}", "*"))
    yield Ask("assume the other account's role", "role_permissions", Request(role, "sts:AssumeRole", destination_role))


def with_key(owner: Site, uses: Iterable[str], service: str, context: Mapping[str, str]) -> Iterator[Ask]:
    """Encrypt, and let the key's account administer it: AWS refuses to create a key that could never be changed."""
    key = owner.arn("kms", f"key/{KEY}")
    for action in uses:
        yield Ask("encrypt the records", "key_policy", Request(service, action, key, context))
    for action in ("kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:Decrypt"):
        yield Ask("rule the key", "key_policy", Request(owner.identity("role/administrator"), action, key))


def record(source: Site, to: S3, *, account: str | None = None, prefix: str | None = None) -> str:
    """The object key of one file of records, below `prefix`, of `account`."""
    account = source.account if account is None else account
    prefix = to.prefix if prefix is None else prefix
    folders = [prefix] if prefix else []
    if to.hive:
        folders += ["AWSLogs", f"aws-account-id={account}", "aws-service=vpcflowlogs", f"aws-region={source.region}"]
        folders += ["year=2026", "month=10", "day=01", *(["hour=13"] if to.hourly else [])]
    else:
        folders += [
            "AWSLogs",
            account,
            "vpcflowlogs",
            source.region,
            "2026",
            "10",
            "01",
            *(["13"] if to.hourly else []),
        ]
    form = "parquet" if to.file_format == "parquet" else "gz"
    return "/".join((*folders, f"{account}_vpcflowlogs_{source.region}_{FLOW_LOG}_20261001T1305Z_0a1b2c3d.log.{form}"))


def assume(role: str, service: str | None, context: Mapping[str, str]) -> Request:
    """A principal assumes the role."""
    return Request(service, "sts:AssumeRole", role, context)


def pass_role(role: str, to: str, monitored: str) -> Request:
    """The role is passed to a service, for a monitored resource."""
    context = {"iam:PassedToService": to, "iam:AssociatedResourceARN": monitored}
    return Request(role, "iam:PassRole", role, context)


def put(arn: str, sender: Mapping[str, str], acl: str | None, who: str | None = DELIVERY_SERVICE) -> Request:
    """An object is put over TLS, with or without an ACL."""
    sent = {} if acl is None else {"s3:x-amz-acl": acl}
    return Request(who, "s3:PutObject", arn, {**sender, **sent, "aws:SecureTransport": "true"})


def read_acl(arn: str, sender: Mapping[str, str], who: str | None = DELIVERY_SERVICE) -> Request:
    """The bucket's ACL is read over TLS."""
    return Request(who, "s3:GetBucketAcl", arn, {**sender, "aws:SecureTransport": "true"})
