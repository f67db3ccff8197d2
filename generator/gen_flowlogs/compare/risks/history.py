"""Planned changes → their effects on records that exist: deleted, unreadable, left behind, or refused by Terraform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.compare.comparison import Effect, EffectKind
from gen_flowlogs.compare.records.dependencies import store
from gen_flowlogs.compare.risks import access
from gen_flowlogs.model import S3, CloudWatchLogs
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.view.cloudwatch_logs import LogGroup
from gen_flowlogs.view.keys import Key
from gen_flowlogs.view.s3 import Bucket, BucketPolicy, Lifecycle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gen_flowlogs.compare.names import Definitions
    from gen_flowlogs.compare.plan.actions import ModulePlan, PlannedChange
    from gen_flowlogs.model import Destination
    from gen_flowlogs.view.resources import Resource

_DAYS = 30  # the default waiting period of KMS and of the provider
_RETIRE = "write `retired: true` at the destination instead of taking it out, and no records are destroyed"
_REMOVED = "to leave it as it is, write `removed` blocks with `destroy = false` of your own beside the output"
_FIVE = "only a plan says what AWS provider 5 does, which looks for it in the other region"
_PROTECTION = "deletion_protection_enabled"
_FIRST = "first apply the spec with `on_destroy: delete`, or `terraform state rm` what is to stay"

_Message = tuple[EffectKind, str]


def effects(module: ModulePlan, destinations: Definitions[Destination], *, gone: bool) -> Iterator[Effect]:
    """The effects of one root module's plan. `gone`: there is no new spec."""
    refused = tuple(_refused(module)) if gone else ()
    keys = {each.old.base: each for each in module.all() if each.old and isinstance(each.old.resource, Key)}
    for planned in module.all() if not refused else ():
        advice = "" if gone else _advice(planned, module, destinations)
        name = _now(planned, destinations)
        for kind, message in _of(planned, module, keys, destinations, advice):
            yield Effect(
                capture_point=planned.capture_point,
                destination=name,
                effect=kind,
                template=message,
                stack=module.name,
                subject=planned.address if kind == "kept" else "",
            )
    for old in refused:
        message = (
            f"`terraform destroy` refuses and destroys nothing, since `on_destroy: keep` protects {old.address}; "
            f"{_FIRST}"
        )
        yield Effect(
            capture_point=None, destination=old.destination, effect="blocked", template=message, stack=module.name
        )


def _now(planned: PlannedChange, destinations: Definitions[Destination]) -> str:
    """The name of the destination of a planned change in the new version; the old one if it is gone."""
    return planned.destination if planned.moved_from is None else destinations.now(planned.destination)


def _refused(module: ModulePlan) -> Iterator[PlannedChange]:
    """The instances that `prevent_destroy` protects if the whole spec is gone: its files stay, and so do they."""
    return (planned for planned in module.all() if planned.old and _protected(planned.old.resource))


def _protected(resource: Resource | None) -> bool:
    return bool(getattr(resource, "prevent_destroy", False))


def _of(
    planned: PlannedChange,
    module: ModulePlan,
    keys: Mapping[str, PlannedChange],
    destinations: Definitions[Destination],
    advice: str,
) -> Iterator[_Message]:
    if planned.old is None:
        return
    destination = destinations.new.get(_now(planned, destinations))
    old = planned.old.resource
    new = planned.new.resource if planned.new else None
    if planned.kept:
        yield "kept", _kept(planned, destination)
    gone = planned.action in ("destroy", "replace")
    region = next((str(each.old) for each in planned.differences if each.argument == "region"), None)
    match old, new:
        case LogGroup(), _ if gone and (unreadable := access.unreadable(old, module, keys)):
            yield "history", unreadable
        case LogGroup(), _ if gone:
            yield _group(old, new, advice, region)
        case Bucket(), _ if gone:
            yield _bucket(old, new, module, advice, region)
        case Key(), _ if gone:
            yield _key(planned.address, new, region)
        case LogGroup(), LogGroup():
            yield from _shorter(f"the log group {quoted(old.name)}", old.retention_in_days, new.retention_in_days)
        case Lifecycle(), Lifecycle() if not gone:
            bucket = f"the bucket {quoted(destination.bucket)}" if isinstance(destination, S3) else "the bucket"
            yield from _shorter(bucket, old.expire_days, new.expire_days)
        case BucketPolicy(), BucketPolicy() if not gone and isinstance(destination, S3):
            yield from access.shut_out(destinations.old_of(destination.name), destination)


def _advice(planned: PlannedChange, module: ModulePlan, destinations: Definitions[Destination]) -> str:
    """Advise how to leave a store that is destroyed as it is; empty if it is created again."""
    if planned.old is None or planned.new is not None or planned.blocked:
        return ""
    if not isinstance(planned.old.resource, LogGroup | Bucket):
        return ""
    stack = module.either.stack
    destroyed = store(planned.old.resource, stack)
    if destinations.new_of(planned.destination) is not None:
        return f"; {_REMOVED}"
    stays = any(destroyed == store(each, stack) for each in destinations.new.values())
    return "" if stays or module.new is None else f"; {_RETIRE}"  # of a stack that is gone nothing can be retired


def _kept(planned: PlannedChange, destination: Destination | None) -> str:
    assert planned.old is not None  # noqa: S101 - it is kept from there
    names = " and ".join(planned.kept)
    off = "; `deletion_protection: false` switches it off" if _PROTECTION in planned.kept else ""
    sentence = f"Terraform keeps the {names} of {planned.address}, because an argument that is removed changes nothing"
    again = f"`terraform apply -replace='{planned.address}'`"
    if planned.kept == (_PROTECTION,):
        return f"{sentence}{off}"
    match planned.old.resource:
        case LogGroup(name=name, skip_destroy=True):
            return f"{sentence}; only a log group of another name gets the default, since {quoted(name)} stays{off}"
        case LogGroup(name=name):
            return f"{sentence}; {again} brings the default back, and deletes {quoted(name)} with its records{off}"
    queries = "; until then the queries look for other fields than it records"
    asks = isinstance(destination, CloudWatchLogs | S3) and destination.queries
    return f"{sentence}; {again} brings the default back{queries if asks else ''}"


def _group(group: LogGroup, new: Resource | None, advice: str, region: str | None) -> _Message:
    name = quoted(group.name) + (f" in {region}" if region else "")
    if not group.skip_destroy and group.deletion_protection_enabled:
        why = (
            f"CloudWatch Logs refuses to delete the log group {name} (`deletion_protection: true`), so the apply fails"
        )
        return "blocked", f"{why}; apply `deletion_protection: false` first"
    if not group.skip_destroy:
        by = " by AWS provider 6, and left behind by provider 5" if region else ""
        return "history", f"the log group {name} and every record in it are deleted{by}{advice}"
    if isinstance(new, LogGroup) and new.name == group.name and region is None:
        why = f"the log group {name} is kept (`on_destroy: keep`), so it cannot be recreated under its name"
        return "blocked", f"{why}, and the apply fails; give the log group another name"
    if advice == f"; {_REMOVED}":
        advice = ""  # it is left as it is
    return "unmanaged", f"the log group {name} stays with its records, and Terraform manages it no longer{advice}"


def _bucket(bucket: Bucket, new: Resource | None, module: ModulePlan, advice: str, region: str | None) -> _Message:
    name = quoted(bucket.bucket)
    five = f"; {_FIVE}" if region else ""
    another = access.another("bucket", new.bucket, module) if isinstance(new, Bucket) else advice
    if isinstance(new, Bucket) and new.prevent_destroy:
        who = "AWS provider 6" if region else "Terraform"
        refused = f"{who} refuses to replace the bucket {name} (`on_destroy: keep`), so nothing is applied"
        return "blocked", f"{refused}{five}{another}"
    if bucket.force_destroy:
        return "history", f"the bucket {name} and every record in it are deleted{five}{advice}"
    how = f"the apply fails as long as the bucket {name} holds records, since only an empty one can be destroyed"
    return "blocked", f"{how}, but its policy is gone by then{five}{another}"


def _key(address: str, new: Resource | None, region: str | None) -> _Message:
    left = f"; AWS provider 5 leaves it in {region} and loses sight of it" if region else ""
    by = " by AWS provider 6" if region else ""
    if _protected(new):
        who = "AWS provider 6" if region else "Terraform"
        return "blocked", f"{who} refuses to replace {address} (`on_destroy: keep`), so nothing is applied{left}"
    what = f"{address} is scheduled for deletion{by}: what it encrypted cannot be read any more after {_DAYS} days"
    return "history", f"{what}, unless the deletion is cancelled{left}"


def _shorter(what: str, old: int | None, new: int | None) -> Iterator[tuple[EffectKind, str]]:
    if new is not None and (old is None or new < old):
        before = "for ever" if old is None else f"for {old} days"
        yield "history", f"records in {what} that are older than {new} days are deleted; they were kept {before}"
