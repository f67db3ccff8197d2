"""The folders of a day's records in a bucket, as partitions that Athena projects instead of listing them.

The keys have names that no record field has: a template's path is literal, so the Hive layout's
`year=` may be filled from `log_year`. Sources, read 2026-10: VPC user guide "flow-logs-s3-path"; transit gateway guide
"flow-logs-s3"; Athena user guide "partition-projection-supported-types" and
"partition-projection-kinesis-firehose-example-choosing-partition-keys" (dates in separate folders are integers).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.hcl import Map, interpolate
from gen_flowlogs.policies.delivery import records_folder

if TYPE_CHECKING:
    from gen_flowlogs.captures.locations import Location
    from gen_flowlogs.hcl import Text
    from gen_flowlogs.model import S3

FIRST_DAY = "2018/08/01"  # flow logs can be sent to S3 since that month, so no record is older
YEARS = "2018,2050"
_LIFECYCLE_LAG = 2  # days that S3 may take to expire an object


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, or a key of its partitions; `type` in Hive's words."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Partitions:
    """The keys of a table's partitions, how Athena projects them, and `today`, which reads one day alone."""

    keys: tuple[Column, ...]
    projection: Map
    today: str


def partitions(destination: S3, bucket: Text, senders: tuple[Location, ...], *, gateways: bool) -> Partitions:
    """The partitions of a destination.

    Args:
        destination: the bucket's destination.
        bucket: the bucket's name.
        senders: the locations that records come from.
        gateways: whether any capture point is of a transit gateway.
    """
    accounts = sorted({*(each.account for each in senders), *destination.query_accounts}, key=str)
    regions = sorted({each.region for each in senders}, key=str)
    keys = [Column("aws_account", "string"), Column("aws_region", "string")]
    items: list[tuple[str, object]] = [
        ("projection.enabled", "true"),
        *_enumerated("aws_account", accounts),
        *_enumerated("aws_region", regions),
    ]
    service = "vpcflowlogs"
    if destination.hive:
        service = "aws-service=vpcflowlogs"
        if gateways:
            # The transit gateway guide prints `service=` where the VPC guide prints `aws-service=`: read both.
            keys.append(Column("log_service", "string"))
            items += _enumerated("log_service", ["aws-service=vpcflowlogs", "service=vpcflowlogs"])
            service = "${log_service}"
        region = "aws-region=${aws_region}"
        days = "year=${log_year}/month=${log_month}/day=${log_day}/"
        hours = "hour=${log_hour}/"
        keys += [Column(name, "int") for name in ("log_year", "log_month", "log_day")]
        items += _numbers("log_year", YEARS, 4) + _numbers("log_month", "1,12", 2) + _numbers("log_day", "1,31", 2)
        today = "log_year = year(now()) AND log_month = month(now()) AND log_day = day(now())"
    else:
        region, days, hours = "${aws_region}", "${log_date}/", "${log_hour}/"
        keys.append(Column("log_date", "string"))
        items += _dates("log_date", destination.expire_days)
        today = "log_date = date_format(now(), '%Y/%m/%d')"
    if destination.hourly:
        keys.append(Column("log_hour", "int"))
        items += _numbers("log_hour", "0,23", 2)
    folder = records_folder(destination.prefix, "${aws_account}", hive=destination.hive)
    path = f"/{service}/{region}/{days}{hours if destination.hourly else ''}"
    items.append(("storage.location.template", interpolate("s3://", bucket, "/", *folder, path)))
    return Partitions(keys=tuple(keys), projection=Map(tuple(items)), today=today)


def _enumerated(name: str, values: list[Text] | list[str]) -> list[tuple[str, object]]:
    listed = [part for value in values for part in (",", value)][1:]
    return [(f"projection.{name}.type", "enum"), (f"projection.{name}.values", interpolate(*listed))]


def _numbers(name: str, limits: str, digits: int) -> list[tuple[str, object]]:
    return [
        (f"projection.{name}.type", "integer"),
        (f"projection.{name}.range", limits),
        (f"projection.{name}.digits", str(digits)),
    ]


def _dates(name: str, expire_days: int | None) -> list[tuple[str, object]]:
    """Days back to the first possible record; where records expire, to the oldest that may be left."""
    first = FIRST_DAY if expire_days is None else f"NOW-{expire_days + _LIFECYCLE_LAG}DAYS"
    return [
        (f"projection.{name}.type", "date"),
        (f"projection.{name}.format", "yyyy/MM/dd"),
        (f"projection.{name}.range", f"{first},NOW"),
        (f"projection.{name}.interval", "1"),
        (f"projection.{name}.interval.unit", "DAYS"),
    ]
