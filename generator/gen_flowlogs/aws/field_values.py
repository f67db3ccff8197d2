"""The values that record fields take, and the meaning of each of them.

Sources, both read 2026-11: the table "Available fields" of
https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html, and for transit gateways that of
https://docs.aws.amazon.com/vpc/latest/tgw/tgw-flow-logs.html. A list may grow with any release of
AWS, so a reader passes a value on that is not in it. `reported`: users of AWS have shown it, AWS does not document it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from gen_flowlogs.aws.protocols import PROTOCOLS
from gen_flowlogs.aws.services import SERVICES
from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gen_flowlogs.aws.kinds import Family


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it is in a record. `label`: two or three words to show beside it; `meaning`: a line."""

    value: str
    label: str
    meaning: str
    families: tuple[Family, ...] = ("vpc", "transit_gateway")
    certainty: Literal["documented", "reported"] = "documented"


_GATEWAY: Final[tuple[Family, ...]] = ("transit_gateway",)
_VPC: Final[tuple[Family, ...]] = ("vpc",)

TCP_FLAGS: Final[Mapping[int, str]] = {1: "FIN", 2: "SYN", 4: "RST", 8: "PSH", 16: "ACK", 32: "URG"}
"""Bit → flag. VPC flow logs set 1, 2 and 4, and 16 in 18 alone; those of transit gateways set all."""

_INTERFACE_TYPES: Final = (
    Value("nat_gateway", "NAT gateway", "a zonal NAT gateway"),
    Value("network_load_balancer", "Network Load Balancer", "a Network Load Balancer"),
    Value("regional_nat_gateway", "regional NAT gateway", "a regional NAT gateway"),
    Value("transit_gateway", "transit gateway", "the attachment of a transit gateway"),
    Value("vpc_endpoint", "VPC endpoint", "an interface endpoint or another endpoint with an interface"),
)
_SERVICES: Final = tuple(
    Value(code, name, name, ("vpc", "transit_gateway") if gateways else _VPC) for code, name, gateways in SERVICES
)

VALUES: Final[Mapping[str, tuple[Value, ...]]] = {
    "account-id": (
        Value("unknown", "an AWS service", "an AWS service made the interface, and AWS does not tell the owner", _VPC),
    ),
    "protocol": tuple(Value(str(number), keyword, name) for number, (keyword, name) in PROTOCOLS.items()),
    "action": (
        Value("ACCEPT", "accepted", "security groups and network ACLs let the traffic pass at this interface"),
        Value(
            "REJECT",
            "rejected",
            "security groups or network ACLs refused the traffic, or packets came after the end of a connection",
        ),
    ),
    "log-status": (
        Value("OK", "recorded", "a flow; the other fields describe it"),
        Value("NODATA", "no traffic", "no traffic within the interval: addresses, ports and counts are `-`"),
        Value(
            "SKIPDATA",
            "records lost",
            "AWS lost records of the interval (capacity, or an internal error); one stands for any number of flows",
        ),
    ),
    "tcp-flags": (
        Value("0", "none", "no flag that AWS counts, such as ACK or PSH alone"),
        Value("1", "FIN", "an end of the connection"),
        Value("2", "SYN", "a connection is opened; alone: the sender is the client"),
        Value("4", "RST", "the connection is reset"),
        Value("8", "PSH", "data is pushed", _GATEWAY),
        Value("16", "ACK", "data is acknowledged; packets with ACK alone count as 0", _GATEWAY),
        Value("18", "SYN, ACK", "the answer to a SYN: the sender is the server"),
        Value("32", "URG", "urgent data", _GATEWAY),
    ),
    "type": (
        Value("IPv4", "IPv4", "addresses of IPv4"),
        Value("IPv6", "IPv6", "addresses of IPv6"),
        Value("EFA", "EFA", "an Elastic Fabric Adapter"),
    ),
    "sublocation-type": (
        Value("wavelength", "Wavelength Zone", "a Wavelength Zone"),
        Value("outpost", "Outpost", "an Outpost"),
        Value("localzone", "Local Zone", "a Local Zone"),
    ),
    "pkt-src-aws-service": _SERVICES,
    "pkt-dst-aws-service": _SERVICES,
    "flow-direction": (
        Value("ingress", "in", "to the interface, or into the transit gateway"),
        Value("egress", "out", "from the interface, or out of the transit gateway"),
    ),
    "traffic-path": (
        Value("1", "same VPC", "through another resource in the VPC, or through the local gateway of an Outpost"),
        Value("2", "internet or gateway endpoint", "through an internet gateway or a gateway endpoint"),
        Value("3", "virtual private gateway", "through a virtual private gateway"),
        Value("4", "peering in the region", "through a VPC peering connection within the region"),
        Value("5", "peering to another region", "through a VPC peering connection to another region"),
        Value("6", "Local or Wavelength Zone", "through a Local Zone or a Wavelength Zone"),
        Value("7", "gateway endpoint", "through a gateway endpoint"),
        Value("8", "internet gateway", "through an internet gateway"),
    ),
    "reject-reason": (
        Value("BPA", "Block Public Access", "refused by VPC Block Public Access"),
        Value("EC", "encryption controls", "refused by a VPC endpoint because of VPC encryption controls"),
        Value("Accepted", "accepted", "seen in records of traffic that was not refused", _VPC, "reported"),
    ),
    "encryption-status": (
        Value("0", "not encrypted", "not encrypted as far as AWS sees"),
        Value("1", "by Nitro", "encrypted by the hardware of Nitro"),
        Value(
            "2",
            "by the application",
            "port 443 of an interface or gateway endpoint, or an encrypted Redshift cluster behind an endpoint",
        ),
        Value("3", "by Nitro and the application", "both of 1 and 2"),
    ),
    "interface-type": _INTERFACE_TYPES,
    "next-hop-interface-type": _INTERFACE_TYPES,
    "resource-type": (Value("TransitGateway", "transit gateway", "the flow log is of a transit gateway"),),
}
"""Field → its values, in AWS's order. A field that is not here takes ids, names, numbers or times."""


def values(name: str, families: Iterable[Family] = ("vpc", "transit_gateway")) -> tuple[Value, ...]:
    """The values of a field that any of `families` has; none where it takes any text or number."""
    wanted = frozenset(families)
    return tuple(each for each in VALUES.get(name, ()) if wanted & set(each.families))
