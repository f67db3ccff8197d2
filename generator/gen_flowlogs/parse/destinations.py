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
    Given,
    GivenArn,
    OwnKey,
    OwnRole,
    Reference,
    ServiceKey,
    Tags,
    Transition,
    Variable,
    Variant,
)
from gen_flowlogs.parse.tags import NONE, merged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.diagnostics import Origin
    from gen_flowlogs.parse.sources import Scope

DEFAULT_RETENTION = 365


def parse(scope: Scope) -> dict[str, tuple[Destination, ...]]:
    """Every destination that can be understood, by its name, with all of its variants."""
    return {
        name: made
        for name, (raw, origin) in scope.destinations.items()
        if (made := tuple(_variants(name, raw, origin, scope)))
    }


def _variants(name: str, raw: dict[str, Any], origin: Origin, scope: Scope) -> Iterator[Destination]:
    for data, at, variant in scope.variants_of("destinations", name, raw, origin):
        owner = data.get("s3", {}).get("stack")
        tags = merged(scope.default("tags", variant[0] if variant else owner, {}), data.get("tags", {}))
        match data:
            case {"cloudwatch_logs": ({"log_group": named} | {"arn": named}) as settings} if named:
                yield _cloudwatch_logs(name, data, settings, tags, at, variant)
            case {"s3": ({"bucket": named} | {"arn": named}) as settings} if named:
                yield _s3(name, data, settings, tags, at, variant)
            case {"firehose": {"delivery_stream": stream} as settings} if stream:
                yield _firehose(name, data, settings, tags, at, variant)


def _cloudwatch_logs(  # noqa: PLR0913, PLR0917
    name: str, raw: dict[str, Any], settings: dict[str, Any], tags: Tags, origin: Origin, variant: Variant
) -> Destination:
    retention = settings.get("retention_days", DEFAULT_RETENTION)
    return CloudWatchLogs(
        name=name,
        log_group=_store(settings, "log_group"),
        existing=settings.get("existing", False),
        retention_days=None if retention == "never" else int(retention),  # JSON Schema takes 365.0 for whole
        kms=_key(settings.get("kms", "aws")),
        log_class=settings.get("class", "STANDARD"),
        deletion_protection=settings.get("deletion_protection"),
        on_destroy=settings.get("on_destroy", "keep"),
        role=_role(settings.get("role")),
        tags=tags,
        renamed_from=raw.get("renamed_from"),
        retired=bool(raw.get("retired", False)),
        queries=settings.get("queries", False),
        ignores=raw.get("lint", {}).get("ignore", {}),
        origin=origin,
        variant=variant,
    )


def _s3(  # noqa: PLR0913, PLR0917
    name: str, raw: dict[str, Any], settings: dict[str, Any], tags: Tags, origin: Origin, variant: Variant
) -> Destination:
    return S3(
        name=name,
        bucket=_store(settings, "bucket"),
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
        retired=bool(raw.get("retired", False)),
        queries=settings.get("queries", False),
        ignores=raw.get("lint", {}).get("ignore", {}),
        origin=origin,
        variant=variant,
    )


def _firehose(  # noqa: PLR0913, PLR0917
    name: str, raw: dict[str, Any], settings: dict[str, Any], tags: Tags, origin: Origin, variant: Variant
) -> Destination:
    across = settings.get("cross_account_role")
    role = _role(settings.get("role")) if across is not None or "role" in settings else None
    return Firehose(
        name=name,
        stream=_given(settings["delivery_stream"]),
        cross_account_role=None if across is None else _given(across),
        role=role,
        tags=tags,
        renamed_from=raw.get("renamed_from"),
        retired=bool(raw.get("retired", False)),
        ignores=raw.get("lint", {}).get("ignore", {}),
        origin=origin,
        variant=variant,
    )


def _whole(raw: float | None) -> int | None:
    return None if raw is None else int(raw)


def _given(raw: object) -> Given:
    """A text, or the mapping that stands in its place."""
    match raw:
        case {"ref": str(traversal)}:
            return Reference(traversal)
        case {"var": str(name)}:
            return Variable(name)
        case text:
            return str(text)


def _store(settings: dict[str, Any], name: str) -> Given | GivenArn:
    """The log group or bucket, by its name or by its ARN."""
    return _given(settings[name]) if name in settings else GivenArn(_given(settings["arn"]))


def _key(raw: object) -> EncryptionKey:
    match raw:
        case "aws":
            return ServiceKey()
        case "create":
            return OwnKey()
        case arn:
            return ExistingKey(_given(arn))


def _role(raw: dict[str, Any] | None) -> OwnRole | ExistingRole:
    match raw:
        case None:
            return OwnRole()
        case {"arn": arn}:
            return ExistingRole(_given(arn))
        case _:
            tags = raw.get("tags", {})
            boundary = raw.get("permissions_boundary")
            return OwnRole(
                name=raw.get("name"),
                path=raw.get("path"),
                permissions_boundary=None if boundary is None else _given(boundary),
                permissions=raw.get("permissions", "least"),
                policy_name=raw.get("policy_name"),
                description=raw.get("description"),
                tags=None if tags == NONE else merged({}, tags),
            )
