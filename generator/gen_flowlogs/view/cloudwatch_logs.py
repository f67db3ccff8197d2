"""CloudWatch Logs destinations → log group, key and role."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.hcl import Comment, Map, Ref
from gen_flowlogs.model import CloudWatchLogs, OwnRole, Stack, creates_key, known_name
from gen_flowlogs.policies import destinations
from gen_flowlogs.view.deliveries import log_group_arn
from gen_flowlogs.view.keys import KeyWithAlias, key
from gen_flowlogs.view.resources import OfDestination, tag_map
from gen_flowlogs.view.roles import RoleWithPolicy, role

if TYPE_CHECKING:
    from gen_flowlogs.captures.locations import Location

DEFAULT_CLASS = "STANDARD"  # of CloudWatch Logs and of the provider
YEAR = 365  # days that scanners want a log group to keep


@dataclass(frozen=True, slots=True, kw_only=True)
class LogGroup(OfDestination):
    """`aws_cloudwatch_log_group`."""

    TYPE: ClassVar[str] = "aws_cloudwatch_log_group"

    name: str
    log_group_class: str | None
    retention_in_days: int | None
    kms_key_id: str | Ref | None
    deletion_protection_enabled: bool | None
    skip_destroy: bool | None
    tags: Map | None


@dataclass(frozen=True, slots=True)
class Destination:
    """The resources that one destination creates.

    `short_lived` and `documented`: choices of the spec against a scanner's advice, which an inline comment skips.
    """

    comment: Comment
    log_group: LogGroup | None
    short_lived: bool
    key: KeyWithAlias | None
    role: RoleWithPolicy | None
    documented: bool


@dataclass(frozen=True, slots=True)
class View:
    """`cloudwatch_logs.tf`."""

    destinations: tuple[Destination, ...]


def view(groups: tuple[CloudWatchLogs, ...], stack: Stack, location: Location) -> View | None:
    """The resources that the destinations of one root module create; None where they create none."""
    made = tuple(_destination(each, stack, location) for each in groups)
    some = tuple(each for each in made if each.log_group or each.key or each.role)
    return View(some) if some else None


def _destination(destination: CloudWatchLogs, stack: Stack, location: Location) -> Destination:
    policy = destinations.own_key(destinations.log_group_key(destination, location), location)
    kept = destination.retention_days
    return Destination(
        comment=Comment(f"destinations.{destination.name}"),
        log_group=None if destination.existing else _log_group(destination),
        short_lived=kept is not None and kept < YEAR,
        key=key(destination, stack, policy) if creates_key(destination) else None,
        role=_role(destination, stack, location),
        documented=isinstance(destination.role, OwnRole) and destination.role.permissions == "documented",
    )


def _log_group(destination: CloudWatchLogs) -> LogGroup:
    return LogGroup(
        destination=destination.name,
        name=known_name(destination),
        log_group_class=None if destination.log_class == DEFAULT_CLASS else destination.log_class,
        retention_in_days=destination.retention_days,
        kms_key_id=destinations.key_arn(destination),
        deletion_protection_enabled=destination.deletion_protection,
        skip_destroy=True if destination.on_destroy == "keep" else None,
        tags=tag_map(destination.tags),
    )


def _role(destination: CloudWatchLogs, stack: Stack, location: Location) -> RoleWithPolicy | None:
    if not isinstance(destination.role, OwnRole):
        return None
    return role(
        destination,
        destination.role,
        stack,
        trust=destinations.role_trust(destination, location),
        permissions=destinations.role_permissions(destination, log_group_arn(destination, location), location),
    )
