"""Keys that authors bring along from Terraform, AWS and modules, and what a spec has for them.

Comes in: an unknown key and its path. Goes out: the key that is meant. The keys are those that misled the authors of
specs for real set-ups, with the arguments of `aws_flow_log`, `aws_cloudwatch_log_group` and
`aws_s3_bucket`. A key that is near to another by its letters alone is not here: `keys` finds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.diagnostics import Path

_SPEC: Mapping[str, str] = {
    **dict.fromkeys(("flow_logs", "flow_log", "captures", "sources", "targets"), "capture_points"),
    **dict.fromkeys(("sinks", "log_destination", "log_destinations", "outputs"), "destinations"),
    **dict.fromkeys(("environments", "environment", "envs", "env"), "stacks"),
    **dict.fromkeys(("variables", "vars", "locals", "parameters"), "values"),
    "includes": "include",
}
FILTER: Mapping[str, str] = {
    "traffic_type": "traffic",
    "log_format": "fields",
    "format": "fields",
    "aggregation_interval": "max_aggregation_interval",
    **dict.fromkeys(("interval", "aggregation"), "max_aggregation_interval"),
}
_DESTINATION: Mapping[str, str] = {
    **dict.fromkeys(("cloudwatch", "cloud_watch_logs", "log_groups"), "cloudwatch_logs"),
    **dict.fromkeys(("kinesis_firehose", "kinesis_data_firehose", "data_firehose", "kinesis"), "firehose"),
}
_LOG_GROUP: Mapping[str, str] = {
    "name": "log_group",
    "log_group_class": "class",
    **dict.fromkeys(("kms_key", "kms_key_id", "kms_key_arn", "encryption"), "kms"),
    **dict.fromkeys(
        ("retention", "retention_in_days", "expire_days", "expiration", "expiration_days"), "retention_days"
    ),
    "skip_destroy": "on_destroy",
    "iam_role": "role",
}
_BUCKET: Mapping[str, str] = {
    "name": "bucket",
    **dict.fromkeys(("kms_key", "kms_key_id", "kms_key_arn", "kms_master_key_id", "encryption"), "kms"),
    **dict.fromkeys(
        ("retention", "retention_days", "retention_in_days", "expiration", "expiration_days"), "expire_days"
    ),
    "format": "file_format",
    **dict.fromkeys(("hive", "hive_compatible", "hive_partitions"), "hive_compatible_partitions"),
    **dict.fromkeys(("hourly", "per_hour", "hourly_partitions"), "per_hour_partition"),
    **dict.fromkeys(("lifecycle", "lifecycle_rules"), "transitions"),
    "force_destroy": "on_destroy",
}
_STREAM: Mapping[str, str] = dict.fromkeys(
    ("stream", "stream_arn", "arn", "name", "delivery_stream_arn"), "delivery_stream"
)
_TRANSITION: Mapping[str, str] = {
    "days": "after_days",
    **dict.fromkeys(("class", "to", "storage"), "storage_class"),
}
_TERRAFORM: Mapping[str, str] = {
    **dict.fromkeys(("version", "terraform_version"), "required_version"),
    **dict.fromkeys(("provider", "provider_version", "aws", "required_providers"), "aws_provider"),
    **dict.fromkeys(("state", "remote_state"), "backend"),
}
_EXEMPTION: Mapping[str, str] = {
    **dict.fromkeys(("until", "expiry", "expires_on", "expiration"), "expires"),
    **dict.fromkeys(("why", "because", "comment", "description"), "reason"),
}
ROLE: Mapping[str, str] = {
    "role_name": "name",
    "role_arn": "arn",
    "iam_role_arn": "arn",
    "role_tags": "tags",
    "policy_name": "policy_name",
    "permissions_boundary": "permissions_boundary",
}
TARGETS: Mapping[str, str] = {
    **{f"{kind.singular}_id": kind.singular for kind in KINDS},
    **{f"{kind.singular}_ids": kind.plural for kind in KINDS},
    "tgw": "transit_gateway",
    "tgws": "transit_gateways",
    "tgw_attachment": "transit_gateway_attachment",
    "tgw_attachments": "transit_gateway_attachments",
    "network_interface": "eni",
    "network_interface_id": "eni",
    "network_interfaces": "enis",
}

_CAPTURE_POINT: Mapping[str, str] = {
    **TARGETS,
    **dict.fromkeys(("dest", "sink", "sinks", "to", "send_to", "deliver_to", "log_destination"), "destinations"),
    **dict.fromkeys(("environments", "environment", "envs", "env"), "stack"),
}


_TABLES: Mapping[tuple[str, ...], Mapping[str, str]] = {
    (): _SPEC,
    ("terraform",): _TERRAFORM,
    ("filters", "*"): FILTER,
    ("destinations", "*"): _DESTINATION,
    ("destinations", "*", "cloudwatch_logs"): _LOG_GROUP,
    ("destinations", "*", "s3"): _BUCKET,
    ("destinations", "*", "s3", "transitions", "*"): _TRANSITION,
    ("destinations", "*", "firehose"): _STREAM,
    ("capture_points", "*"): _CAPTURE_POINT,
    ("stacks", "*", "assume_role"): dict.fromkeys(("arn", "role", "iam_role_arn"), "role_arn"),
    ("audit", "exempt", "*"): _EXEMPTION,
}
"""Place of a mapping, with `*` for a name or a number → the keys of others there."""


def meant(key: str, path: Path) -> str | None:
    """The key that is meant; `path`: of the mapping that has the unknown one."""
    for place, keys in _TABLES.items():
        if len(place) == len(path) and all(wanted in ("*", step) for wanted, step in zip(place, path, strict=True)):
            return keys.get(key)
    return None
