"""The network of an account and region, asked of EC2: all that a flow log can be on, and all that one records.

One question for each list, with all of its pages; none for each VPC.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.captures.inventory import Attachment
from gen_flowlogs.dataclass import dataclass, replace
from gen_flowlogs.observe import attributes
from gen_flowlogs.observe.asking.caller import Refusal
from gen_flowlogs.observe.inventory import answers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gen_flowlogs.captures.inventory import Resource
    from gen_flowlogs.observe.answers.values import Answer
    from gen_flowlogs.observe.asking.caller import Caller

ATTACHMENTS: Final = "TransitGatewayAttachments"
CONNECTS: Final = "TransitGatewayConnects"

CALLS: Final[Mapping[str, str]] = {
    "Vpcs": "describe_vpcs",
    "Subnets": "describe_subnets",
    "NetworkInterfaces": "describe_network_interfaces",
    "TransitGateways": "describe_transit_gateways",
    ATTACHMENTS: "describe_transit_gateway_attachments",
    "NatGateways": "describe_nat_gateways",
}
"""List of an answer → the call that has it."""

CONNECT_CALL: Final = "describe_transit_gateway_connects"
"""Tells which attachments carry Connect attachments; asked only where the list of attachments does not."""

PAGE: Final = {"PageSize": 1000}
"""AWS's most. Without a size it answers all at once, and refuses that for large accounts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The resources of one list in a region, as many as came before a refusal. `kinds`: those that it has all of."""

    call: str  # as boto3 names it
    region: str
    kinds: tuple[str, ...]
    resources: tuple[Resource, ...] = ()
    refusal: Refusal | None = None


def asked(caller: Caller, region: str, key: str) -> Part:
    """All resources of a list in a region. A page is dropped once its resources are made: it may have 2 MB."""
    found: list[Resource] = []

    def take(page: Answer) -> None:
        made = (answers.resource(key, each, (caller.account, region)) for each in attributes.mappings(page.get(key)))
        found.extend(each for each in made if each is not None)

    reply = caller.ask("ec2", CALLS[key], region, each_page=take, PaginationConfig=PAGE)
    return Part(
        call=CALLS[key],
        region=region,
        kinds=answers.KINDS[key],
        resources=tuple(found),
        refusal=reply if isinstance(reply, Refusal) else None,
    )


def carriers(caller: Caller, region: str, attachments: Sequence[Resource]) -> Part | None:
    """The Connect attachments among some whose carrier is not known, with it; None where there is none of these."""
    connects = [
        each
        for each in attachments
        if isinstance(each, Attachment) and each.resource_type == "connect" and each.transport is None
    ]
    if not connects:
        return None
    kinds = answers.KINDS[ATTACHMENTS]
    reply = caller.ask("ec2", CONNECT_CALL, region, PaginationConfig=PAGE)
    if isinstance(reply, Refusal):
        return Part(call=CONNECT_CALL, region=region, kinds=kinds, refusal=reply)
    told = {
        attributes.known(each, "TransitGatewayAttachmentId"): attributes.known(
            each, "TransportTransitGatewayAttachmentId"
        )
        for each in attributes.mappings(reply.get(CONNECTS))
    }
    found = tuple(replace(each, transport=told[each.id]) for each in connects if each.id in told)
    return Part(call=CONNECT_CALL, region=region, kinds=kinds, resources=found)
