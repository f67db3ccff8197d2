"""The capture-point kinds: what a flow log can be attached to.

Sources: the `aws_flow_log`, data source and upgrade pages of the Terraform AWS provider 5.100 and 6.66; the EC2 API
model of botocore 1.44 (`FlowLogsResourceType`, `MaxAggregationInterval` of `CreateFlowLogs`); AWS's VPC and
transit-gateway user guides (read 2026-10).
Ids: AWS publishes no pattern; resources made before 2018 keep 8 digits, later ones have 17.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from gen_flowlogs.dataclass import dataclass

Family = Literal["vpc", "transit_gateway"]

AGGREGATION_INTERVALS: dict[Family, tuple[int, ...]] = {"vpc": (600, 60), "transit_gateway": (60,)}
"""Seconds over which AWS may gather packets into one record of a family; its default first."""


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
    living: tuple[str, ...] = ()  # the states to look up, where EC2 goes on listing what was deleted
    resource_types: tuple[str, ...] = ()  # the types to look up, where flow logs cannot be on every one


VPC = Kind(
    singular="vpc",
    plural="vpcs",
    title="VPC",
    argument="vpc_id",
    family="vpc",
    id_pattern="^vpc-[0-9a-f]{8}([0-9a-f]{9})?$",
    example="vpc-0a1b2c3d4e5f67890",
    resource="vpc",
    data_source="aws_vpc",
    plural_data_source="aws_vpcs",
    owner_filter="owner-id",
)
SUBNET = Kind(
    singular="subnet",
    plural="subnets",
    title="subnet",
    argument="subnet_id",
    family="vpc",
    id_pattern="^subnet-[0-9a-f]{8}([0-9a-f]{9})?$",
    example="subnet-0a1b2c3d4e5f67890",
    resource="subnet",
    data_source="aws_subnet",
    plural_data_source="aws_subnets",
    owner_filter="owner-id",
)
ENI = Kind(
    singular="eni",
    plural="enis",
    title="network interface",
    argument="eni_id",
    family="vpc",
    id_pattern="^eni-[0-9a-f]{8}([0-9a-f]{9})?$",
    example="eni-0a1b2c3d4e5f67890",
    resource="network-interface",
    data_source="aws_network_interface",
    plural_data_source="aws_network_interfaces",
    owner_filter="owner-id",
)
TRANSIT_GATEWAY = Kind(
    singular="transit_gateway",
    plural="transit_gateways",
    title="transit gateway",
    argument="transit_gateway_id",
    family="transit_gateway",
    id_pattern="^tgw-[0-9a-f]{17}$",
    example="tgw-0a1b2c3d4e5f67890",
    resource="transit-gateway",
    data_source="aws_ec2_transit_gateway",
    plural_data_source=None,
    owner_filter=None,
    living=("available", "modifying", "pending"),
)
TRANSIT_GATEWAY_ATTACHMENT = Kind(
    singular="transit_gateway_attachment",
    plural="transit_gateway_attachments",
    title="transit gateway attachment",
    argument="transit_gateway_attachment_id",
    family="transit_gateway",
    id_pattern="^tgw-attach-[0-9a-f]{17}$",
    example="tgw-attach-0a1b2c3d4e5f67890",
    resource="transit-gateway-attachment",
    data_source="aws_ec2_transit_gateway_attachment",
    plural_data_source="aws_ec2_transit_gateway_attachments",
    owner_filter="transit-gateway-owner-id",
    living=("available", "modifying", "pending"),
    # Without `connect`: "Limitations" of https://docs.aws.amazon.com/vpc/latest/tgw/tgw-flow-logs.html (2026-10). The
    # others are those that the filter `resource-type` of DescribeTransitGatewayAttachments documents.
    resource_types=("vpc", "vpn", "direct-connect-gateway", "peering"),
)
REGIONAL_NAT_GATEWAY = Kind(
    singular="regional_nat_gateway",
    plural="regional_nat_gateways",
    title="regional NAT gateway",
    argument="regional_nat_gateway_id",
    family="vpc",
    id_pattern="^nat-[0-9a-f]{17}$",
    example="nat-0a1b2c3d4e5f67890",
    resource="natgateway",
    data_source="aws_nat_gateway",
    plural_data_source=None,
    owner_filter=None,
    living=("available", "pending"),
)

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


@lru_cache(maxsize=4096)
def of_id(text: str) -> Kind | None:
    """The kind that an id is of, by its shape; None where it is no id."""
    return next((kind for kind in KINDS if re.fullmatch(kind.id_pattern, text)), None)
