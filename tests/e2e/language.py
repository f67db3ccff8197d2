"""The parts that the matrix puts together: kinds of capture points, filters and destinations.

Each part is written twice: as a spec says it, and as AWS must describe the flow log that comes of it. The second is
written by hand from AWS's documentation, never asked of the compiler.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from emulator import ACCOUNT
from patches import record_fields

if TYPE_CHECKING:
    from collections.abc import Mapping

REGION = "us-east-1"
OTHER_ACCOUNT = "210987654321"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of capture point."""

    key: str
    keys: str
    prefix: str  # of its ids
    transit: bool = False

    def id(self, number: int) -> str:
        """An id of this kind."""
        return f"{self.prefix}-{number:017x}"


VPC = Kind("vpc", "vpcs", "vpc")
SUBNET = Kind("subnet", "subnets", "subnet")
ENI = Kind("eni", "enis", "eni")
GATEWAY = Kind("transit_gateway", "transit_gateways", "tgw", transit=True)
ATTACHMENT = Kind("transit_gateway_attachment", "transit_gateway_attachments", "tgw-attach", transit=True)
NAT = Kind("regional_nat_gateway", "regional_nat_gateways", "nat")
KINDS = (VPC, SUBNET, ENI, GATEWAY, ATTACHMENT, NAT)


@dataclass(frozen=True, slots=True)
class Filter:
    """What is recorded. `fields`: of a VPC's and of a transit gateway's records; None: not for that family."""

    name: str
    said: Mapping[str, Any] | None  # None: built in
    traffic: str = "ALL"
    interval: int = 600
    vpc: tuple[str, ...] | None = record_fields.VPC_DEFAULT
    transit: tuple[str, ...] | None = None

    def fits(self, kind: Kind) -> bool:
        """Whether a capture point of this kind can have it."""
        return (self.transit if kind.transit else self.vpc) is not None

    def described(self, kind: Kind) -> dict[str, Any]:
        """What AWS says of a flow log with it."""
        fields = self.transit if kind.transit else self.vpc
        assert fields is not None
        return {
            "LogFormat": record_fields.log_format(fields),
            "MaxAggregationInterval": 60 if kind.transit else self.interval,
            **({} if kind.transit else {"TrafficType": self.traffic}),
        }


_WHOLE = record_fields.TRANSIT_GATEWAY_DEFAULT
FILTERS = (
    Filter("all", None, transit=_WHOLE),
    Filter("accept", None, "ACCEPT"),
    Filter("reject", None, "REJECT"),
    Filter("minute", {"max_aggregation_interval": 60}, interval=60, transit=_WHOLE),
    Filter("slow", {"traffic": "REJECT", "max_aggregation_interval": 600}, "REJECT"),
    Filter(
        "short",
        {"fields": ["srcaddr", "dstaddr", "bytes", "start"]},
        vpc=("srcaddr", "dstaddr", "bytes", "start"),
        transit=("srcaddr", "dstaddr", "bytes", "start"),
    ),
    Filter(
        "longer",
        {"traffic": "ACCEPT", "fields": {"preset": "default", "add": ["vpc-id", "tcp-flags"]}},
        "ACCEPT",
        vpc=(*record_fields.VPC_DEFAULT, "vpc-id", "tcp-flags"),
    ),
    Filter("fifth", {"fields": "v5"}, vpc=record_fields.VPC[:29]),
)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where records go. `described`: what AWS says of each flow log to it."""

    name: str
    said: Mapping[str, Any]
    described: Mapping[str, Any]
    beside: str = ""  # what the author has beside the generated files
    variables: Mapping[str, Any] = field(default_factory=dict)


def logs(name: str, delivers: str, **said: Any) -> Destination:
    """A CloudWatch Logs destination; `delivers`: path and name of its role."""
    group = f"/e2e/{name}"
    return Destination(
        name,
        {"cloudwatch_logs": {"log_group": group, **said}},
        {
            "LogDestinationType": "cloud-watch-logs",
            "LogDestination": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{group}",
            "LogGroupName": group,
            "DeliverLogsPermissionArn": f"arn:aws:iam::{ACCOUNT}:role/{delivers}",
        },
    )


def given(destination: Destination, settings: Mapping[str, Any], beside: str = "", **variables: Any) -> Destination:
    """The same destination, of which a spec says only where Terraform has its names and ARNs from."""
    ((kind, said),) = destination.said.items()
    kept = {key: value for key, value in said.items() if "arn" not in settings or key not in ("log_group", "bucket")}
    return replace(destination, said={kind: {**kept, **settings}}, beside=beside, variables=variables)


def bucket(name: str, *, options: tuple[str, bool, bool] | None = None, **said: Any) -> Destination:
    """An S3 destination; `options`: file format, Hive, hourly, where one is not the default."""
    prefix = said.get("prefix", "").rstrip("/")
    described: dict[str, Any] = {
        "LogDestinationType": "s3",
        "LogDestination": f"arn:aws:s3:::e2e-{name}" + (f"/{prefix}/" if prefix else ""),
    }
    if options is not None:
        names = ("FileFormat", "HiveCompatiblePartitions", "PerHourPartition")
        described["DestinationOptions"] = dict(zip(names, options, strict=True))
    return Destination(name, {"s3": {"bucket": f"e2e-{name}", **said}}, described)


def stream(
    name: str, *, account: str = ACCOUNT, said: Any = None, delivers: str | None = None, beside: str = "", **more: Any
) -> Destination:
    """A Firehose destination; `said`: how the spec names the stream (None: by its ARN); `delivers`: its role."""
    arn = f"arn:aws:firehose:{REGION}:{account}:deliverystream/{name}"
    described = {"LogDestinationType": "kinesis-data-firehose", "LogDestination": arn}
    if delivers is not None:
        described["DeliverLogsPermissionArn"] = f"arn:aws:iam::{ACCOUNT}:role/{delivers}"
        described["DeliverCrossAccountRole"] = more["cross_account_role"]
    variables = {said["var"]: arn} if said and "var" in said else {}
    settings = {"delivery_stream": said or arn, **more}
    return Destination(name, {"firehose": settings}, described, beside.replace("ARN", arn), variables)


_ACROSS = f"arn:aws:iam::{OTHER_ACCOUNT}:role/AWSLogDeliveryFirehoseCrossAccountRole-e2e"
_OWN_ROLE = f"arn:aws:iam::{ACCOUNT}:role/own"
_BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/boundary"

GROUPS = (
    logs("plain", "flow-logs-e2e-plain"),
    given(
        logs(
            "guarded",
            "network/guarded",
            retention_days="never",
            kms="create",
            on_destroy="delete",
            **{"class": "INFREQUENT_ACCESS"},
        ),
        {
            "role": {
                "name": "guarded",
                "path": "/network/",
                "permissions_boundary": {"var": "boundary"},
                "policy_name": "write",
                "description": "delivers ${records},\nwithout a tag",
                "tags": "none",
            }
        },
        boundary=_BOUNDARY,
    ),
    logs(
        "keyed",
        "keyed",
        retention_days=30,
        kms=KEY,
        on_destroy="delete",
        queries=True,
        role={"name": "keyed", "permissions": "documented"},
        **{"class": "STANDARD"},
    ),
    logs("their-group", "flow-logs-e2e-their-group", existing=True),
    given(
        logs("by-name", "by-name", existing=True, role={"name": "by-name"}),
        {"log_group": {"ref": "local.group_name"}},
        'locals {\n  group_name = "/e2e/by-name"\n}\n',
    ),
    given(
        logs("their-group-and-role", "own", existing=True),
        {"arn": {"var": "group_arn"}, "role": {"arn": {"ref": "local.role_arn"}}},
        f'locals {{\n  role_arn = "{_OWN_ROLE}"\n}}\n',
        group_arn=f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/e2e/their-group-and-role",
    ),
)
BUCKETS = (
    bucket("text", on_destroy="delete"),
    bucket(
        "columns",
        options=("parquet", True, True),
        prefix="team/network",
        file_format="parquet",
        hive_compatible_partitions=True,
        per_hour_partition=True,
        kms="create",
        expire_days=400,
        transitions=[
            {"after_days": 30, "storage_class": "STANDARD_IA"},
            {"after_days": 90, "storage_class": "GLACIER"},
        ],
        on_destroy="delete",
        queries=True,
        org_id="o-a1b2c3d4e5",
        query_accounts=[OTHER_ACCOUNT],
        readers=["999988887777", "arn:aws:iam::999988887777:role/siem"],
    ),
    given(
        bucket("hive", options=("plain-text", True, False), hive_compatible_partitions=True, on_destroy="delete"),
        {"kms": {"var": "key_arn"}},
        key_arn=KEY,
    ),
    bucket(
        "hourly",
        options=("plain-text", False, True),
        prefix="p/",
        per_hour_partition=True,
        versioning=False,
        expire_days=365,
        org_id="o-a1b2c3d4e5",
        on_destroy="delete",
    ),
    bucket(
        "their-bucket",
        options=("parquet", False, False),
        prefix="p",
        file_format="parquet",
        existing=True,
        readers=["999988887777"],
    ),
    given(bucket("by-name", existing=True), {"bucket": {"var": "bucket_name"}}, bucket_name="e2e-by-name"),
    given(
        bucket("by-arn", prefix="p", existing=True),
        {"arn": {"ref": "local.bucket_arn"}},
        'locals {\n  bucket_arn = "arn:aws:s3:::e2e-by-arn"\n}\n',
    ),
)
STREAMS = (
    stream("here"),
    stream("by-variable", said={"var": "stream"}),
    stream("by-reference", said={"ref": "local.stream_arn"}, beside='locals {\n  stream_arn = "ARN"\n}\n'),
    stream("across", account=OTHER_ACCOUNT, cross_account_role=_ACROSS, delivers="flow-logs-across"),
    given(
        stream("across-by-own", account=OTHER_ACCOUNT, cross_account_role=_ACROSS, delivers="own"),
        {"cross_account_role": {"var": "far_role_arn"}, "role": {"arn": {"var": "role_arn"}}},
        far_role_arn=_ACROSS,
        role_arn=_OWN_ROLE,
    ),
)
