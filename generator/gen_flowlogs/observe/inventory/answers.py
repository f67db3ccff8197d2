"""Entries of EC2's answers → resources, of which only what is asked about is kept.

Source: the service model of EC2 in botocore 1.44.8 (2026-11), for every key. It does not say that the `ResourceId` of a
Connect attachment is the attachment that transports it: that is taken so where it is the id of one, and not verified.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws import kinds, regions
from gen_flowlogs.captures.inventory import NAT_GATEWAY, Attachment, Interface, Resource
from gen_flowlogs.dataclass import replace
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.observe.answers import values
from gen_flowlogs.observe.answers.where import of_arn
from gen_flowlogs.observe.attributes import known, mapping, mappings
from gen_flowlogs.observe.existing import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gen_flowlogs.captures.inventory import Tags
    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.observe.answers.values import Answer

KINDS: Final[dict[str, tuple[str, ...]]] = {
    "NetworkInterfaces": (kinds.ENI.singular,),
    "Subnets": (kinds.SUBNET.singular,),
    "Vpcs": (kinds.VPC.singular,),
    "TransitGateways": (kinds.TRANSIT_GATEWAY.singular,),
    "TransitGatewayAttachments": (kinds.TRANSIT_GATEWAY_ATTACHMENT.singular,),
    "NatGateways": (kinds.REGIONAL_NAT_GATEWAY.singular, NAT_GATEWAY),
    "TransitGatewayConnects": (),
    "Reservations": (),
    "Instances": (),
}
"""List of an answer → the kinds that it has all of. The last three tell more of attachments and interfaces."""

ALONE: Final[tuple[tuple[frozenset[str], str], ...]] = (
    (frozenset({"NetworkInterfaceId"}), "NetworkInterfaces"),
    (frozenset({"TransitGatewayAttachmentId", "TransportTransitGatewayAttachmentId"}), "TransitGatewayConnects"),
    (frozenset({"TransitGatewayAttachmentId", "ResourceType"}), "TransitGatewayAttachments"),
    (frozenset({"TransitGatewayId", "TransitGatewayArn"}), "TransitGateways"),
    (frozenset({"NatGatewayId"}), "NatGateways"),
    (frozenset({"Instances"}), "Reservations"),
    (frozenset({"InstanceId", "NetworkInterfaces"}), "Instances"),
    (frozenset({"SubnetId", "CidrBlock"}), "Subnets"),
    (frozenset({"SubnetId", "SubnetArn"}), "Subnets"),
    (frozenset({"VpcId", "IsDefault"}), "Vpcs"),
    (frozenset({"VpcId", "CidrBlock"}), "Vpcs"),
)
"""Keys that tell the list that an entry alone is of; the first that fits."""

_ZONE: Final = pattern(r"([a-z]+(?:-[a-z]+)+-[0-9]+)(?:[a-z]|-[a-z0-9-]+)")
"""A zone: also a local one, as `us-west-2-lax-1a`, begins with its region."""

_REGIONAL: Final = "regional"
_LOCATED_NOWHERE: Final[LocationKey] = (None, None)


def resource(key: str, of: Answer, location: LocationKey = _LOCATED_NOWHERE) -> Resource | None:
    """The resource of one entry of the list `key` (`NetworkInterfaces`, `Vpcs`, …); None for a damaged one.

    An entry without an id is damaged, and one whose tags are: a lookup would seem not to find it. A part of the
    location that is None is taken from the entry, as far as that tells it.
    """
    tags = values.tags(of.get("TagSet") or of.get("Tags"))
    if isinstance(tags, Unknown):
        return None
    made = _MAKERS[key](of, (location[0], location[1] or _region(of)), tags)
    return made if made.id else None


def resources(key: str, of: Answer, location: LocationKey = _LOCATED_NOWHERE) -> tuple[Resource, ...]:
    """The resources of one entry: those of an instance or a reservation are their interfaces."""
    if key == "Reservations":
        return tuple(each for one in mappings(of.get("Instances")) for each in resources("Instances", one))
    if key == "Instances":
        attached = {"InstanceId": of.get("InstanceId")}
        zone = mapping(of.get("Placement")).get("AvailabilityZone")
        several = mappings(of.get("NetworkInterfaces"))
        made = [
            resource("NetworkInterfaces", {"AvailabilityZone": zone, **one, "Attachment": attached}) for one in several
        ]
        made = [replace(each, with_instance=True) if isinstance(each, Interface) else each for each in made]
    else:
        made = [resource(key, of, location)]
    return tuple(each for each in made if each is not None)


def list_of(entry: Answer) -> str | None:
    """The list that an entry alone is of; None where it is none of EC2's that are read."""
    return next((key for keys, key in ALONE if keys <= entry.keys()), None)


def _interface(of: Answer, location: LocationKey, tags: Tags) -> Resource:
    private = tuple(mappings(of.get("PrivateIpAddresses")))
    associations = [mapping(each.get("Association")) for each in (*private, of)]
    return Interface(
        id=_text(of, "NetworkInterfaceId"),
        kind=kinds.ENI.singular,
        location=location,
        owner=known(of, "OwnerId"),
        parent=known(of, "SubnetId"),
        tags=tags,
        state=known(of, "Status"),
        vpc=known(of, "VpcId"),
        type=known(of, "InterfaceType"),
        requester_managed=of.get("RequesterManaged") is True,
        description=known(of, "Description"),
        instance=known(mapping(of.get("Attachment")), "InstanceId"),
        addresses=_once(
            (known(of, "PrivateIpAddress"), known(of, "Ipv6Address")),
            (known(each, "PrivateIpAddress") for each in private),
            (known(each, "Ipv6Address") for each in mappings(of.get("Ipv6Addresses"))),
        ),
        public=_once(
            *(
                (known(each, "PublicIp"), known(each, "CarrierIp"), known(each, "CustomerOwnedIp"))
                for each in associations
            )
        ),
        prefixes=_once(
            (known(each, "Ipv4Prefix") for each in mappings(of.get("Ipv4Prefixes"))),
            (known(each, "Ipv6Prefix") for each in mappings(of.get("Ipv6Prefixes"))),
        ),
    )


def _subnet(of: Answer, location: LocationKey, tags: Tags) -> Resource:
    return Resource(
        id=_text(of, "SubnetId"),
        kind=kinds.SUBNET.singular,
        location=location,
        owner=known(of, "OwnerId"),
        parent=known(of, "VpcId"),
        tags=tags,
        cidrs=_once((known(of, "CidrBlock"),), _blocks(of.get("Ipv6CidrBlockAssociationSet"), "Ipv6CidrBlock")),
        state=known(of, "State"),
    )


def _vpc(of: Answer, location: LocationKey, tags: Tags) -> Resource:
    return Resource(
        id=_text(of, "VpcId"),
        kind=kinds.VPC.singular,
        location=location,
        owner=known(of, "OwnerId"),
        tags=tags,
        cidrs=_once(
            (known(of, "CidrBlock"),),
            _blocks(of.get("CidrBlockAssociationSet"), "CidrBlock"),
            _blocks(of.get("Ipv6CidrBlockAssociationSet"), "Ipv6CidrBlock"),
        ),
        state=known(of, "State"),
    )


def _transit_gateway(of: Answer, location: LocationKey, tags: Tags) -> Resource:
    return Resource(
        id=_text(of, "TransitGatewayId"),
        kind=kinds.TRANSIT_GATEWAY.singular,
        location=location,
        owner=known(of, "OwnerId"),
        tags=tags,
        state=known(of, "State"),
    )


def _attachment(of: Answer, location: LocationKey, tags: Tags) -> Resource:
    resource_id = known(of, "ResourceId")
    carried = of.get("ResourceType") == "connect" and kinds.of_id(resource_id or "") is kinds.TRANSIT_GATEWAY_ATTACHMENT
    return Attachment(
        id=_text(of, "TransitGatewayAttachmentId"),
        kind=kinds.TRANSIT_GATEWAY_ATTACHMENT.singular,
        location=location,
        owner=known(of, "TransitGatewayOwnerId"),
        parent=known(of, "TransitGatewayId"),
        tags=tags,
        state=known(of, "State"),
        resource_type=known(of, "ResourceType"),
        resource_id=resource_id,
        transport=known(of, "TransportTransitGatewayAttachmentId") or (resource_id if carried else None),
    )


def _connect(of: Answer, location: LocationKey, tags: Tags) -> Resource:
    return _attachment({**of, "ResourceType": "connect"}, location, tags)


def _nat_gateway(of: Answer, location: LocationKey, tags: Tags) -> Resource:
    is_regional = of.get("AvailabilityMode") == _REGIONAL
    return Resource(
        id=_text(of, "NatGatewayId"),
        kind=kinds.REGIONAL_NAT_GATEWAY.singular if is_regional else NAT_GATEWAY,
        location=location,
        parent=known(of, "VpcId") if is_regional else known(of, "SubnetId"),
        tags=tags,
        state=known(of, "State"),
    )


_MAKERS: Final[dict[str, Callable[[Answer, LocationKey, Tags], Resource]]] = {
    "NetworkInterfaces": _interface,
    "Subnets": _subnet,
    "Vpcs": _vpc,
    "TransitGateways": _transit_gateway,
    "TransitGatewayAttachments": _attachment,
    "TransitGatewayConnects": _connect,
    "NatGateways": _nat_gateway,
}


def _text(of: Answer, key: str) -> str:
    return known(of, key) or ""


def _once(*several: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for some in several for each in some if each is not None))


def _blocks(listed: object, key: str) -> Iterator[str | None]:
    """The ranges of a VPC or subnet that are, or are about to be, in it."""
    for each in mappings(listed):
        state = known(mapping(each.get("CidrBlockState", each.get("Ipv6CidrBlockState"))), "State")
        if state not in ("disassociating", "disassociated", "failing", "failed"):
            yield known(each, key)


def _region(of: Answer) -> str | None:
    """The region of an entry, by its zone or its ARN."""
    zones = [
        of.get("AvailabilityZone"),
        *(each.get("AvailabilityZone") for each in mappings(of.get("NatGatewayAddresses"))),
    ]
    for zone in zones:
        found = _ZONE.fullmatch(zone) if isinstance(zone, str) else None
        if found and regions.partition_of(found[1]):
            return found[1]
    return of_arn(known(of, "SubnetArn") or known(of, "TransitGatewayArn")).region
