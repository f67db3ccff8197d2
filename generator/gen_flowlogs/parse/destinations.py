"""`destinations` → CloudWatchLogs, S3, Firehose, with every default filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gen_flowlogs.model import (
    S3,
    CloudWatchLogs,
    Destination,
    EncryptionKey,
    ExistingKey,
    ExistingRole,
    Firehose,
    OwnKey,
    OwnRole,
    Reference,
    ServiceKey,
    Tags,
    Transition,
    Variable,
)
from gen_flowlogs.parse.tags import merged

if TYPE_CHECKING:
    from gen_flowlogs.diagnostics import Finding, Origin
    from gen_flowlogs.parse.sources import Scope

DEFAULT_RETENTION = 365


def parse(scope: Scope) -> tuple[dict[str, Destination], list[Finding]]:
    """Every destination that can be understood, by its name."""
    shared = scope.defaults.get("tags", {})
    found: dict[str, Destination] = {}
    for name, (raw, origin) in scope.destinations.items():
        tags = merged(shared, raw.get("tags", {}))
        match raw:
            case {"cloudwatch_logs": {"log_group": str()} as settings}:
                found[name] = _cloudwatch_logs(name, raw, settings, tags, origin)
            case {"s3": {"bucket": str()} as settings}:
                found[name] = _s3(name, raw, settings, tags, origin)
            case {"firehose": {"delivery_stream": stream} as settings} if stream:
                found[name] = _firehose(name, raw, settings, tags, origin)
    return found, []


def _cloudwatch_logs(
    name: str, raw: dict[str, Any], settings: dict[str, Any], tags: Tags, origin: Origin
) -> Destination:
    retention = settings.get("retention_days", DEFAULT_RETENTION)
    return CloudWatchLogs(
        name=name,
        log_group=settings["log_group"],
        existing=settings.get("existing", False),
        retention_days=None if retention == "never" else int(retention),  # JSON Schema takes 365.0 for whole
        kms=_key(settings.get("kms", "aws")),
        log_class=settings.get("class", "STANDARD"),
        deletion_protection=settings.get("deletion_protection"),
        on_destroy=settings.get("on_destroy", "keep"),
        role=_role(settings.get("role")),
        tags=tags,
        renamed_from=raw.get("renamed_from"),
        retired=raw.get("retired", False),
        queries=settings.get("queries", False),
        ignores=raw.get("lint", {}).get("ignore", {}),
        origin=origin,
    )


def _s3(name: str, raw: dict[str, Any], settings: dict[str, Any], tags: Tags, origin: Origin) -> Destination:
    return S3(
        name=name,
        bucket=settings["bucket"],
        prefix=settings.get("prefix", "").removesuffix("/"),
        existing=settings.get("existing", False),
        file_format=settings.get("file_format", "plain-text"),
        hive=settings.get("hive_compatible_partitions", False),
        hourly=settings.get("per_hour_partition", False),
        kms=_key(settings.get("kms", "aws")),
        expire_days=_whole(settings.get("expire_days")),
        transitions=tuple(
            Transition(int(step["after_days"]), step["storage_class"])
            for step in settings.get("transitions", ())
            if {"after_days", "storage_class"} <= step.keys()
        ),
        transition_size=settings.get("transition_default_minimum_object_size"),
        versioning=settings.get("versioning", True),
        on_destroy=settings.get("on_destroy", "keep"),
        stack=settings.get("stack"),
        org_id=settings.get("org_id"),
        readers=tuple(settings.get("readers", ())),
        query_accounts=tuple(settings.get("query_accounts", ())),
        tags=tags,
        renamed_from=raw.get("renamed_from"),
        retired=raw.get("retired", False),
        queries=settings.get("queries", False),
        ignores=raw.get("lint", {}).get("ignore", {}),
        origin=origin,
    )


def _firehose(name: str, raw: dict[str, Any], settings: dict[str, Any], tags: Tags, origin: Origin) -> Destination:
    across = settings.get("cross_account_role")
    role = _role(settings.get("role")) if across is not None or "role" in settings else None
    return Firehose(
        name=name,
        stream=_stream(settings["delivery_stream"]),
        cross_account_role=across,
        role=role,
        tags=tags,
        renamed_from=raw.get("renamed_from"),
        retired=raw.get("retired", False),
        ignores=raw.get("lint", {}).get("ignore", {}),
        origin=origin,
    )


def _whole(raw: float | None) -> int | None:
    return None if raw is None else int(raw)


def _stream(raw: object) -> str | Reference | Variable:
    match raw:
        case {"ref": str(traversal)}:
            return Reference(traversal)
        case {"var": str(name)}:
            return Variable(name)
        case arn:
            return str(arn)


def _key(raw: str) -> EncryptionKey:
    match raw:
        case "aws":
            return ServiceKey()
        case "create":
            return OwnKey()
        case arn:
            return ExistingKey(arn)


def _role(raw: dict[str, Any] | None) -> OwnRole | ExistingRole:
    match raw:
        case None:
            return OwnRole()
        case {"arn": arn}:
            return ExistingRole(arn)
        case _:
            return OwnRole(
                name=raw.get("name"),
                path=raw.get("path"),
                permissions_boundary=raw.get("permissions_boundary"),
                permissions=raw.get("permissions", "least"),
            )
