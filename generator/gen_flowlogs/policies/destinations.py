"""A destination → the policies that it needs: functions of `delivery`, chosen by its settings.

The views write these policies, the outputs show them to owners of existing resources, and `verdict` judges them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs import naming
from gen_flowlogs.captures import givens, sinks
from gen_flowlogs.hcl import Ref
from gen_flowlogs.model import S3, CloudWatchLogs, ExistingKey, OwnKey, OwnRole, ServiceKey
from gen_flowlogs.policies import Policy, Statement, delivery, readers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gen_flowlogs.captures.locations import Location
    from gen_flowlogs.hcl import Text


def role_trust(destination: CloudWatchLogs, location: Location) -> Policy:
    """The trust policy of a log group's role."""
    return delivery.documented_trust() if _documented(destination) else delivery.role_trust(location)


def role_permissions(destination: CloudWatchLogs, log_group_arn: Text, location: Location) -> Policy:
    """The permissions of a log group's role, with its key if it has one."""
    to_group = (
        delivery.documented_permissions() if _documented(destination) else delivery.role_permissions(log_group_arn)
    )
    key = key_arn(destination)
    return to_group if key is None else Policy((*to_group.statements, delivery.role_uses_key(key, location)))


def _documented(destination: CloudWatchLogs) -> bool:
    return isinstance(destination.role, OwnRole) and destination.role.permissions == "documented"


def key_arn(destination: CloudWatchLogs | S3) -> str | Ref | None:
    """The key that encrypts a destination's records; None: the service's own."""
    match destination.kms:
        case ServiceKey():
            return None
        case OwnKey():
            return Ref(f"aws_kms_key.{naming.label(destination.name)}.arn")
        case ExistingKey(arn):
            return givens.terraform(arn)
    raise TypeError(destination.kms)


def log_group_key(destination: CloudWatchLogs, location: Location) -> tuple[Statement, ...]:
    """The statements that a key's policy needs for the log group to use it."""
    return (delivery.log_group_key(location, sinks.log_group_arn(destination, location)),)


def bucket(destination: S3, bucket_arn: Text, sources: Sequence[Location]) -> tuple[Statement, ...]:
    """The statements that a bucket's policy needs for the records of these sources to arrive and to be read.

    All sources are in the bucket's partition.
    """
    return (
        *delivery.bucket(
            bucket_arn, destination.prefix, sources, hive=destination.hive, organisation=destination.org_id
        ),
        *readers.bucket(destination.readers, bucket_arn, destination.prefix, sources[0].partition),
    )


def own_bucket(destination: S3, bucket_arn: Text, sources: Sequence[Location]) -> Policy:
    """The whole policy of a bucket that is created."""
    return Policy((*bucket(destination, bucket_arn, sources), delivery.tls_only(bucket_arn)))


def bucket_key(destination: S3, sources: Sequence[Location]) -> tuple[Statement, ...]:
    """The statements that the policy of a bucket's key needs for the records of these sources to arrive and be read."""
    return (
        delivery.bucket_key(sources, destination.org_id),
        *readers.key(destination.readers, sources[0].partition),
    )


def own_key(statements: tuple[Statement, ...], owner: Location) -> Policy:
    """The whole policy of a key that is created."""
    return Policy((delivery.key_administration(owner), *statements))
