"""Keys that authors bring along from Terraform and from modules, and what a spec has for them.

Comes in: an unknown key and its path. Goes out: the key that is meant, or the end of a message. The keys are those that
misled the authors of specs for real set-ups, with the arguments of `aws_flow_log` and `aws_cloudwatch_log_group`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.schema import hints
from gen_flowlogs.schema.language import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.diagnostics import Path

_FILTER: Mapping[str, str] = {
    "traffic_type": "traffic",
    "log_format": "fields",
    "format": "fields",
    "aggregation_interval": "max_aggregation_interval",
    "interval": "max_aggregation_interval",
}
_LOG_GROUP: Mapping[str, str] = {
    "name": "log_group",
    "log_group_class": "class",
    "kms_key_id": "kms",
    "kms_key_arn": "kms",
    "encryption": "kms",
    "skip_destroy": "on_destroy",
    "iam_role": "role",
}
_BUCKET: Mapping[str, str] = {
    "name": "bucket",
    "kms_key_id": "kms",
    "kms_key_arn": "kms",
    "kms_master_key_id": "kms",
    "encryption": "kms",
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
_OF_FILTERS = frozenset({*_FILTER, "traffic", "fields", "max_aggregation_interval", "tag_fields"})
_SWITCHES = frozenset({"enabled", "enable", "disabled", "count", "create"})
_FORMATS = frozenset({"log_format", "format"})


def meant(key: str, path: Path) -> str | None:
    """The key that is meant; `path`: of the mapping that has the unknown one."""
    match path:
        case ("filters", _):
            return _FILTER.get(key)
        case ("destinations", _, "cloudwatch_logs"):
            return _LOG_GROUP.get(key)
        case ("destinations", _, "s3"):
            return _BUCKET.get(key)
        case ("stacks", _, "assume_role"):
            return "role_arn" if key in ("arn", "role", "iam_role_arn") else None
        case _:
            return None


def advice(key: str, path: Path, value: object) -> str | None:
    """The end of a message about a key that has no other name here, or another place."""
    match path:
        case ("filters", _) if key in _FORMATS and isinstance(value, str):
            return hints.log_format(value)
        case ("capture_points", _) if key in _OF_FILTERS:
            return f"write `{_FILTER.get(key, key)}` in a filter under `filters`, and the filter's name as `filter`"
        case ("capture_points", _) if key in _SWITCHES:
            return "a capture point that is in the spec is recorded: take it out, or choose its stacks with `stack`"
        case ("capture_points", _) if key in ("iam_role_arn", "iam_role"):
            return "write `role: {arn: …}` in the settings of the destination"
        case ("filters" | "stacks" | "destinations", _) if key == "description":
            return "a comment (`# …`) says it here"
        case ("destinations", _, "cloudwatch_logs" | "firehose") if key in _ROLE:
            return f"write `role: {{{_ROLE[key]}: …}}`"
        case ("destinations", _, kind) if key == "description" and kind in KINDS:
            return "a comment (`# …`) says it here, and `role: {description: …}` describes a role in IAM"
        case _:
            return None
