"""The fields of a flow log record: which there are, what they hold, and where they can be had.

Nothing comes in and nothing goes out: tables, and functions that choose from them. Text for Terraform is made
elsewhere: `log_format` gives the format as AWS spells it, with nothing escaped.

Sources, both read 2026-10: for VPCs, subnets, interfaces and regional NAT gateways the table "Available fields" of
https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html (54 fields, versions 2 to 5 and 7 to 11); for
transit gateways and their attachments the table of https://docs.aws.amazon.com/vpc/latest/tgw/tgw-flow-logs.html (36
fields, versions 2 to 6). Names, order, versions and types are AWS's; the descriptions are ours. A type is what the
field is in a Parquet file; in plain text every field is text. A field that does not apply is `-`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.lazy_pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gen_flowlogs.aws.kinds import Family

FieldType = Literal["int32", "int64", "string"]

_SOURCES: dict[Family, str] = {
    "vpc": "https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html",
    "transit_gateway": "https://docs.aws.amazon.com/vpc/latest/tgw/tgw-flow-logs.html",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `version` is that of flow logs that brought it; `note` is when it is `-`, or what it needs."""

    name: str
    version: int
    type: FieldType
    families: tuple[Family, ...]
    description: str
    note: str = ""


_VPC: tuple[Family, ...] = ("vpc",)
_GATEWAY: tuple[Family, ...] = ("transit_gateway",)
_BOTH: tuple[Family, ...] = ("vpc", "transit_gateway")

_NOT_REGIONAL_NAT = "- at a regional NAT gateway"
_ECS = "tasks with a network interface of their own (awsvpc) only"
_ECS_ON_EC2 = "- on Fargate; tasks with a network interface of their own (awsvpc) only"
_TAG = "needs tag_fields; percent-encoded; not in every region"
_ASG_TAG = "needs tag_fields and a CloudTrail trail; percent-encoded; not in every region"

# fmt: off
FIELDS: tuple[Field, ...] = (
    Field("version", 2, "int32", _BOTH, "highest version among the fields of the record"),
    Field("account-id", 2, "string", _BOTH, "account that owns the interface, or the transit gateway",
          "unknown where an AWS service made the interface"),
    Field("interface-id", 2, "string", _VPC, "network interface that saw the traffic", _NOT_REGIONAL_NAT),
    Field("srcaddr", 2, "string", _BOTH, "address the traffic comes from, as the interface sees it",
          "outgoing: the primary private address of the interface"),
    Field("dstaddr", 2, "string", _BOTH, "address the traffic goes to, as the interface sees it",
          "incoming: the primary private address of the interface"),
    Field("srcport", 2, "int32", _BOTH, "port the traffic comes from"),
    Field("dstport", 2, "int32", _BOTH, "port the traffic goes to"),
    Field("protocol", 2, "int32", _BOTH, "IANA number of the protocol: 6 is TCP, 17 UDP, 1 ICMP"),
    Field("packets", 2, "int64", _BOTH, "packets of the flow within the interval"),
    Field("bytes", 2, "int64", _BOTH, "bytes of the flow within the interval"),
    Field("start", 2, "int64", _BOTH, "first packet of the interval, in Unix seconds"),
    Field("end", 2, "int64", _BOTH, "last packet of the interval, in Unix seconds"),
    Field("action", 2, "string", _VPC, "ACCEPT or REJECT: what security groups and network ACLs decided"),
    Field("log-status", 2, "string", _BOTH, "OK, NODATA (no traffic) or SKIPDATA (records were lost)"),
    Field("vpc-id", 3, "string", _VPC, "VPC of the interface"),
    Field("subnet-id", 3, "string", _VPC, "subnet of the interface", _NOT_REGIONAL_NAT),
    Field("instance-id", 3, "string", _VPC, "EC2 instance of the interface",
          "- where a service manages the interface (NAT gateway, load balancer, ...)"),
    Field("tcp-flags", 3, "int32", _BOTH, "TCP flags seen, added up: FIN 1, SYN 2, RST 4, SYN-ACK 18",
          "0 for ACK and PSH alone; transit gateways also count PSH 8, ACK 16 and URG 32"),
    Field("type", 3, "string", _BOTH, "IPv4, IPv6 or EFA"),
    Field("pkt-srcaddr", 3, "string", _VPC, "address in the packet that it really comes from, behind NAT or in a pod"),
    Field("pkt-dstaddr", 3, "string", _VPC, "address in the packet that it really goes to, behind NAT or in a pod"),
    Field("region", 4, "string", _BOTH, "region of the interface, or of the transit gateway"),
    Field("az-id", 4, "string", _VPC, "id of the availability zone of the interface", "- in a sublocation"),
    Field("sublocation-type", 4, "string", _VPC, "wavelength, outpost or localzone", "- outside of them"),
    Field("sublocation-id", 4, "string", _VPC, "id of that sublocation", "- outside of them"),
    Field("pkt-src-aws-service", 5, "string", _BOTH, "AWS service that the source address belongs to, such as S3"),
    Field("pkt-dst-aws-service", 5, "string", _BOTH, "AWS service that the destination address belongs to"),
    Field("flow-direction", 5, "string", _BOTH, "ingress or egress, seen from the interface or the transit gateway"),
    Field("traffic-path", 5, "int32", _VPC,
          "way out: 1 same VPC, 2 internet gateway or gateway endpoint, 3 virtual private gateway, 4 peering in the "
          "region, 5 peering to another region, 6 Local or Wavelength Zone, 7 gateway endpoint, 8 internet gateway",
          "egress only"),
    Field("ecs-cluster-arn", 7, "string", _VPC, "ARN of the ECS cluster", _ECS),
    Field("ecs-cluster-name", 7, "string", _VPC, "name of the ECS cluster", _ECS),
    Field("ecs-container-instance-arn", 7, "string", _VPC, "ARN of the ECS container instance", _ECS_ON_EC2),
    Field("ecs-container-instance-id", 7, "string", _VPC, "id of the ECS container instance", _ECS_ON_EC2),
    Field("ecs-container-id", 7, "string", _VPC, "runtime id of the first container of the task", _ECS),
    Field("ecs-second-container-id", 7, "string", _VPC, "runtime id of the second container of the task", _ECS),
    Field("ecs-service-name", 7, "string", _VPC, "name of the ECS service that started the task", _ECS),
    Field("ecs-task-definition-arn", 7, "string", _VPC, "ARN of the ECS task definition", _ECS),
    Field("ecs-task-arn", 7, "string", _VPC, "ARN of the ECS task", _ECS),
    Field("ecs-task-id", 7, "string", _VPC, "id of the ECS task", _ECS),
    Field("reject-reason", 8, "string", _VPC, "BPA (Block Public Access) or EC (encryption controls)",
          "- for every other reason"),
    Field("resource-id", 9, "string", _VPC, "regional NAT gateway of the flow", "- elsewhere"),
    Field("encryption-status", 10, "int32", _VPC, "0 not encrypted, 1 by Nitro, 2 by the application, 3 by both",
          "- without VPC encryption controls"),
    Field("instance-tag", 11, "string", _VPC, "value of the first instance tag of tag_fields", _TAG),
    Field("instance-tag-2", 11, "string", _VPC, "value of the second instance tag of tag_fields", _TAG),
    Field("interface-tag", 11, "string", _VPC, "value of the first network-interface tag of tag_fields", _TAG),
    Field("interface-tag-2", 11, "string", _VPC, "value of the second network-interface tag of tag_fields", _TAG),
    Field("asg-tag", 11, "string", _VPC, "value of the first auto-scaling-group tag of tag_fields", _ASG_TAG),
    Field("asg-tag-2", 11, "string", _VPC, "value of the second auto-scaling-group tag of tag_fields", _ASG_TAG),
    Field("interface-type", 11, "string", _VPC,
          "what the interface serves: nat_gateway, network_load_balancer, regional_nat_gateway, transit_gateway or "
          "vpc_endpoint", "- for other interfaces"),
    Field("next-hop-interface-id", 11, "string", _VPC, "interface that receives what leaves, or sent what arrives"),
    Field("next-hop-subnet-id", 11, "string", _VPC, "subnet of the next hop"),
    Field("next-hop-az-id", 11, "string", _VPC, "id of the availability zone of the next hop"),
    Field("next-hop-vpc-id", 11, "string", _VPC, "VPC of the next hop"),
    Field("next-hop-interface-type", 11, "string", _VPC, "what the next hop serves, in the words of interface-type"),
    Field("resource-type", 6, "string", _GATEWAY, "kind of thing the flow log is on: TransitGateway"),
    Field("tgw-id", 6, "string", _GATEWAY, "transit gateway"),
    Field("tgw-attachment-id", 6, "string", _GATEWAY, "attachment that saw the traffic"),
    Field("tgw-src-vpc-account-id", 6, "string", _GATEWAY, "account of the VPC the traffic comes from"),
    Field("tgw-dst-vpc-account-id", 6, "string", _GATEWAY, "account of the VPC the traffic goes to"),
    Field("tgw-src-vpc-id", 6, "string", _GATEWAY, "VPC the traffic comes from"),
    Field("tgw-dst-vpc-id", 6, "string", _GATEWAY, "VPC the traffic goes to"),
    Field("tgw-src-subnet-id", 6, "string", _GATEWAY, "subnet the traffic comes from"),
    Field("tgw-dst-subnet-id", 6, "string", _GATEWAY, "subnet the traffic goes to"),
    Field("tgw-src-eni", 6, "string", _GATEWAY, "attachment interface the traffic comes from"),
    Field("tgw-dst-eni", 6, "string", _GATEWAY, "attachment interface the traffic goes to"),
    Field("tgw-src-az-id", 6, "string", _GATEWAY, "id of the availability zone the traffic comes from",
          "- in a sublocation"),
    Field("tgw-dst-az-id", 6, "string", _GATEWAY, "id of the availability zone the traffic goes to"),
    Field("tgw-pair-attachment-id", 6, "string", _GATEWAY, "attachment at the other end of the flow"),
    Field("packets-lost-no-route", 6, "int64", _GATEWAY, "packets dropped because no route was there"),
    Field("packets-lost-blackhole", 6, "int64", _GATEWAY, "packets dropped by a blackhole route"),
    Field("packets-lost-mtu-exceeded", 6, "int64", _GATEWAY, "packets dropped because they were too large"),
    Field("packets-lost-ttl-expired", 6, "int64", _GATEWAY, "packets dropped because their time to live ran out"),
)
# fmt: on

BY_NAME: dict[str, Field] = {field.name: field for field in FIELDS}

VPC_FIELDS: tuple[Field, ...] = tuple(field for field in FIELDS if "vpc" in field.families)
"""Fields of VPCs, subnets, interfaces and regional NAT gateways, in AWS's order."""

# AWS's order is the default format's here, and is another one than that of the VPC table.
TRANSIT_GATEWAY_FIELDS: tuple[Field, ...] = tuple(
    BY_NAME[name]
    for name in (
        "version", "resource-type", "account-id", "tgw-id", "tgw-attachment-id", "tgw-src-vpc-account-id",
        "tgw-dst-vpc-account-id", "tgw-src-vpc-id", "tgw-dst-vpc-id", "tgw-src-subnet-id", "tgw-dst-subnet-id",
        "tgw-src-eni", "tgw-dst-eni", "tgw-src-az-id", "tgw-dst-az-id", "tgw-pair-attachment-id", "srcaddr", "dstaddr",
        "srcport", "dstport", "protocol", "packets", "bytes", "start", "end", "log-status", "type",
        "packets-lost-no-route", "packets-lost-blackhole", "packets-lost-mtu-exceeded", "packets-lost-ttl-expired",
        "tcp-flags", "region", "flow-direction", "pkt-src-aws-service", "pkt-dst-aws-service",
    )
)  # fmt: skip
"""Fields of transit gateways and their attachments, in AWS's order."""

BY_FAMILY: dict[Family, tuple[Field, ...]] = {"vpc": VPC_FIELDS, "transit_gateway": TRANSIT_GATEWAY_FIELDS}

NAMES: dict[Family, frozenset[str]] = {
    family: frozenset(field.name for field in fields) for family, fields in BY_FAMILY.items()
}
"""The names that a format of each family may hold."""

TAG_FIELDS: dict[str, tuple[str, str]] = {
    "instance": ("instance-tag", "instance-tag-2"),
    "network-interface": ("interface-tag", "interface-tag-2"),
    "auto-scaling-group": ("asg-tag", "asg-tag-2"),
}
"""Resource type of `tag_fields` → the fields that its first and second tag key fill."""

TAG_FIELD_NAMES: frozenset[str] = frozenset(name for pair in TAG_FIELDS.values() for name in pair)


def _up_to(version: int) -> dict[Family, tuple[str, ...]]:
    """Every field that has come by `version`, without tag fields: they need tag keys, which a preset cannot know."""
    return {
        family: tuple(field.name for field in fields if field.version <= version and field.name not in TAG_FIELD_NAMES)
        for family, fields in BY_FAMILY.items()
    }


_DEFAULT_VPC = tuple(field.name for field in VPC_FIELDS if field.version == 2)
_DEFAULT_GATEWAY = tuple(field.name for field in TRANSIT_GATEWAY_FIELDS)

DEFAULT: dict[Family, tuple[str, ...]] = {"vpc": _DEFAULT_VPC, "transit_gateway": _DEFAULT_GATEWAY}
"""Fields that AWS records where a flow log sets no format."""

_SECURITY = (
    "vpc-id", "subnet-id", "instance-id", "tcp-flags", "type", "pkt-srcaddr", "pkt-dstaddr", "region", "az-id",
    "flow-direction", "traffic-path", "pkt-src-aws-service", "pkt-dst-aws-service", "reject-reason",
)  # fmt: skip
_ECS_NAMES = tuple(field.name for field in VPC_FIELDS if field.version == 7)

# A transit gateway's default holds all that it has: `security` and `ecs` can add nothing there.
PRESETS: dict[str, dict[Family, tuple[str, ...]]] = {
    "default": DEFAULT,
    "security": {"vpc": _DEFAULT_VPC + _SECURITY, "transit_gateway": _DEFAULT_GATEWAY},
    "ecs": {"vpc": (*_DEFAULT_VPC, "vpc-id", "subnet-id", *_ECS_NAMES), "transit_gateway": _DEFAULT_GATEWAY},
    "v3": _up_to(3),
    "v4": _up_to(4),
    "v5": _up_to(5),
    "v7": _up_to(7),
    "v8": _up_to(8),
    "v9": _up_to(9),
    "v10": _up_to(10),
    "v11": _up_to(11),
}
"""Named lists. They never change once released: a changed list would replace every flow log that uses it."""


def source(family: Family) -> str:
    """The page of AWS that has the fields of a family."""
    return _SOURCES[family]


@lru_cache(maxsize=1024)
def resolve(preset: str | None, names: tuple[str, ...], family: Family) -> tuple[str, ...]:
    """The names of a format in order: those of `preset`, if any, then `names`.

    Duplicates and names that AWS does not have are left as they are: lint says so. With neither a preset nor a name,
    the default. Raises KeyError for a preset that does not exist: the schema has refused it before.
    """
    if preset is None:
        return names or DEFAULT[family]
    return PRESETS[preset][family] + names


def log_format(names: Iterable[str]) -> str:
    """The format as the API takes it: `${version} ${account-id}`. Nothing is escaped, a single space between."""
    return " ".join(f"${{{name}}}" for name in names)


def names_of(text: str) -> tuple[str, ...]:
    """The names in a format, in order, whatever is between them."""
    return tuple(_IN_FORMAT.findall(text))


_IN_FORMAT = pattern(r"\$\{([^{}\s]+)\}")
