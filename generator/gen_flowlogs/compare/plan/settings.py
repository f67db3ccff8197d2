"""Arguments of Terraform → the keys of the spec that decide them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.model import S3, CapturePoint, CloudWatchLogs, Destination, Filter, Firehose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.diagnostics import Origin

FILTER = {
    "traffic_type": "traffic",
    "max_aggregation_interval": "max_aggregation_interval",
    "log_format": "fields",
    "tag_field_specification": "tag_fields",
}
"""Argument of a flow log → the key of its filter."""

_KIND_KEYS: dict[type[Destination], dict[str, str]] = {
    CloudWatchLogs: {
        "log_group": "log_group", "existing": "existing", "retention_days": "retention_days", "kms": "kms",
        "log_class": "class", "on_destroy": "on_destroy", "role": "role", "queries": "queries",
    },
    S3: {
        "bucket": "bucket", "prefix": "prefix", "existing": "existing", "file_format": "file_format",
        "hive": "hive_compatible_partitions", "hourly": "per_hour_partition", "kms": "kms",
        "expire_days": "expire_days", "transitions": "transitions", "versioning": "versioning",
        "on_destroy": "on_destroy", "stack": "stack", "org_id": "org_id", "queries": "queries",
    },
    Firehose: {"stream": "delivery_stream", "cross_account_role": "cross_account_role", "role": "role"},
}  # fmt: skip
"""Kind of destination → its fields in the model, and their keys in the spec."""

_SECTION = {CloudWatchLogs: "cloudwatch_logs", S3: "s3", Firehose: "firehose"}
_RETIRED = "retired"
_KIND = ""

_ORDER = {
    "kms_key_id": ("kms",), "kms_master_key_id": ("kms",), "kms_key_arn": ("kms",), "sse_algorithm": ("kms",),
    "encryption_option": ("kms",), "log_group_class": ("class",), "retention_in_days": ("retention_days",),
    "skip_destroy": ("on_destroy",), "force_destroy": ("on_destroy",), "tags": (),
    "path": ("role",), "permissions_boundary": ("role",), "assume_role_policy": ("role",),
    "iam_role_arn": ("role", "existing", "log_group", "delivery_stream"),
    "name": ("role", "log_group", "bucket", "delivery_stream"),
    "deliver_cross_account_role": ("cross_account_role",),
    "log_destination": ("log_group", "bucket", "delivery_stream", "prefix", "class"),
    "destination_options": ("file_format", "hive_compatible_partitions", "per_hour_partition"),
    "expire_days": ("expire_days",), "noncurrent_days": ("versioning", "expire_days"),
    "transitions": ("transitions",), "versioning_configuration": ("versioning",), "status": ("versioning",),
    "policy": ("kms", "bucket", "prefix", "log_group", "class", "org_id", "role", "existing"),
}  # fmt: skip
"""Argument → the keys that decide it, the likeliest first; any other argument may follow from every key."""


def target(point: CapturePoint) -> Origin:
    """The origin of a capture point's target."""
    return point.origin.at(point.kind.plural if point.plural else point.kind.singular)


def changed(old: Destination, new: Destination, argument: str | None) -> Iterator[str]:
    """The keys of a destination that change, those that decide an argument first."""
    if old.retired != new.retired:
        yield _RETIRED
    if type(old) is not type(new):
        yield _KIND
        return
    keys = [key for field, key in _KIND_KEYS[type(new)].items() if getattr(old, field) != getattr(new, field)]
    first = _ORDER.get(argument or "", ())
    yield from sorted(keys, key=lambda key: first.index(key) if key in first else len(first))


def origin(destination: Destination, key: str) -> Origin:
    """The origin of a key of `changed`."""
    if key == _RETIRED:
        return destination.origin.at(_RETIRED)
    section = destination.origin.at(_SECTION[type(destination)])
    return section.key() if key == _KIND else section.at(key)


def filter_value(chosen: Filter, argument: str) -> object:
    """The part of a filter that decides an argument of `FILTER`."""
    match argument:
        case "traffic_type":
            return chosen.traffic
        case "max_aggregation_interval":
            return chosen.interval
        case "log_format":
            return chosen.preset, chosen.names
        case "tag_field_specification":
            return chosen.tag_fields
    raise ValueError(argument)
