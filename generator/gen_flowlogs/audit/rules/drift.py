"""Log groups and buckets of the specs that are not as the specs say (`destination-drift`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.audit.lifecycles import expire_days
from gen_flowlogs.audit.uses import once
from gen_flowlogs.model import S3, CloudWatchLogs, ExistingKey, OwnKey, ServiceKey
from gen_flowlogs.observe import attributes
from gen_flowlogs.observe.answers.buckets import ENCRYPTION, LIFECYCLE, VERSIONING, key_of
from gen_flowlogs.observe.existing import Bucket, LogGroup, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.audit.ground import Ground
    from gen_flowlogs.audit.results import Deviation
    from gen_flowlogs.model import EncryptionKey


def check(ground: Ground) -> Iterator[Deviation]:
    """Find them. Settings of what exists already are its owner's; a setting that was not read is none."""
    for use in once(ground):
        found: tuple[str, ...] = ()
        match use.match.recording.destination:
            case CloudWatchLogs(existing=False) as destination:
                group = ground.things.log_group(use.arn)
                found = tuple(_of_group(group, destination)) if isinstance(group, LogGroup) else ()
            case S3(existing=False) as destination:
                bucket = ground.things.bucket(use.arn)
                found = tuple(_of_bucket(bucket, destination)) if isinstance(bucket, Bucket) else ()
        for text in found:
            yield use.deviation("destination-drift", use.arn, text, "apply the output of the spec, or change the spec")


def _of_group(group: LogGroup, to: CloudWatchLogs) -> Iterator[str]:
    if not isinstance(group.retention_days, Unknown) and (group.retention_days or None) != to.retention_days:
        yield f"keeps records {_days(group.retention_days)}, and the spec says {_days(to.retention_days)}"
    if isinstance(group.log_class, str) and group.log_class != to.log_class:
        yield f"is of the class {group.log_class}, and the spec says {to.log_class}"
    if None not in (protections := {to.deletion_protection, group.deletion_protection}) and len(protections) > 1:
        yield "is protected from deletion otherwise than the spec says"
    if not isinstance(group.key, Unknown):
        yield from _key(group.key, to.kms)


def _of_bucket(bucket: Bucket, to: S3) -> Iterator[str]:
    settings = bucket.settings
    if bucket.complete or LIFECYCLE in settings:
        days = expire_days(settings.get(LIFECYCLE, {}), to.prefix)
        if days != to.expire_days:
            yield f"keeps records {_days(days)}, and the spec says {_days(to.expire_days)}"
    if bucket.complete or VERSIONING in settings:
        versions = attributes.mappings(settings.get(VERSIONING, {}).get("versioning_configuration"))
        on = any(each.get("status") == "Enabled" for each in versions)
        if on != to.versioning:
            yield f"{'has' if on else 'has no'} versions of objects, and the spec says otherwise"
    if ENCRYPTION in settings:
        yield from _key(key_of(settings), to.kms)


def _key(key: str | None, kms: EncryptionKey) -> Iterator[str]:
    match kms:
        case ServiceKey() if key:
            yield f"is encrypted with {key}, and the spec says `kms: aws`"
        case OwnKey() if not key:
            yield "is not encrypted with the key of the spec"
        case ExistingKey(str(arn)) if key != arn:
            yield f"is encrypted with {key or 'the key of the service'}, and the spec says {arn}"


def _days(days: int | Unknown | None) -> str:
    return f"for {days} days" if days else "for ever"
