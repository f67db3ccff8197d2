"""The width of each record field in text, and the bytes of a record that is made of them.

AWS publishes no widths. What is known: the sample record of AWS's page "Flow log record examples" (read 2026-11) has
114 bytes in the default format, and that of an interface without traffic 81. The widths here are those of made records
(a million of each format, IPv4, ids of 17 hexadecimal digits, 2026-10): 111 bytes in the default format. All widths but
those of ids and times are assumptions about traffic; IPv6 addresses, a Local Zone or long names of ECS clusters make
records wider. A ratio of two formats is more certain than either of its numbers.

https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws.fields import BY_NAME
from gen_flowlogs.aws.kinds import REGIONAL_NAT_GATEWAY
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.phrasing import counted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from gen_flowlogs.aws.kinds import Kind

SAMPLE: Final = (
    "2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK"
)
"""The first example of AWS's page, in the default format; 114 bytes."""

ASSUMED: Final = (
    "Bytes of text before compression, for IPv4 and ids of 17 digits; AWS publishes no widths, and its own sample of "
    "the default format has 114 bytes"
)
"""The assumptions behind every number of bytes, to be said once beside them."""


@dataclass(frozen=True, slots=True)
class Width:
    """Bytes of a field in text: on average, and why it may be another number."""

    bytes: float
    because: str


_ID = "an id of 17 digits"
_MOSTLY_EMPTY = "mostly `-`"
_NEXT_HOP = "an id where AWS knows the next hop, else `-`"
_TAG = "the value of a tag: depends on the tags"
_LOST = "0 where nothing was dropped"

_WIDTHS: Final[Mapping[str, Width]] = {
    "version": Width(1, "1 digit, 2 from version 10 on"),
    "account-id": Width(12, "12 digits"),
    "interface-id": Width(21, _ID),
    "srcaddr": Width(11, "an IPv4 address; IPv6 has up to 39"),
    "dstaddr": Width(11, "an IPv4 address; IPv6 has up to 39"),
    "srcport": Width(4, "1 to 5 digits"),
    "dstport": Width(4, "1 to 5 digits"),
    "protocol": Width(1.2, "1 digit for TCP and ICMP, 2 for UDP"),
    "packets": Width(1.5, "grows with the flow"),
    "bytes": Width(3.6, "grows with the flow"),
    "start": Width(10, "Unix seconds"),
    "end": Width(10, "Unix seconds"),
    "action": Width(6, "ACCEPT or REJECT"),
    "log-status": Width(2, "OK; NODATA and SKIPDATA are longer"),
    "vpc-id": Width(21, _ID),
    "subnet-id": Width(24, _ID),
    "instance-id": Width(15.6, "an id of 17 digits, or `-` where a service manages the interface"),
    "tcp-flags": Width(1.4, "1 or 2 digits"),
    "type": Width(4, "IPv4 or IPv6"),
    "pkt-srcaddr": Width(11, "an IPv4 address; IPv6 has up to 39"),
    "pkt-dstaddr": Width(11, "an IPv4 address; IPv6 has up to 39"),
    "region": Width(9, "us-east-1 has 9, others up to 14"),
    "az-id": Width(8, "use1-az1 has 8"),
    "sublocation-type": Width(1, _MOSTLY_EMPTY),
    "sublocation-id": Width(1, _MOSTLY_EMPTY),
    "pkt-src-aws-service": Width(1.25, _MOSTLY_EMPTY),
    "pkt-dst-aws-service": Width(1.25, _MOSTLY_EMPTY),
    "flow-direction": Width(6.5, "ingress or egress"),
    "traffic-path": Width(1, "1 digit, or `-` for ingress"),
    "ecs-cluster-arn": Width(49, "43 and the name of the cluster"),
    "ecs-cluster-name": Width(7, "depends on the name"),
    "ecs-container-instance-arn": Width(1, "`-` on Fargate; an ARN of about 93 on EC2"),
    "ecs-container-instance-id": Width(1, "`-` on Fargate; 32 on EC2"),
    "ecs-container-id": Width(43, "43 on Fargate, 64 on EC2"),
    "ecs-second-container-id": Width(1, "`-` for tasks of one container"),
    "ecs-service-name": Width(8, "depends on the name"),
    "ecs-task-definition-arn": Width(58, "51 and the name and revision"),
    "ecs-task-arn": Width(79, "73 and the name of the cluster"),
    "ecs-task-id": Width(32, "32 digits"),
    "reject-reason": Width(1, _MOSTLY_EMPTY),
    "resource-id": Width(1, "`-` but at a regional NAT gateway"),
    "encryption-status": Width(1, "1 digit or `-`"),
    "instance-tag": Width(8, _TAG),
    "instance-tag-2": Width(8, _TAG),
    "interface-tag": Width(8, _TAG),
    "interface-tag-2": Width(8, _TAG),
    "asg-tag": Width(8, _TAG),
    "asg-tag-2": Width(8, _TAG),
    "interface-type": Width(2, _MOSTLY_EMPTY),
    "next-hop-interface-id": Width(13, _NEXT_HOP),
    "next-hop-subnet-id": Width(14, _NEXT_HOP),
    "next-hop-az-id": Width(5, _NEXT_HOP),
    "next-hop-vpc-id": Width(13, _NEXT_HOP),
    "next-hop-interface-type": Width(2, _MOSTLY_EMPTY),
    "resource-type": Width(14, "TransitGateway"),
    "tgw-id": Width(21, _ID),
    "tgw-attachment-id": Width(28, _ID),
    "tgw-src-vpc-account-id": Width(12, "12 digits, or `-` where no VPC is at that end"),
    "tgw-dst-vpc-account-id": Width(12, "12 digits, or `-` where no VPC is at that end"),
    "tgw-src-vpc-id": Width(21, _ID),
    "tgw-dst-vpc-id": Width(21, _ID),
    "tgw-src-subnet-id": Width(24, _ID),
    "tgw-dst-subnet-id": Width(24, _ID),
    "tgw-src-eni": Width(21, _ID),
    "tgw-dst-eni": Width(21, _ID),
    "tgw-src-az-id": Width(8, "use1-az1 has 8"),
    "tgw-dst-az-id": Width(8, "use1-az1 has 8"),
    "tgw-pair-attachment-id": Width(28, _ID),
    "packets-lost-no-route": Width(1, _LOST),
    "packets-lost-blackhole": Width(1, _LOST),
    "packets-lost-mtu-exceeded": Width(1, _LOST),
    "packets-lost-ttl-expired": Width(1, _LOST),
}

_REGIONAL_NAT: Final[Mapping[str, Width]] = {
    **dict.fromkeys(("interface-id", "subnet-id", "instance-id"), Width(1, "always `-`")),
    "resource-id": Width(21, _ID),
}
"""Fields that have another width at a regional NAT gateway."""


def width(name: str, kind: Kind | None = None) -> Width:
    """The width of a field, for capture points of a kind if one is given. Raises KeyError for an unknown name."""
    if kind is REGIONAL_NAT_GATEWAY and name in _REGIONAL_NAT:
        return _REGIONAL_NAT[name]
    return _WIDTHS[name]


def record_bytes(names: Iterable[str], kind: Kind | None = None) -> int:
    """The bytes of a record of these fields: text with a space between two of them, without its line end.

    A name that AWS does not have counts nothing: lint reports it. No name at all is 0 bytes.
    """
    return _record_bytes(tuple(names), REGIONAL_NAT_GATEWAY if kind is REGIONAL_NAT_GATEWAY else None)


@lru_cache(maxsize=1024)
def _record_bytes(names: tuple[str, ...], kind: Kind | None) -> int:
    known = [name for name in names if name in BY_NAME]
    two_digits = "version" in known and max(BY_NAME[name].version for name in known) > 9
    return round(sum(width(name, kind).bytes for name in known) + two_digits + max(len(known) - 1, 0))


def weighed(names: Collection[str], kind: Kind | None = None) -> str:
    """The size of a format in words: `16 fields, about 121 bytes a record`."""
    return f"{counted(len(names), 'field')}, about {record_bytes(names, kind)} bytes a record"
