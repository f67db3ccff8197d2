"""The reasons for which a field is `-`: in Parquet and in JSON, null or `-`.

Sources, read 2026-11: the descriptions of https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html and
https://docs.aws.amazon.com/vpc/latest/tgw/tgw-flow-logs.html, and the limitations of ECS fields, tag fields, the next
hop and the encryption status in https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html. AWS shows
records of NODATA and SKIPDATA in the default format alone; that ids, region and zone are filled in custom formats is
reported by users. How AWS writes a missing value in Parquet is not documented: readers accept null and `-`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws.fields import BY_NAME, TAG_FIELD_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

ALWAYS: Final = "AWS could not compute the value, or it does not apply to the record"
"""The reason that any field can have, by AWS's general rule."""

WITHOUT_DATA: Final = "log-status is NODATA or SKIPDATA"

IN_PARQUET: Final = "null; accept `-` in string columns too, since AWS does not document it"

FILLED_WITHOUT_DATA: Final[frozenset[str]] = frozenset(
    {"version", "account-id", "interface-id", "start", "end", "log-status", "vpc-id", "subnet-id", "instance-id"}
    | {"region", "az-id", "resource-type", "tgw-id", "tgw-attachment-id", "resource-id"}
)
"""Fields that records of NODATA and SKIPDATA have."""

_NO_TASK = "the traffic is not of a running ECS task with a network interface of its own (awsvpc)"
_FOREIGN_TASK = "the task is of another account, in a subnet that the flow log's account shares"
_FARGATE = "the task runs on Fargate"
_UNTAGGED = "the resource has no tag of that key, or another account owns the tag"
_FIRST_HOUR = "the flow log is younger than an hour: the tag may be missing or wrong until then"
_NOT_REGIONAL_NAT = "at a regional NAT gateway"
_NO_SUBLOCATION = "outside of a Wavelength Zone, Outpost or Local Zone"
_IN_SUBLOCATION = "in a Wavelength Zone, Outpost or Local Zone"
_NO_SERVICE = "the address is not in the ranges of an AWS service"
_NEXT_HOP = (
    "the next hop has no network interface, such as an internet gateway",
    "the next hop is in another region",
    "ingress from some services, such as a transit gateway or a Network Load Balancer",
)
_FOREIGN_HOP = "another account owns the interface of the next hop"
_NOT_A_VPC = "no VPC is at that end, such as at a VPN (unverified: AWS's page does not say)"

_REASONS: Final[Mapping[str, tuple[str, ...]]] = {
    "interface-id": (_NOT_REGIONAL_NAT,),
    "subnet-id": (_NOT_REGIONAL_NAT,),
    "instance-id": (
        "a service manages the interface, such as a NAT gateway or a load balancer",
        "another account owns the instance",
        _NOT_REGIONAL_NAT,
    ),
    "tcp-flags": ("the combination of flags is invalid",),
    "az-id": (_IN_SUBLOCATION,),
    "sublocation-type": (_NO_SUBLOCATION,),
    "sublocation-id": (_NO_SUBLOCATION,),
    "pkt-src-aws-service": (_NO_SERVICE,),
    "pkt-dst-aws-service": (_NO_SERVICE,),
    "traffic-path": ("flow-direction is ingress", "none of the paths applies"),
    **{field.name: (_NO_TASK, _FOREIGN_TASK) for field in BY_NAME.values() if field.version == 7},
    "ecs-container-instance-arn": (_NO_TASK, _FARGATE, _FOREIGN_TASK),
    "ecs-container-instance-id": (_NO_TASK, _FARGATE, _FOREIGN_TASK),
    "ecs-second-container-id": (_NO_TASK, "the task has one container", _FOREIGN_TASK),
    "ecs-service-name": (_NO_TASK, "no ECS service started the task", _FOREIGN_TASK),
    "reject-reason": ("the traffic is accepted, or refused for any other reason",),
    "resource-id": ("the traffic is not of a regional NAT gateway",),
    "encryption-status": (
        "VPC encryption controls are not enabled",
        "an appliance on the way does not report it",
    ),
    **dict.fromkeys(TAG_FIELD_NAMES, (_UNTAGGED, _FIRST_HOUR)),
    "interface-type": ("the interface serves none of those",),
    **dict.fromkeys(("next-hop-interface-id", "next-hop-subnet-id", "next-hop-vpc-id"), (*_NEXT_HOP, _FOREIGN_HOP)),
    "next-hop-interface-type": (*_NEXT_HOP, _FOREIGN_HOP),
    "next-hop-az-id": _NEXT_HOP,
    "tgw-src-az-id": (_IN_SUBLOCATION,),
    **{
        f"tgw-{end}-{name}": (_NOT_A_VPC,)
        for end in ("src", "dst")
        for name in ("vpc-account-id", "vpc-id", "subnet-id", "eni")
    },
}


def reasons(name: str) -> tuple[str, ...]:
    """The reasons for which the field `name` is `-`, its own first; none for fields that always have a value."""
    if name in ("version", "start", "end", "log-status"):
        return ()
    without_data = () if name in FILLED_WITHOUT_DATA else (WITHOUT_DATA,)
    return (*_REASONS.get(name, ()), *without_data, ALWAYS)
