"""Locations: the account and region of a stack, and the ARNs of resources there.

A `Location` is written into Terraform: its fields are literals, or references to data sources where the spec names no
account. A `LocationKey` is compared: equal for two stacks of one account and region.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from gen_flowlogs.aws.regions import logs_suffix, partition_of
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.hcl import Own, interpolate

if TYPE_CHECKING:
    from gen_flowlogs.hcl import Text
    from gen_flowlogs.model import Stack

LocationKey = tuple[str | None, str | None]
"""An account and a region, equal for two stacks that share both; None: those that the provider is configured for."""


@dataclass(frozen=True, slots=True)
class Location:
    """An account, its region and its partition; each a literal, or a reference that Terraform resolves.

    `logs_suffix` ends the service principal of CloudWatch Logs.
    """

    account: Text
    region: Text
    partition: Text
    logs_suffix: Text


AMBIENT = Location(
    account=Own("data.aws_caller_identity.current.account_id"),
    region=Own("data.aws_service.ec2.region"),
    partition=Own("data.aws_partition.current.partition"),
    logs_suffix=Own("local.aws__logs_suffix"),
)
"""The location that the provider is configured for.

`data.aws_region` has no attribute for the region that serves every version of the provider: `id` and `name` are
deprecated in version 6, and `region` is absent in 5. `data.aws_service` has it in both, and asks AWS nothing. The local
value cannot collide with that of a capture point, whose label has no two underscores in a row.
"""


@cache
def of(stack: Stack) -> Location:
    """The location of a stack as literals; the ambient one for a spec without stacks."""
    if stack.account is None or stack.region is None:
        return AMBIENT
    name = partition_name(stack)
    return Location(account=stack.account, region=stack.region, partition=name, logs_suffix=logs_suffix(name))


def partition_name(stack: Stack) -> str:
    """The partition of a stack, in which the name of a bucket is unique; `aws` for a spec without stacks."""
    return partition_of(stack.region or "") or "aws"


def key(stack: Stack) -> LocationKey:
    """The account and region of a stack, to compare."""
    return stack.account, stack.region


def may_be_one(one: LocationKey, other: LocationKey) -> bool:
    """Whether two locations can turn out to be one: neither their accounts nor their regions certainly differ."""
    return all(None in pair or pair[0] == pair[1] for pair in zip(one, other, strict=True))


def arn(service: str, resource: Text, at: Location) -> Text:
    """The ARN of a regional resource: `arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE`."""
    return interpolate("arn:", at.partition, f":{service}:", at.region, ":", at.account, ":", resource)


def log_group_arn(name: Text, at: Location) -> Text:
    """The ARN of a log group, without the `:*` that some of AWS's answers have."""
    return arn("logs", interpolate("log-group:", name), at)


def bucket_arn(name: Text, at: Location) -> Text:
    """The ARN of a bucket, which names neither account nor region."""
    return interpolate("arn:", at.partition, ":s3:::", name)


def role_arn(name: Text, at: Location, *, path: str = "/") -> Text:
    """The ARN of a role; IAM has no regions."""
    return interpolate("arn:", at.partition, ":iam::", at.account, f":role{path}", name)
