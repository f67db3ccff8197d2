"""Traffic that no flow log records, whatever its settings, kind by kind, and where to look instead.

Sources: "Flow logs do not capture all IP traffic" of
https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html, and "Limitations" of
https://docs.aws.amazon.com/vpc/latest/tgw/tgw-flow-logs.html, both read 2026-11. AWS's list is for the VPC family as a
whole: it does not say which entries cannot occur at one kind. The addresses are those that the VPC and EC2 user guides
name for the services; AWS lists the metadata and time services by their IPv4 addresses alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from gen_flowlogs.aws.kinds import ENI, KINDS, REGIONAL_NAT_GATEWAY, SUBNET, TRANSIT_GATEWAY_ATTACHMENT, VPC
from gen_flowlogs.aws.kinds import TRANSIT_GATEWAY as GATEWAY
from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from gen_flowlogs.aws.kinds import Kind

Certainty = Literal["documented", "unverified"]
"""`documented`: AWS's page lists it. `unverified`: see `note`."""

LIMITATIONS: Final = "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html"
GATEWAY_LIMITATIONS: Final = "https://docs.aws.amazon.com/vpc/latest/tgw/tgw-flow-logs.html#flow-logs-limits"
READ: Final = "2026-11"
"""The month in which the sources were read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverRecorded:
    """A sort of traffic without records. `slug` is stable; `instead` is where it shows, empty where nowhere known."""

    slug: str
    traffic: str
    note: str = ""  # addresses, exceptions, and doubt where it is unverified
    instead: str = ""
    kinds: tuple[Kind, ...]
    source: str
    certainty: Certainty = "documented"


_VPC_FAMILY = (VPC, SUBNET, ENI, REGIONAL_NAT_GATEWAY)

NEVER_RECORDED: Final[tuple[NeverRecorded, ...]] = (
    NeverRecorded(
        slug="payload",
        traffic="the content of any packet",
        note="records have addresses, ports and counts, never payload",
        instead="VPC Traffic Mirroring, or the logs of AWS Network Firewall",
        kinds=KINDS,
        source="https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html",
    ),
    NeverRecorded(
        slug="amazon-dns",
        traffic="DNS queries of instances to the Amazon DNS server",
        note="169.254.169.253 and the second address of the VPC; queries to a DNS server of your own are recorded",
        instead="Route 53 Resolver query logs",
        kinds=_VPC_FAMILY,
        source=LIMITATIONS,
    ),
    NeverRecorded(
        slug="windows-licence",
        traffic="licence activation of Windows instances at Amazon",
        kinds=_VPC_FAMILY,
        source=LIMITATIONS,
    ),
    NeverRecorded(
        slug="instance-metadata",
        traffic="requests for instance metadata",
        note="169.254.169.254; AWS does not say whether fd00:ec2::254 is recorded",
        instead="CloudTrail, for what the credentials from there did",
        kinds=_VPC_FAMILY,
        source=LIMITATIONS,
    ),
    NeverRecorded(
        slug="time-sync",
        traffic="traffic with the Amazon Time Sync Service",
        note="169.254.169.123; AWS does not say whether fd00:ec2::123 is recorded",
        kinds=_VPC_FAMILY,
        source=LIMITATIONS,
    ),
    NeverRecorded(slug="dhcp", traffic="DHCP", kinds=_VPC_FAMILY, source=LIMITATIONS),
    NeverRecorded(slug="arp", traffic="ARP", note="no IP traffic", kinds=_VPC_FAMILY, source=LIMITATIONS),
    NeverRecorded(
        slug="mirrored-source",
        traffic="mirrored traffic, at its source",
        note="the copy is recorded at the mirror target",
        instead="the flow log of the mirror target",
        kinds=_VPC_FAMILY,
        source=LIMITATIONS,
    ),
    NeverRecorded(
        slug="vpc-router",
        traffic="traffic to the reserved address of the default VPC router",
        kinds=_VPC_FAMILY,
        source=LIMITATIONS,
    ),
    NeverRecorded(
        slug="endpoint-load-balancer",
        traffic="traffic between the interface of an endpoint and that of a Network Load Balancer",
        instead="access logs of the Network Load Balancer, for TLS listeners",
        kinds=_VPC_FAMILY,
        source=LIMITATIONS,
    ),
    NeverRecorded(
        slug="short-lived-nat-gateway",
        traffic="traffic on a regional NAT gateway that is deleted a few minutes after its creation",
        instead="CloudTrail, for its creation and deletion",
        kinds=(VPC, REGIONAL_NAT_GATEWAY),
        source=LIMITATIONS,
    ),
    NeverRecorded(
        slug="link-local",
        traffic="traffic with other link-local addresses, and with the first four addresses of a subnet",
        note="169.254.0.0/16, such as the task metadata of ECS; unverified: older editions of AWS's VPC guide said so, "
        "and the pages of today do not",
        kinds=_VPC_FAMILY,
        source="https://docs.aws.amazon.com/vpc/latest/userguide/infrastructure-security.html",
        certainty="unverified",
    ),
    NeverRecorded(
        slug="multicast",
        traffic="multicast through a transit gateway",
        kinds=(GATEWAY, TRANSIT_GATEWAY_ATTACHMENT),
        source=GATEWAY_LIMITATIONS,
    ),
    NeverRecorded(
        slug="connect-attachment",
        traffic="traffic of a Connect attachment of a transit gateway, as such",
        note="its records are those of the attachment that transports it",
        instead="a flow log of the transport attachment, or of the transit gateway",
        kinds=(GATEWAY, TRANSIT_GATEWAY_ATTACHMENT),
        source=GATEWAY_LIMITATIONS,
    ),
)
"""All of it. An entry never changes its slug."""

BY_SLUG: Final[dict[str, NeverRecorded]] = {each.slug: each for each in NEVER_RECORDED}


def of_kind(kind: Kind) -> tuple[NeverRecorded, ...]:
    """The entries for capture points of a kind, the payload first."""
    return tuple(each for each in NEVER_RECORDED if kind in each.kinds)
