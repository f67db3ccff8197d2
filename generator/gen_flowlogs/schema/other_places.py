"""Advice about keys that a spec has elsewhere, or in another form, or not at all.

Comes in: an unknown key, its path and its value. Goes out: the end of a message. A key that only has another name here
is in `synonyms`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.kinds import BY_KEY
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.schema import hints, texts
from gen_flowlogs.schema.language import KINDS as STORES
from gen_flowlogs.schema.synonyms import FILTER, ROLE, TARGETS

if TYPE_CHECKING:
    from gen_flowlogs.diagnostics import Path

_OF_FILTERS = frozenset({*FILTER, "traffic", "fields", "max_aggregation_interval", "tag_fields"})
_OF_DESTINATIONS = frozenset({"encryption", "kms", "kms_key_id", "kms_key_arn"})
_SWITCHES = frozenset({"enabled", "enable", "disabled", "count", "create"})
_FORMATS = frozenset({"log_format", "format"})
_PLACE = frozenset({"region", "regions", "account", "accounts", "account_id", "account_ids"})
_INSIDE_VPC = frozenset(
    {
        *("instance", "instances", "instance_id", "instance_ids", "ec2", "ecs", "eks", "lambda", "rds", "fargate"),
        *("elb", "alb", "nlb", "load_balancer", "load_balancers"),
    }
)
"""Things without a flow log of their own, whose network interfaces have one."""
_ZONAL = frozenset({"nat_gateway", "nat_gateways", "nat_gateway_id", "nat"})
_OF_LOG_GROUP = frozenset({"log_group", "log_group_name"})
_KEPT = frozenset({"retention", "retention_days", "retention_in_days", "expire_days"})
_FILE_FORMATS = ("parquet", "plain-text")
_OF_BUCKET = frozenset({"bucket", "bucket_name"})
_STACK = '`stacks: {NAME: {account: "111122223333", region: us-east-1}}`'


def chooses(key: str, path: Path) -> bool:
    """Whether an unknown key of a definition is advised on in the words of a target or of a kind of destination."""
    match path:
        case ("capture_points", _):
            return key in _INSIDE_VPC | _ZONAL
        case ("capture_points", _, str(target)) if target in BY_KEY:
            return _of_target(key, [target]) is not None
        case ("capture_points", _, _, "lookup"):
            return key == "name"
        case ("destinations", _):
            return key in _OF_LOG_GROUP | _OF_BUCKET
        case _:
            return False


def is_location(key: str) -> bool:
    """Whether an unknown key has an account or a region, which a stack has."""
    return key in _PLACE


def advice(key: str, path: Path, value: object) -> str | None:
    """The end of a message about a key that has no other name here, or another place."""
    match path:
        case ():
            return _of_spec(key, value)
        case ("terraform",):
            return f"account and region are those of a stack, {_STACK}" if key in _PLACE else None
        case ("filters", _) if key in _FORMATS and isinstance(value, str):
            return _in_a_bucket(value) if value in _FILE_FORMATS else hints.log_format(value)
        case ("capture_points", _, *below):
            return _of_target(key, below) if below else _of_capture_point(key, path, value)
        case ("filters" | "stacks" | "destinations", str(name)) if key == "name":
            return f"its name is the key above, {quoted(name)}"
        case ("filters" | "stacks" | "destinations", _) if key == "description":
            return "write a comment (`# …`) here instead"
        case ("destinations", *_):
            return _of_destination(key, path)
        case _:
            return None


def _of_target(key: str, below: list[str | int]) -> str | None:
    """Advise about a key of a target, or of the lookup of several."""
    target = str(below[0])
    if target not in BY_KEY or len(below) > 1:
        by_name = below[1:] == ["lookup"] and key == "name"
        return f"one `name` finds one: write `{target}: {{lookup: {{tags: {{Name: …}}}}}}`" if by_name else None
    kind, plural = BY_KEY[target]
    if key.startswith("Fn::"):
        return "it is CloudFormation's; for a Terraform variable write `{var: NAME}`"
    if key in texts.EVERYTHING and kind.plural_data_source:
        return texts.every(kind).removeprefix("; ")
    if key in ("name", "tags", "filter", "filters"):
        named = "tags: …" if key != "name" else "tags: {Name: …}" if plural else "name: …"
        return f"write `{target}: {{lookup: {{{named}}}}}`"
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
        case ("destinations", _, "s3") if key in ROLE or key == "role":
            return "AWS delivers to a bucket without a role: take it out"
        case ("destinations", _, _) if key in ("create", "created"):
            return "what is not `existing: true` is created: take it out"
        case ("destinations", *_) if key in _PLACE:
            return f"account and region are those of a stack, {_STACK}"
        case ("destinations", _, "cloudwatch_logs" | "firehose") if key in ROLE:
            return f"write `role: {{{ROLE[key]}: …}}`"
        case ("destinations", _, kind) if key == "description" and kind in STORES:
            return "write a comment (`# …`) here instead, and `role: {description: …}` describes a role in IAM"
        case _:
            return None


def _of_spec(key: str, value: object) -> str | None:
    if key.startswith(("x-", ".")):
        return "no key is for anchors alone: write `&NAME` before the first value, and `*NAME` for it elsewhere"
    if key in _PLACE:
        return f"write it in a stack, {_STACK}"
    if key in _OF_DESTINATIONS:
        return "write `kms: create` in `cloudwatch_logs` or `s3` of a destination"
    if key in _FORMATS and value in _FILE_FORMATS:
        return _in_a_bucket(value)
    if key in _OF_FILTERS:
        return _in_a_filter(key)
    if key in _KEPT:
        return "write `retention_days` in `cloudwatch_logs`, or `expire_days` in `s3`, of a destination"
    if key == "tags":
        return "write `defaults: {tags: …}` for all, or `tags` in a destination or a capture point"
    if key in BY_KEY or key in TARGETS:
        return f"write it in a capture point, `capture_points: {{NAME: {{{TARGETS.get(key, key)}: …}}}}`"
    if key == "provider":
        return f"account and region are those of a stack, {_STACK}"
    return None


def _of_capture_point(key: str, path: Path, value: object) -> str | None:
    if key in _OF_FILTERS:
        return _of_records(key, value)
    if key in ("log_destination_type", "destination_options", "destination_type"):
        return "a destination has them: `destinations: {NAME: {s3: {bucket: …}}}`, and NAME here"
    if key in _SWITCHES:
        return "a capture point that is in the spec is recorded: take it out, or choose its stacks with `stack`"
    if key == "for_each":
        return "for several write `vpcs: […]`, or `vpcs: {ref: …}`, and so for each kind of target"
    if key in ("iam_role_arn", "iam_role"):
        return "write `role: {arn: …}` in the settings of the destination"
    if key in _OF_DESTINATIONS:
        return "write `kms: create` in the settings of the destination"
    if key in _PLACE:
        return f"write `stack: NAME`, of a stack that has them: {_STACK}"
    if key in _INSIDE_VPC:
        what = "an instance" if key.startswith(("instance", "ec2")) else "such a resource"
        return f"{what} has no flow log of its own: write its network interface, `eni: eni-…`"
    if key in _ZONAL:
        plural = "s" if key.endswith("s") else ""
        return f"write `regional_nat_gateway{plural}`, or for a zonal NAT gateway its network interface, `eni: eni-…`"
    return f"its name is the key above, {quoted(path[1])}" if key == "name" else None


def _of_records(key: str, value: object) -> str:
    """Advise about a key of a filter, or the format of files, in a capture point."""
    if key in _FORMATS and value in _FILE_FORMATS:
        return _in_a_bucket(value)
    built_in = str(value).lower()
    if key in ("traffic", "traffic_type") and built_in in ("all", "accept", "reject"):
        return f"write `filter: {built_in}`, a built-in filter, or `traffic` in one of your own under `filters`"
    return f"{_in_a_filter(key)}, and that name as `filter` here"


def _in_a_bucket(value: object) -> str:
    return f"write `file_format: {value}` in `s3` of the destination"


def _in_a_filter(key: str) -> str:
    return f"write `{FILTER.get(key, key)}` in a filter, `filters: {{NAME: {{{FILTER.get(key, key)}: …}}}}`"
