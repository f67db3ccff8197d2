"""The capture-point kinds: what a flow log can be attached to.

Sources: the `aws_flow_log`, data source and upgrade pages of the Terraform AWS provider 5.100 and 6.66; the EC2 API
model of botocore 1.44 (`FlowLogsResourceType`); AWS's VPC and transit-gateway user guides (read 2026-10).
Ids: AWS publishes no pattern; resources made before 2018 keep 8 digits, later ones have 17.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Family = Literal["vpc", "transit_gateway"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of capture point, under the spec keys `singular` and `plural`."""

    singular: str
    plural: str
    title: str
    argument: str  # of aws_flow_log
    family: Family  # which list of record fields and which rules of traffic and interval hold
    id_pattern: str  # both ECMA 262 and RE2, anchored
    example: str
    resource: str  # its type in an ARN of ec2
    data_source: str
    plural_data_source: str | None
    owner_filter: str | None  # the EC2 filter that keeps a plural lookup to the own account


VPC = Kind(
    "vpc", "vpcs", "VPC", "vpc_id", "vpc", "^vpc-[0-9a-f]{8}([0-9a-f]{9})?$", "vpc-0a1b2c3d4e5f67890", "vpc",
    "aws_vpc", "aws_vpcs", "owner-id",
)  # fmt: skip
SUBNET = Kind(
    "subnet", "subnets", "subnet", "subnet_id", "vpc", "^subnet-[0-9a-f]{8}([0-9a-f]{9})?$", "subnet-0a1b2c3d4e5f67890", "subnet",
    "aws_subnet", "aws_subnets", "owner-id",
)  # fmt: skip
ENI = Kind(
    "eni", "enis", "network interface", "eni_id", "vpc", "^eni-[0-9a-f]{8}([0-9a-f]{9})?$", "eni-0a1b2c3d4e5f67890", "network-interface",
    "aws_network_interface", "aws_network_interfaces", "owner-id",
)  # fmt: skip
TRANSIT_GATEWAY = Kind(
    "transit_gateway", "transit_gateways", "transit gateway", "transit_gateway_id", "transit_gateway",
    "^tgw-[0-9a-f]{17}$", "tgw-0a1b2c3d4e5f67890", "transit-gateway", "aws_ec2_transit_gateway", None, None,
)  # fmt: skip
TRANSIT_GATEWAY_ATTACHMENT = Kind(
    "transit_gateway_attachment", "transit_gateway_attachments", "transit gateway attachment",
    "transit_gateway_attachment_id", "transit_gateway", "^tgw-attach-[0-9a-f]{17}$", "tgw-attach-0a1b2c3d4e5f67890", "transit-gateway-attachment",
    "aws_ec2_transit_gateway_attachment", "aws_ec2_transit_gateway_attachments", "transit-gateway-owner-id",
)  # fmt: skip
REGIONAL_NAT_GATEWAY = Kind(
    "regional_nat_gateway", "regional_nat_gateways", "regional NAT gateway", "regional_nat_gateway_id", "vpc",
    "^nat-[0-9a-f]{17}$", "nat-0a1b2c3d4e5f67890", "natgateway", "aws_nat_gateway", None, None,
)  # fmt: skip

KINDS: tuple[Kind, ...] = (
    VPC,
    SUBNET,
    ENI,
    TRANSIT_GATEWAY,
    TRANSIT_GATEWAY_ATTACHMENT,
    REGIONAL_NAT_GATEWAY,
)

BY_KEY: dict[str, tuple[Kind, bool]] = {
    key: (kind, key == kind.plural) for kind in KINDS for key in (kind.singular, kind.plural)
}
"""Spec key → (kind, whether the key is the plural one)."""


def of_id(text: str) -> Kind | None:
    """The kind that an id is of, by its shape; None where it is no id."""
    return next((kind for kind in KINDS if re.match(kind.id_pattern, text)), None)
