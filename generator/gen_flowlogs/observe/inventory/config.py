"""Results of AWS Config's queries → entries of EC2's answers, with their account and region.

Source: the service model of Config in botocore 1.44.8 (2026-11), for the types of resources, the states of an item, and
that results are strings. It has no schema of `configuration`. That its keys are those of EC2 in camel case for older
types, and those of CloudFormation for newer ones, is not verified: keys of either spelling are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws import regions
from gen_flowlogs.observe import json_text
from gen_flowlogs.observe.answers.where import of_arn
from gen_flowlogs.observe.attributes import known
from gen_flowlogs.observe.errors import SourceError
from gen_flowlogs.observe.existing import Where

if TYPE_CHECKING:
    from gen_flowlogs.observe.answers.values import Answer

FLOW_LOGS: Final = "FlowLogs"

TYPES: Final[dict[str, tuple[str, str]]] = {
    "AWS::EC2::VPC": ("Vpcs", "VpcId"),
    "AWS::EC2::Subnet": ("Subnets", "SubnetId"),
    "AWS::EC2::NetworkInterface": ("NetworkInterfaces", "NetworkInterfaceId"),
    "AWS::EC2::NatGateway": ("NatGateways", "NatGatewayId"),
    "AWS::EC2::TransitGateway": ("TransitGateways", "TransitGatewayId"),
    "AWS::EC2::TransitGatewayAttachment": ("TransitGatewayAttachments", "TransitGatewayAttachmentId"),
    "AWS::EC2::TransitGatewayConnect": ("TransitGatewayConnects", "TransitGatewayAttachmentId"),
    "AWS::EC2::FlowLog": (FLOW_LOGS, "FlowLogId"),
}
"""Type of a resource → the list of EC2 that it would be in, and the key of its id there."""

_OWNERS: Final = ("Vpcs", "Subnets", "NetworkInterfaces", "TransitGateways")


def is_result(value: object) -> bool:
    """Whether a value is one result of a query that has all that is needed."""
    return isinstance(value, dict) and isinstance(value.get("resourceType"), str) and "configuration" in value


def result(value: object) -> dict[str, object] | None:
    """One result, which is a string of JSON; None for anything else."""
    value = _loaded(value)
    return value if isinstance(value, dict) and is_result(value) else None


def entry(of: Answer) -> tuple[str, Answer, Where] | None:
    """The list of EC2 that a result would be in, its entry there, and its location; None for other types."""
    known_type = TYPES.get(known(of, "resourceType") or "")
    if known_type is None or of.get("configurationItemStatus") in ("ResourceDeleted", "ResourceDeletedNotRecorded"):
        return None
    key, id_ = known_type
    answer = _capitalised(_loaded(of.get("configuration")))
    answer = {**answer, id_: known(answer, id_) or known(answer, "Id") or known(of, "resourceId")}
    if not answer.get("Tags") and not answer.get("TagSet"):
        tags = of.get("tags")
        answer["Tags"] = tags if isinstance(tags, dict) else _cased(tags)
    where = _where(of)
    if key in _OWNERS:
        answer.setdefault("OwnerId", where.account)
    if key == "TransitGatewayAttachments":
        answer.setdefault("ResourceType", "vpc")
        answer.setdefault("ResourceId", answer.get("VpcId"))
    return key, answer, where


def _loaded(value: object) -> object:
    """A value, or that which a string of JSON has; None for any other string."""
    if not isinstance(value, str):
        return value
    try:
        found = json_text.documents(value, "")
    except (SourceError, RecursionError):
        return None
    return found[0] if len(found) == 1 else None


def _where(of: Answer) -> Where:
    arn = of_arn(known(of, "arn"))
    region = known(of, "awsRegion") or arn.region
    return Where(
        account=known(of, "accountId") or arn.account,
        region=region,
        partition=arn.partition or (None if region is None else regions.partition_of(region)),
    )


def _capitalised(value: object) -> dict[str, object]:
    """An object with the keys that EC2 has."""
    found = _cased(value)
    return found if isinstance(found, dict) else {}


def _cased(value: object) -> object:
    if isinstance(value, dict):
        return {f"{key[:1].upper()}{key[1:]}": _cased(each) for key, each in value.items()}
    return [_cased(each) for each in value] if isinstance(value, list) else value
