"""A record made up for any format, after the first examples of AWS's page of records.

The values of the default format are those of AWS's first two examples (SSH let in, RDP rejected); all others are made
to fit them. https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html, read 2026-11.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws.fields import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping

# fmt: off
_ACCEPTED: Final[Mapping[str, str]] = {
    "account-id": "123456789010", "interface-id": "eni-1235b8ca123456789", "srcaddr": "172.31.16.139",
    "dstaddr": "172.31.16.21", "srcport": "20641", "dstport": "22", "protocol": "6", "packets": "20",
    "bytes": "4249", "start": "1418530010", "end": "1418530070", "action": "ACCEPT", "log-status": "OK",
    "vpc-id": "vpc-abcdefab012345678", "subnet-id": "subnet-aaaaaaaa012345678",
    "instance-id": "i-01234567890123456", "tcp-flags": "3", "type": "IPv4", "pkt-srcaddr": "172.31.16.139",
    "pkt-dstaddr": "172.31.16.21", "region": "us-east-1", "az-id": "use1-az4", "flow-direction": "ingress",
    "ecs-cluster-arn": "arn:aws:ecs:us-east-1:123456789010:cluster/shop", "ecs-cluster-name": "shop",
    "ecs-container-id": "0a1b2c3d4e5f67890a1b2c3d4e5f6789-1234567890", "ecs-service-name": "basket",
    "ecs-task-definition-arn": "arn:aws:ecs:us-east-1:123456789010:task-definition/basket:7",
    "ecs-task-arn": "arn:aws:ecs:us-east-1:123456789010:task/shop/0a1b2c3d4e5f67890a1b2c3d4e5f6789",
    "ecs-task-id": "0a1b2c3d4e5f67890a1b2c3d4e5f6789", "instance-tag": "web%20server", "instance-tag-2": "basket",
    "interface-tag": "web%20server", "interface-tag-2": "basket", "asg-tag": "web%20server", "asg-tag-2": "basket",
    "next-hop-interface-id": "eni-0a1b2c3d4e5f67890", "next-hop-subnet-id": "subnet-0a1b2c3d4e5f67890",
    "next-hop-az-id": "use1-az6", "next-hop-vpc-id": "vpc-abcdefab012345678",
    "resource-type": "TransitGateway", "tgw-id": "tgw-0a1b2c3d4e5f67890",
    "tgw-attachment-id": "tgw-attach-0a1b2c3d4e5f67890", "tgw-src-vpc-account-id": "123456789010",
    "tgw-dst-vpc-account-id": "123456789010", "tgw-src-vpc-id": "vpc-abcdefab012345678",
    "tgw-dst-vpc-id": "vpc-0a1b2c3d4e5f67890", "tgw-src-subnet-id": "subnet-aaaaaaaa012345678",
    "tgw-dst-subnet-id": "subnet-0a1b2c3d4e5f67890", "tgw-src-eni": "eni-1235b8ca123456789",
    "tgw-dst-eni": "eni-0a1b2c3d4e5f67890", "tgw-src-az-id": "use1-az4", "tgw-dst-az-id": "use1-az6",
    "tgw-pair-attachment-id": "tgw-attach-0a1b2c3d4e5f67891", "packets-lost-no-route": "0",
    "packets-lost-blackhole": "0", "packets-lost-mtu-exceeded": "0", "packets-lost-ttl-expired": "0",
}
_REJECTED: Final[Mapping[str, str]] = {
    "srcaddr": "172.31.9.69", "dstaddr": "172.31.9.12", "srcport": "49761", "dstport": "3389", "action": "REJECT",
    "tcp-flags": "2", "pkt-srcaddr": "172.31.9.69", "pkt-dstaddr": "172.31.9.12",
}
_REGIONAL_NAT: Final[Mapping[str, str]] = {
    "interface-id": "-", "subnet-id": "-", "instance-id": "-", "resource-id": "nat-0a1b2c3d4e5f67890",
    "srcaddr": "172.31.16.139", "dstaddr": "203.0.113.5", "dstport": "443", "pkt-srcaddr": "172.31.16.139",
    "pkt-dstaddr": "203.0.113.5", "flow-direction": "ingress",
}
# fmt: on


def sample(names: tuple[str, ...], *, rejected: bool = False, regional_nat: bool = False) -> tuple[str, ...]:
    """A value for each field of a format; `-` for a field that would have none in this record, or is unknown."""
    values = {**_ACCEPTED, **(_REJECTED if rejected else {}), **(_REGIONAL_NAT if regional_nat else {})}
    known = [BY_NAME[name].version for name in names if name in BY_NAME]
    values["version"] = str(max(known, default=2))
    return tuple(values.get(name, "-") for name in names)
