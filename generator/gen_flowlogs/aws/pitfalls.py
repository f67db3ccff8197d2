"""Facts about records that mislead readers, each with the fields and families that it is about.

Sources, read 2026-11, by the names in `SOURCES`. `reported` is what users of AWS have shown and AWS does not document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from gen_flowlogs.aws.fields import BY_NAME, TAG_FIELD_NAMES
from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.aws.kinds import Family

Source = Literal["records", "examples", "limitations", "gateway", "users"]

SOURCES: Final[Mapping[Source, str]] = {
    "records": "https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html",
    "examples": "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html",
    "limitations": "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html",
    "gateway": "https://docs.aws.amazon.com/vpc/latest/tgw/tgw-flow-logs.html",
    "users": "reported by users of AWS, not documented",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pitfall:
    """One fact. Without `fields` it is about every record of its families. `title`: a few words; `text`: sentences."""

    title: str
    text: str
    fields: tuple[str, ...] = ()
    families: tuple[Family, ...] = ("vpc", "transit_gateway")
    source: Source


_VPC: tuple[Family, ...] = ("vpc",)
_GATEWAY: tuple[Family, ...] = ("transit_gateway",)
_ECS = tuple(field.name for field in BY_NAME.values() if field.version == 7)
_NEXT_HOP = tuple(name for name in BY_NAME if name.startswith("next-hop-"))
_ADDRESSES = ("srcaddr", "dstaddr")
_PACKET_ADDRESSES = ("pkt-srcaddr", "pkt-dstaddr")

PITFALLS: Final[tuple[Pitfall, ...]] = (
    Pitfall(
        title="A record is a sum, not a packet",
        text="It adds up what one interface saw of one flow in one direction within the interval, so one connection "
        "makes several records.",
        source="records",
    ),
    Pitfall(
        title="The interval may be shorter than the spec sets",
        text="At an interface of a Nitro instance it is always 1 minute or less, also under an interval of 600.",
        families=_VPC,
        source="limitations",
    ),
    Pitfall(
        title="Records come late, and may be missing",
        text="Delivery is best effort: typically about 5 minutes to CloudWatch Logs and 10 to S3.",
        source="records",
    ),
    Pitfall(
        title="SKIPDATA stands for any number of flows",
        text="AWS lost the records of that interface and interval. With VPC Block Public Access there are no such "
        "records at all.",
        fields=("log-status",),
        source="limitations",
    ),
    Pitfall(
        title="NODATA is not silence",
        text="An idle interface makes about one NODATA record a minute.",
        fields=("log-status",),
        source="users",
    ),
    Pitfall(
        title="ACCEPT is not «reached»",
        text="It means that security groups and network ACLs let the traffic pass at this interface. ACCEPT in and "
        "REJECT out: a network ACL refused the answer.",
        fields=("action",),
        families=_VPC,
        source="examples",
    ),
    Pitfall(
        title="REJECT is not always a rule",
        text="Packets that arrive after the end of a connection are REJECT too.",
        fields=("action",),
        families=_VPC,
        source="records",
    ),
    Pitfall(
        title="Transit gateways have no action",
        text="Their records do not distinguish accepted from refused traffic: the field action does not exist there.",
        fields=("action",),
        families=_GATEWAY,
        source="gateway",
    ),
    Pitfall(
        title="srcaddr and dstaddr are the interface's view",
        text="A secondary or foreign address of the interface shows as its primary private one: dstaddr on ingress, "
        "srcaddr on egress. On ingress, srcaddr is the address that sent. The packet's own are in pkt-srcaddr and "
        "pkt-dstaddr.",
        fields=(*_ADDRESSES, *_PACKET_ADDRESSES),
        families=_VPC,
        source="limitations",
    ),
    Pitfall(
        title="Regional NAT gateways show the packet's addresses",
        text="There srcaddr and dstaddr are those of pkt-srcaddr and pkt-dstaddr, and interface-id, subnet-id and "
        "instance-id are `-`; resource-id is the gateway.",
        fields=(*_ADDRESSES, *_PACKET_ADDRESSES, "interface-id", "subnet-id", "instance-id", "resource-id"),
        families=_VPC,
        source="records",
    ),
    Pitfall(
        title="pkt-srcaddr may be a preserved client",
        text="Where a layer in between preserves client addresses, pkt-srcaddr and pkt-dstaddr may show the client "
        "and not that layer.",
        fields=_PACKET_ADDRESSES,
        families=_VPC,
        source="limitations",
    ),
    Pitfall(
        title="start and end may be off by 60 seconds",
        text="start may be up to 60 seconds before a packet arrived or after it was sent, end up to 60 seconds after.",
        fields=("start", "end"),
        source="records",
    ),
    Pitfall(
        title="Times in milliseconds",
        text="start and end with 13 digits were seen.",
        fields=("start", "end"),
        source="users",
    ),
    Pitfall(
        title="An account may be the word unknown",
        text="So read account-id as a string. AWS writes it where a service made the interface.",
        fields=("account-id",),
        source="records",
    ),
    Pitfall(
        title="version is not a version of the format",
        text="It is the highest version among the fields of the format, so a new field changes it.",
        fields=("version",),
        source="records",
    ),
    Pitfall(
        title="protocol is a 32-bit integer in Parquet",
        text="AWS's own table for Athena declares bigint, which other readers of Parquet refuse.",
        fields=("protocol",),
        source="users",
    ),
    Pitfall(
        title="Flags are added up over the interval",
        text="3 is SYN and FIN of a short connection, 19 SYN, ACK and FIN of its answer. ACK or PSH alone is 0.",
        fields=("tcp-flags",),
        source="records",
    ),
    Pitfall(
        title="VPC Block Public Access has no bytes",
        text="Records of traffic that it refuses do not have bytes, also where the format has the field.",
        fields=("bytes", "reject-reason"),
        families=_VPC,
        source="limitations",
    ),
    Pitfall(
        title="Metadata is a best guess",
        text="Fields that are not in the packet's header are approximations, and may be missing or wrong.",
        source="records",
    ),
    Pitfall(
        title="One service of several",
        text="Where the ranges of services overlap, the field names one of them.",
        fields=("pkt-src-aws-service", "pkt-dst-aws-service"),
        source="records",
    ),
    Pitfall(
        title="traffic-path 1 has two meanings",
        text="A resource in the same VPC and the local gateway of an Outpost are both 1.",
        fields=("traffic-path",),
        families=_VPC,
        source="limitations",
    ),
    Pitfall(
        title="2 is assumed from the port",
        text="AWS does not look into packets: port 443 of an endpoint counts as encrypted. A status under monitoring "
        "does not foretell what enforcement allows.",
        fields=("encryption-status",),
        families=_VPC,
        source="records",
    ),
    Pitfall(
        title="ECS fields only for awsvpc tasks of one's own",
        text="Containers are in the order in which AWS hears of them; a stopped one may still be there.",
        fields=_ECS,
        families=_VPC,
        source="limitations",
    ),
    Pitfall(
        title="Tag values are percent-encoded",
        text="They are wrong or missing in the first hour of a flow log, and up to an hour old after two changes "
        "within a second.",
        fields=tuple(sorted(TAG_FIELD_NAMES)),
        families=_VPC,
        source="limitations",
    ),
    Pitfall(
        title="Tags of Auto Scaling groups need a trail",
        text="Without an enabled CloudTrail trail they are old or wrong; a group that is called `-` shows none.",
        fields=("asg-tag", "asg-tag-2"),
        families=_VPC,
        source="limitations",
    ),
    Pitfall(
        title="The next hop is the middlebox",
        text="Through a transit gateway or a Network Load Balancer it is the interface there, not the destination.",
        fields=_NEXT_HOP,
        families=_VPC,
        source="limitations",
    ),
)


def general(family: Family) -> tuple[Pitfall, ...]:
    """The pitfalls of every record of a family."""
    return tuple(each for each in PITFALLS if not each.fields and family in each.families)


def of_field(name: str) -> tuple[Pitfall, ...]:
    """The pitfalls that are about the field `name`."""
    return tuple(each for each in PITFALLS if name in each.fields)
