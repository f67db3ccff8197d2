"""A destination → the delivery arguments of the flow logs that use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs import naming
from gen_flowlogs.captures import givens, sinks
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.hcl import Interpolation, Ref, interpolate
from gen_flowlogs.model import S3, CloudWatchLogs, Destination, ExistingRole, Firehose, OwnRole

if TYPE_CHECKING:
    from gen_flowlogs.captures.locations import Location
    from gen_flowlogs.hcl import Text


@dataclass(frozen=True, slots=True)
class DestinationOptions:
    """The form of the records in S3; the block is written only where one of these is not the default."""

    file_format: str | None = None
    hive_compatible_partitions: bool | None = None
    per_hour_partition: bool | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """Arguments that every flow log of one destination shares."""

    arn: Text  # of the destination itself, without a prefix
    log_destination: str | Ref | Interpolation
    log_destination_type: str | None = None  # None: cloud-watch-logs, the provider's default
    iam_role_arn: str | Ref | None = None
    deliver_cross_account_role: str | Ref | None = None
    destination_options: DestinationOptions | None = None
    depends_on: tuple[Ref, ...] = ()


def delivery(destination: Destination, location: Location, *, owned: bool) -> Delivery:
    """The delivery to a destination from a location. `owned`: whether this root module may create it."""
    match destination:
        case CloudWatchLogs():
            return _cloudwatch_logs(destination, location)
        case S3():
            return _s3(destination, location, owned=owned and not destination.existing)
        case Firehose():
            return _firehose(destination)
    raise TypeError(destination)


def log_group_arn(destination: CloudWatchLogs, location: Location) -> Text:
    """The group's ARN: a reference where it is created, and otherwise made from its name, or given."""
    if not destination.existing:
        return Ref(f"aws_cloudwatch_log_group.{naming.label(destination.name)}.arn")
    return sinks.log_group_arn(destination, location)


def bucket_arn(destination: S3, location: Location, *, owned: bool) -> Text:
    """The bucket's ARN: a reference where it is created here, and otherwise made from its name or given."""
    if owned:
        return Ref(f"aws_s3_bucket.{naming.label(destination.name)}.arn")
    return sinks.bucket_arn(destination, location)


def _cloudwatch_logs(destination: CloudWatchLogs, location: Location) -> Delivery:
    """Delivery with the role's policy first: AWS delivers at once, and a flow log that fails then stays failed."""
    name = naming.label(destination.name)
    arn = log_group_arn(destination, location)
    if isinstance(destination.role, ExistingRole):
        return Delivery(arn=arn, log_destination=arn, iam_role_arn=givens.terraform(destination.role.arn))
    return Delivery(
        arn=arn,
        log_destination=arn,
        iam_role_arn=Ref(f"aws_iam_role.{name}.arn"),
        depends_on=(Ref(f"aws_iam_role_policy.{name}"),),
    )


def _s3(destination: S3, location: Location, *, owned: bool) -> Delivery:
    """Delivery with the bucket's policy first: without one, AWS writes its own, which Terraform then removes."""
    arn = bucket_arn(destination, location, owned=owned)
    options = DestinationOptions(
        file_format=None if destination.file_format == "plain-text" else destination.file_format,
        hive_compatible_partitions=destination.hive or None,
        per_hour_partition=destination.hourly or None,
    )
    return Delivery(
        arn=arn,
        log_destination=interpolate(arn, f"/{destination.prefix}/") if destination.prefix else arn,
        log_destination_type="s3",
        destination_options=None if options == DestinationOptions() else options,
        depends_on=() if not owned else (Ref(f"aws_s3_bucket_policy.{naming.label(destination.name)}"),),
    )


def _firehose(destination: Firehose) -> Delivery:
    """Delivery without a role in one account; across accounts, with one role on each side."""
    name = naming.label(destination.name)
    arn = givens.terraform(destination.stream)
    across = destination.cross_account_role
    role: str | Ref | None = None
    waits: tuple[Ref, ...] = ()
    match destination.role:
        case ExistingRole(existing):
            role = givens.terraform(existing)
        case OwnRole():
            role = Ref(f"aws_iam_role.{name}.arn")
            waits = (Ref(f"aws_iam_role_policy.{name}"),)
        case None:
            pass
    return Delivery(
        arn=arn,
        log_destination=arn,
        log_destination_type="kinesis-data-firehose",
        iam_role_arn=role,
        deliver_cross_account_role=None if across is None else givens.terraform(across),
        depends_on=waits,
    )
