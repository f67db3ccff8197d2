"""Keys that authors bring along from Terraform, AWS and modules, and what a spec has for them.

Comes in: an unknown key and its path. Goes out: the key that is meant, or the end of a message. The keys are those that
misled the authors of specs for real set-ups, with the arguments of `aws_flow_log`, `aws_cloudwatch_log_group` and
`aws_s3_bucket`. A key that is near to another by its letters alone is not here: `keys` finds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.kinds import BY_KEY, KINDS
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.schema import hints
from gen_flowlogs.schema.language import KINDS as STORES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.diagnostics import Path

_SPEC: Mapping[str, str] = {
    **dict.fromkeys(("flow_logs", "flow_log", "captures", "sources", "targets"), "capture_points"),
    **dict.fromkeys(("sinks", "log_destination", "log_destinations", "outputs"), "destinations"),
    **dict.fromkeys(("environments", "envs"), "stacks"),
    **dict.fromkeys(("variables", "vars", "locals", "parameters"), "values"),
    "includes": "include",
}
_FILTER: Mapping[str, str] = {
    "traffic_type": "traffic",
    "log_format": "fields",
    "format": "fields",
    "aggregation_interval": "max_aggregation_interval",
    "interval": "max_aggregation_interval",
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
    "force_destroy": "on_destroy",
}
_ROLE: Mapping[str, str] = {
    "role_name": "name",
    "role_arn": "arn",
    "iam_role_arn": "arn",
    "role_tags": "tags",
    "policy_name": "policy_name",
    "permissions_boundary": "permissions_boundary",
}
_TARGETS: Mapping[str, str] = {
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
_OF_FILTERS = frozenset({*_FILTER, "traffic", "fields", "max_aggregation_interval", "tag_fields"})
_OF_DESTINATIONS = frozenset({"encryption", "kms", "kms_key_id", "kms_key_arn"})
_SWITCHES = frozenset({"enabled", "enable", "disabled", "count", "create"})
_FORMATS = frozenset({"log_format", "format"})
_PLACE = frozenset({"region", "regions", "account", "accounts", "account_id", "account_ids"})
_INSTANCES = frozenset({"instance", "instances", "instance_id", "instance_ids", "ec2"})
_ZONAL = frozenset({"nat_gateway", "nat_gateways", "nat_gateway_id", "nat"})
_OF_LOG_GROUP = frozenset({"log_group", "log_group_name"})
_OF_BUCKET = frozenset({"bucket", "bucket_name"})
_STACK = '`stacks: {NAME: {account: "111122223333", region: us-east-1}}`'


def meant(key: str, path: Path) -> str | None:
    """The key that is meant; `path`: of the mapping that has the unknown one."""
    match path:
        case ():
            return _SPEC.get(key)
        case ("filters", _):
            return _FILTER.get(key)
        case ("destinations", _):
            return _DESTINATION.get(key)
        case ("destinations", _, "cloudwatch_logs"):
            return _LOG_GROUP.get(key)
        case ("destinations", _, "s3"):
            return _BUCKET.get(key)
        case ("capture_points", _):
            return _TARGETS.get(key)
        case ("stacks", _, "assume_role"):
            return "role_arn" if key in ("arn", "role", "iam_role_arn") else None
        case _:
            return None


def chooses(key: str, path: Path) -> bool:
    """Whether an unknown key of a definition is advised on in the words of a target or of a kind of destination."""
    match path:
        case ("capture_points", _):
            return key in _INSTANCES | _ZONAL
        case ("destinations", _):
            return key in _OF_LOG_GROUP | _OF_BUCKET
        case _:
            return False


def advice(key: str, path: Path, value: object) -> str | None:
    """The end of a message about a key that has no other name here, or another place."""
    match path:
        case ():
            return _of_spec(key)
        case ("filters", _) if key in _FORMATS and isinstance(value, str):
            return hints.log_format(value)
        case ("capture_points", _):
            return _of_capture_point(key, path, value)
        case ("capture_points", _, str(target)) if target in BY_KEY:
            return _of_target(key, target)
        case ("filters" | "stacks" | "destinations", str(name)) if key == "name":
            return f"its name is the key above, {quoted(name)}"
        case ("filters" | "stacks" | "destinations", _) if key == "description":
            return "a comment (`# …`) says it here"
        case ("destinations", *_):
            return _of_destination(key, path)
        case _:
            return None


def _of_target(key: str, target: str) -> str | None:
    kind, plural = BY_KEY[target]
    if key in ("name", "tags", "filter", "filters"):
        return f"write `{target}: {{lookup: {{{'name' if key == 'name' else 'tags'}: …}}}}`"
    if key in ("id", "ids", "arn"):
        return f"write `{target}: {f'[{kind.example}]' if plural else kind.example}`"
    return None


def _of_destination(key: str, path: Path) -> str | None:
    match path:
        case (*_, "role") if key in ("ref", "var"):
            return f"write `role: {{arn: {{{key}: …}}}}`"
        case ("destinations", _) if key in _OF_LOG_GROUP:
            return "write `cloudwatch_logs: {log_group: …}`"
        case ("destinations", _) if key in _OF_BUCKET:
            return "write `s3: {bucket: …}`"
        case ("destinations", *_) if key in _PLACE:
            return f"account and region are those of a stack, {_STACK}"
        case ("destinations", _, "cloudwatch_logs" | "firehose") if key in _ROLE:
            return f"write `role: {{{_ROLE[key]}: …}}`"
        case ("destinations", _, kind) if key == "description" and kind in STORES:
            return "a comment (`# …`) says it here, and `role: {description: …}` describes a role in IAM"
        case _:
            return None


def _of_spec(key: str) -> str | None:
    if key in _PLACE:
        return f"write it in a stack, {_STACK}"
    if key in _OF_DESTINATIONS:
        return "write `kms: create` in `cloudwatch_logs` or `s3` of a destination"
    if key in _OF_FILTERS:
        return _in_a_filter(key)
    if key == "provider":
        return f"account and region are those of a stack, {_STACK}"
    return None


def _of_capture_point(key: str, path: Path, value: object) -> str | None:
    if key in _OF_FILTERS:
        built_in = str(value).lower()
        if key in ("traffic", "traffic_type") and built_in in ("all", "accept", "reject"):
            return f"write `filter: {built_in}`, a built-in filter, or `traffic` in one of your own under `filters`"
        return f"{_in_a_filter(key)}, and that name as `filter` here"
    if key in _SWITCHES:
        return "a capture point that is in the spec is recorded: take it out, or choose its stacks with `stack`"
    if key in ("iam_role_arn", "iam_role"):
        return "write `role: {arn: …}` in the settings of the destination"
    if key in _OF_DESTINATIONS:
        return "write `kms: create` in the settings of the destination"
    if key in _PLACE:
        return f"write `stack: NAME`, of a stack that has them: {_STACK}"
    if key in _INSTANCES:
        return "an instance has no flow log of its own: write its network interface, `eni: eni-…`"
    if key in _ZONAL:
        plural = "s" if key.endswith("s") else ""
        return f"write `regional_nat_gateway{plural}`, or for a zonal NAT gateway its network interface, `eni: eni-…`"
    return f"its name is the key above, {quoted(path[1])}" if key == "name" else None


def _in_a_filter(key: str) -> str:
    return f"write `{_FILTER.get(key, key)}` in a filter, `filters: {{NAME: {{{_FILTER.get(key, key)}: …}}}}`"
