"""Which policies a destination needs: the functions of `delivery`, chosen by what the spec says of it.

The views write these policies, the outputs tell them to owners of existing things, and the checker judges them; all
three ask here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.model import S3, CloudWatchLogs, OwnRole
from gen_flowlogs.policies import Policy, Statement, delivery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gen_flowlogs.captures.locations import Location
    from gen_flowlogs.hcl import Text


def role_trust(destination: CloudWatchLogs, place: Location) -> Policy:
    """Who may assume the role of a log group."""
    return delivery.documented_trust() if _documented(destination) else delivery.role_trust(place)


def role_permissions(destination: CloudWatchLogs, log_group_arn: Text) -> Policy:
    """What the role of a log group may do."""
    return delivery.documented_permissions() if _documented(destination) else delivery.role_permissions(log_group_arn)


def _documented(destination: CloudWatchLogs) -> bool:
    return isinstance(destination.role, OwnRole) and destination.role.permissions == "documented"


def log_group_key(destination: CloudWatchLogs, place: Location) -> tuple[Statement, ...]:
    """What the policy of a log group's key must say for the group to use it."""
    return (delivery.log_group_key(place, destination.log_group),)


def bucket(destination: S3, bucket_arn: Text, sources: Sequence[Location]) -> tuple[Statement, ...]:
    """What a bucket's policy must say for the records of these places to arrive."""
    return delivery.bucket(
        bucket_arn, destination.prefix, sources, hive=destination.hive, organisation=destination.org_id
    )


def own_bucket(destination: S3, bucket_arn: Text, sources: Sequence[Location]) -> Policy:
    """The whole policy of a bucket that is created."""
    return Policy((*bucket(destination, bucket_arn, sources), delivery.tls_only(bucket_arn)))


def bucket_key(destination: S3, sources: Sequence[Location]) -> tuple[Statement, ...]:
    """What the policy of a bucket's key must say for the records of these places to arrive."""
    return (delivery.bucket_key(sources, destination.org_id),)


def own_key(statements: tuple[Statement, ...], owner: Location) -> Policy:
    """The whole policy of a key that is created."""
    return Policy((delivery.key_administration(owner), *statements))
