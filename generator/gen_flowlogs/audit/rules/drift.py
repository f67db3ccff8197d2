"""Log groups and buckets of the specs that are not as the specs say (`destination-drift`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs import naming
from gen_flowlogs.audit import encryption
from gen_flowlogs.audit.lifecycles import expire_days
from gen_flowlogs.audit.uses import once
from gen_flowlogs.model import S3, CloudWatchLogs, ExistingKey, OwnKey, ServiceKey, known_name
from gen_flowlogs.observe import attributes
from gen_flowlogs.observe.answers.buckets import ENCRYPTION, LIFECYCLE, VERSIONING
from gen_flowlogs.observe.existing import Bucket, EncryptionKey, LogGroup, Unknown
from gen_flowlogs.phrasing import days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.audit.ground import Ground
    from gen_flowlogs.audit.results import Deviation
    from gen_flowlogs.audit.uses import Use


def check(ground: Ground) -> Iterator[Deviation]:
    """Find them. Settings of what exists already are its owner's; a setting that was not read is none."""
    for use in once(ground, lambda each: each.origin):
        found: tuple[str, ...] = ()
        match use.match.recording.destination:
            case CloudWatchLogs(existing=False) as destination:
                group = ground.things.log_group(use.arn)
                if isinstance(group, LogGroup):
                    key = None if isinstance(group.key, Unknown) else _key(ground, use, group, destination)
                    found = (*_of_group(group, destination), *filter(None, (key,)))
            case S3(existing=False) as destination:
                bucket = ground.things.bucket(use.arn)
                if isinstance(bucket, Bucket):
                    key = _key(ground, use, bucket, destination) if ENCRYPTION in bucket.settings else None
                    found = (*_of_bucket(bucket, destination), *filter(None, (key,)))
        for text in found:
            yield use.deviation("destination-drift", use.arn, text, "apply the output of the spec, or change the spec")


def _of_group(group: LogGroup, to: CloudWatchLogs) -> Iterator[str]:
    if not isinstance(group.retention_days, Unknown) and (group.retention_days or None) != to.retention_days:
        yield f"keeps records {_days(group.retention_days)}, and the spec has {_days(to.retention_days)}"
    if isinstance(group.log_class, str) and group.log_class != to.log_class:
        yield f"is of the class {group.log_class}, and the spec has {to.log_class}"
    if None not in (protections := {to.deletion_protection, group.deletion_protection}) and len(protections) > 1:
        yield "has another deletion protection than the spec"


def _of_bucket(bucket: Bucket, to: S3) -> Iterator[str]:
    settings = bucket.settings
    if bucket.complete or LIFECYCLE in settings:
        kept = expire_days(settings.get(LIFECYCLE, {}), to.prefix)
        if kept != to.expire_days:
            yield f"keeps records {_days(kept)}, and the spec has {_days(to.expire_days)}"
    if bucket.complete or VERSIONING in settings:
        versions = attributes.mappings(settings.get(VERSIONING, {}).get("versioning_configuration"))
        on = any(each.get("status") == "Enabled" for each in versions)
        if on != to.versioning:
            yield f"{'has' if on else 'has no'} versions of objects, unlike the spec"


def _key(ground: Ground, use: Use, thing: LogGroup | Bucket, to: CloudWatchLogs | S3) -> str | None:
    """The difference of the keys; None where there is none, or where it is not known whether two names are of one."""
    site = use.site
    arn = encryption.key_arn(thing, site) if site is not None else None
    key = None if arn is None else ground.things.key(arn)
    match to.kms:
        case ServiceKey() if arn:
            return f"is encrypted with {arn}, and the spec has `kms: aws`"
        case OwnKey() if site is not None and not arn:
            return "is not encrypted with the key of the spec"
        case OwnKey() if isinstance(key, EncryptionKey) and key.aliases:
            spec, _ = ground.declared[id(use.match.flow_log)]  # that of a bucket is of the stack which has it
            aliases = {naming.key_alias(known_name(to), stack) for stack in spec.stacks}
            own = not aliases.isdisjoint(key.aliases)
            return None if own else f"is encrypted with {arn}, which is not the key of the spec"
        case ExistingKey(str(wanted)) if site is not None and arn != wanted:
            if isinstance(key, EncryptionKey) and key is ground.things.key(wanted):
                return None
            is_alias = ":alias/" in (arn or "") or ":alias/" in wanted
            if not (is_alias and not isinstance(key, EncryptionKey)):
                return f"is encrypted with {arn or 'the key of the service'}, and the spec has {wanted}"
    return None


def _days(number: int | Unknown | None) -> str:
    return f"for {days(number)}" if isinstance(number, int) and number else "for ever"
