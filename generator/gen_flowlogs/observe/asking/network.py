"""The network of an account and region, asked of EC2: all that a flow log can be on, and all that one records.

One question for each kind, with all of its pages; none for each VPC.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from gen_flowlogs.captures.inventory import Attachment
from gen_flowlogs.observe import attributes
from gen_flowlogs.observe.asking.caller import Refusal
from gen_flowlogs.observe.inventory.answers import resource

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gen_flowlogs.captures.inventory import Resource
    from gen_flowlogs.observe.answers.values import Answer
    from gen_flowlogs.observe.asking.caller import Caller

QUESTIONS: Final[Mapping[str, tuple[str, str]]] = {
    "vpc": ("describe_vpcs", "Vpcs"),
    "subnet": ("describe_subnets", "Subnets"),
    "eni": ("describe_network_interfaces", "NetworkInterfaces"),
    "transit_gateway": ("describe_transit_gateways", "TransitGateways"),
    "transit_gateway_attachment": ("describe_transit_gateway_attachments", "TransitGatewayAttachments"),
    "regional_nat_gateway": ("describe_nat_gateways", "NatGateways"),
}
"""Kind → the call that lists all of them, and the key of its list."""

CONNECT: Final = "transit_gateway_connect"
"""The kind of what says which attachment carries a Connect attachment; asked only where there is one."""

CONNECTS: Final = ("describe_transit_gateway_connects", "TransitGatewayConnects")

PAGE: Final = {"PageSize": 1000}
"""AWS's most. Without a size it answers all at once, and refuses that for large accounts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The resources of one kind in a region, as many as came before a refusal."""

    kind: str
    region: str
    resources: tuple[Resource, ...] = ()
    refusal: Refusal | None = None

    @property
    def operation(self) -> str:
        """The call, as boto3 names it."""
        return (CONNECTS if self.kind == CONNECT else QUESTIONS[self.kind])[0]


def asked(caller: Caller, region: str, kind: str) -> Part:
    """All resources of a kind in a region. A page is forgotten once its resources are made: it may have 2 MB."""
    operation, key = QUESTIONS[kind]
    found: list[Resource] = []

    def take(page: Answer) -> None:
        made = (resource(key, each, (caller.account, region)) for each in attributes.mappings(page.get(key)))
        found.extend(each for each in made if each is not None)

    reply = caller.ask("ec2", operation, region, each_page=take, PaginationConfig=PAGE)
    refusal = reply if isinstance(reply, Refusal) else None
    return Part(kind=kind, region=region, resources=tuple(found), refusal=refusal)


def carried(caller: Caller, region: str, attachments: Sequence[Resource]) -> Part:
    """The Connect attachments among some, each with the attachment that carries it. Asks only where there is one."""
    connects = [each for each in attachments if isinstance(each, Attachment) and each.resource_type == "connect"]
    if not connects:
        return Part(kind=CONNECT, region=region)
    operation, key = CONNECTS
    reply = caller.ask("ec2", operation, region, PaginationConfig=PAGE)
    if isinstance(reply, Refusal):
        return Part(kind=CONNECT, region=region, refusal=reply)
    transports = {
        attributes.known(each, "TransitGatewayAttachmentId"): attributes.known(
            each, "TransportTransitGatewayAttachmentId"
        )
        for each in attributes.mappings(reply.get(key))
    }
    told = (replace(each, transport=transports.get(each.id) or each.transport) for each in connects)
    return Part(kind=CONNECT, region=region, resources=tuple(told))
