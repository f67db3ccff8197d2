"""Arguments of Terraform → the keys of the spec that decide them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import fields as fields_of
from gen_flowlogs.model import (
    S3,
    CapturePoint,
    CloudWatchLogs,
    Destination,
    ExistingRole,
    Filter,
    Firehose,
    GivenArn,
    OwnRole,
)

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
        "log_class": "class",
        "deletion_protection": "deletion_protection", "on_destroy": "on_destroy", "role": "role", "queries": "queries",
    },
    S3: {
        "bucket": "bucket", "prefix": "prefix", "existing": "existing", "file_format": "file_format",
        "hive": "hive_compatible_partitions", "hourly": "per_hour_partition", "kms": "kms",
        "expire_days": "expire_days", "transitions": "transitions",
        "transition_size": "transition_default_minimum_object_size", "versioning": "versioning",
        "on_destroy": "on_destroy", "stack": "stack", "org_id": "org_id", "queries": "queries",
        "readers": "readers", "query_accounts": "query_accounts",
    },
    Firehose: {"stream": "delivery_stream", "cross_account_role": "cross_account_role", "role": "role"},
}  # fmt: skip
"""Kind of destination → its fields in the model, and their keys in the spec."""

_SECTION = {CloudWatchLogs: "cloudwatch_logs", S3: "s3", Firehose: "firehose"}

_STORE = ("log_group", "bucket", "delivery_stream", "prefix")
_ORDER = {
    "kms_key_id": ("kms",), "kms_master_key_id": ("kms",), "kms_key_arn": ("kms",), "sse_algorithm": ("kms",),
    "encryption_option": ("kms",), "log_group_class": ("class",), "retention_in_days": ("retention_days",),
    "skip_destroy": ("on_destroy",), "force_destroy": ("on_destroy",),
    "path": ("role",), "permissions_boundary": ("role",), "assume_role_policy": ("role",),
    "iam_role_arn": ("role", "existing", *_STORE), "deliver_cross_account_role": ("cross_account_role",),
    "log_destination": (*_STORE, "class"),
    "destination_options": ("file_format", "hive_compatible_partitions", "per_hour_partition"),
    "expire_days": ("expire_days",), "noncurrent_days": ("versioning", "expire_days"),
    "transitions": ("transitions",), "deletion_protection_enabled": ("deletion_protection",),
    "transition_default_minimum_object_size": ("transition_default_minimum_object_size", "transitions"),
    "status": ("versioning",),
    "policy": ("kms", *_STORE, "class", "org_id", "readers", "role", "existing"),
    ("aws_glue_catalog_table", "parameters"): ("query_accounts", *_STORE, "expire_days"),
    ("aws_iam_role", "description"): ("role",), ("aws_iam_role", "name"): ("role", *_STORE),
    ("aws_iam_role_policy", "name"): ("role", *_STORE),
}  # fmt: skip
"""Argument, or type and argument → the keys that decide it, the likeliest first; any other begins with the store."""

_EXISTENCE = {
    "aws_iam_role": ("role", *_STORE), "aws_iam_role_policy": ("role", *_STORE),
    "aws_kms_key": ("existing", "kms"), "aws_kms_alias": ("existing", "kms"),
    "aws_s3_bucket_versioning": ("existing", "versioning"),
    "aws_cloudwatch_query_definition": ("queries",), "aws_glue_catalog_database": ("queries",),
    "aws_glue_catalog_table": ("queries",), "aws_athena_workgroup": ("queries",),
    "aws_athena_named_query": ("queries",),
}  # fmt: skip
"""Type → the keys that decide whether there is such a resource; any other begins with the store."""

Steps = tuple[str, ...]
"""The path of a setting below its destination."""


def target(point: CapturePoint) -> Origin:
    """The origin of a capture point's target."""
    return point.origin.at(point.kind.plural if point.plural else point.kind.singular)


def changed(old: Destination, new: Destination, resource_type: str, argument: str) -> Iterator[Steps]:
    """The settings of a destination that change, those that decide an argument first; if it is empty, the resource."""
    if old.retired != new.retired:
        yield ("retired",)
    section = _SECTION[type(new)]
    if type(old) is not type(new):
        yield (section,)
        return
    fields = {key: field for field, key in _KIND_KEYS[type(new)].items() if getattr(old, field) != getattr(new, field)}
    by_type = _ORDER.get((resource_type, argument), _ORDER.get(argument, _STORE))
    first = by_type if argument else _EXISTENCE.get(resource_type, _STORE)
    for key in sorted(fields, key=lambda key: first.index(key) if key in first else len(first)):
        if key == "role":
            wanted = "policy_name" if (resource_type, argument) == ("aws_iam_role_policy", "name") else argument
            roles = getattr(old, "role", None), getattr(new, "role", None)
            yield from ((section, *step) for step in _role(*roles, wanted))
        yield (section, _written(new, key))


def _written(destination: Destination, key: str) -> str:
    """The key that a setting is written under: of a log group or bucket `arn`, where that stands in its place."""
    match key, destination:
        case ("log_group", CloudWatchLogs(log_group=GivenArn())) | ("bucket", S3(bucket=GivenArn())):
            return "arn"
    return key


def role(destination: Destination) -> Origin:
    """The origin of a destination's role."""
    return destination.origin.at(_SECTION[type(destination)], "role")


def _role(old: OwnRole | ExistingRole | None, new: OwnRole | ExistingRole | None, wanted: str) -> Iterator[Steps]:
    """The settings of a role that change, the one that is wanted first."""
    match old, new:
        case OwnRole(), OwnRole():
            names = [each.name for each in fields_of(new) if getattr(old, each.name) != getattr(new, each.name)]
            for name in sorted(names, key=lambda name: name != wanted):
                yield ("role", name)
        case (_, ExistingRole()):
            yield ("role", "arn")


def origin(destination: Destination, steps: Steps) -> Origin:
    """The origin of a setting of `changed`."""
    return destination.origin.key(*steps)


def filter_value(chosen: Filter, argument: str) -> object:
    """The part of a filter that decides an argument of `FILTER`."""
    match argument:
        case "traffic_type":
            return chosen.traffic_type
        case "max_aggregation_interval":
            return chosen.max_aggregation_interval
        case "log_format":
            return chosen.preset, chosen.names
        case "tag_field_specification":
            return chosen.tag_fields
    raise ValueError(argument)
