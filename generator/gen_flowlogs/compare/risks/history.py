"""Planned changes → their effects on records that exist: deleted, unreadable, left behind, or refused by Terraform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import sinks
from gen_flowlogs.compare.comparison import Effect, EffectKind
from gen_flowlogs.compare.records.dependencies import is_undeletable, store
from gen_flowlogs.compare.risks import access, readers
from gen_flowlogs.model import S3, CloudWatchLogs
from gen_flowlogs.phrasing import OWN_FILE, quoted
from gen_flowlogs.view.cloudwatch_logs import LogGroup
from gen_flowlogs.view.keys import Key
from gen_flowlogs.view.s3 import Bucket, BucketPolicy, Lifecycle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gen_flowlogs.compare.names import Definitions
    from gen_flowlogs.compare.plan.actions import ModulePlan, PlannedChange
    from gen_flowlogs.compare.risks.scope import Scope
    from gen_flowlogs.model import Destination
    from gen_flowlogs.view.resources import Resource

_DAYS = 30  # the default waiting period of KMS and of the provider
_REMOVED = f"write `removed` blocks with `destroy = false` for its resources {OWN_FILE}"
_FIVE = "AWS provider 5 looks for it in the other region: read the plan"
_PROTECTION = "deletion_protection_enabled"
_FIRST = "first apply the spec with `on_destroy: delete`, or run `terraform state rm` for each resource that is to stay"

_Message = tuple[EffectKind, str]


def effects(scope: Scope, *, gone: bool, keeps_files: bool) -> Iterator[Effect]:
    """The effects of one root module's plan.

    Args:
        scope: the root module and the destinations.
        gone: there is no new spec.
        keeps_files: the old root module stays with its files, for a `terraform destroy`.
    """
    module = scope.module
    refused = tuple(_refused(module)) if keeps_files else ()
    keys = {each.old.base: each for each in module.all() if each.old and isinstance(each.old.resource, Key)}
    stopped = not gone and module.is_refused
    for planned in module.all() if not refused else ():
        advice = "" if gone or module.apart else _advice(planned, scope)
        name = _now(planned, scope.destinations)
        for kind, message in (
            *_ended(planned, keys, scope, advice),
            *_changed(planned, scope),
            *_opened(planned, scope),
        ):
            if stopped and kind != "blocked":
                continue  # nothing is applied
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


def _ended(planned: PlannedChange, keys: Mapping[str, PlannedChange], scope: Scope, advice: str) -> Iterator[_Message]:
    """The effect of a log group, bucket or key that is destroyed or replaced. `keys`: by their old addresses."""
    if planned.old is None or planned.action not in ("destroy", "replace"):
        return
    old, new = planned.old.resource, planned.new.resource if planned.new else None
    region = next((str(each.old) for each in planned.differences if each.argument == "region"), None)
    match old:
        case LogGroup() if unreadable := access.unreadable(old, keys, scope):
            yield "history", unreadable
        case LogGroup():
            yield _group(old, new, advice, region, scope)
        case Bucket():
            another = access.another("bucket", new.bucket, old, scope) if isinstance(new, Bucket) else advice
            yield _bucket(old, new, advice, another, region)
        case Key():
            yield _key(planned.address, new, region)


def _changed(planned: PlannedChange, scope: Scope) -> Iterator[_Message]:
    """The effects of arguments that change in place, or that Terraform keeps."""
    if planned.old is None:
        return
    destination = scope.destinations.new.get(_now(planned, scope.destinations), scope.module.name)
    if planned.kept:
        yield "kept", _kept(planned, destination)
    if planned.action in ("destroy", "replace"):
        return
    match planned.old.resource, planned.new.resource if planned.new else None:
        case LogGroup() as old, LogGroup() as new:
            yield from _shorter(f"the log group {quoted(old.name)}", old.retention_in_days, new.retention_in_days)
        case Lifecycle() as old, Lifecycle() as new:
            named = f" {quoted(sinks.given_name(destination))}" if isinstance(destination, S3) else ""
            yield from _shorter(f"the bucket{named}", old.expire_days, new.expire_days)
        case BucketPolicy(), BucketPolicy() if isinstance(destination, S3):
            yield from access.shut_out(scope.destinations.old_of(destination.name, scope.module.name), destination)


def _opened(planned: PlannedChange, scope: Scope) -> Iterator[_Message]:
    """The readers that the policy of a bucket has, and had not; and those that it has no longer."""
    if planned.new is not None and isinstance(planned.new.resource, BucketPolicy):
        stack = scope.module.name
        destination = scope.destinations.new[planned.new.resource.destination, stack]
        if isinstance(destination, S3):
            yield from readers.changed(scope.destinations.old_of(destination.name, stack), destination)


def _advice(planned: PlannedChange, scope: Scope) -> str:
    """Advise how to leave a store that is destroyed as it is; empty if it is created again."""
    if planned.old is None or planned.new is not None or planned.blocked:
        return ""
    old = planned.old.resource
    if not isinstance(old, LogGroup | Bucket):
        return ""
    kind = "bucket" if isinstance(old, Bucket) else "log group"
    removed = f"; to keep the {kind}, {_REMOVED}"
    taken = scope.retiring.is_created(store(old, scope.module.either.stack))
    if scope.destinations.latter(planned.destination) is not None:
        then = f"; the new {kind} then needs another name, or an `import` block in the same account" if taken else ""
        return f"{removed}{then}"
    if scope.module.new is None:
        return ""  # of a stack that is gone nothing can be retired
    if scope.may_retire(planned.destination):
        named = quoted(planned.destination)
        return f"; to keep its records readable, write `retired: true` at {named} instead of removing it"
    return "" if taken else removed


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
            return f"{sentence}; {again} restores the default, and deletes {quoted(name)} with its records{off}"
    queries = "; until then the queries read fields that it does not record"
    asks = isinstance(destination, CloudWatchLogs | S3) and destination.queries
    return f"{sentence}; {again} restores the default{queries if asks else ''}"


def _group(group: LogGroup, new: Resource | None, advice: str, region: str | None, scope: Scope) -> _Message:
    name = quoted(group.name) + (f" in {region}" if region else "")
    if is_undeletable(group):
        why = (
            f"CloudWatch Logs refuses to delete the log group {name} (`deletion_protection: true`), so the apply fails"
        )
        return "blocked", f"{why}; to delete it, apply `deletion_protection: false` first{advice}"
    if not group.skip_destroy:
        by = " by AWS provider 6, and left behind by provider 5" if region else ""
        return "history", f"the log group {name} and every record in it are deleted{by}{advice}"
    if isinstance(new, LogGroup) and new.name == group.name and region is None:
        why = f"the log group {name} is kept (`on_destroy: keep`), so it cannot be recreated under its name"
        return "blocked", f"{why}, and the apply fails; {access.other_name(group, scope)}"
    if _REMOVED in advice:
        advice = ""  # it is left as it is
    return "unmanaged", f"the log group {name} stays with its records: Terraform only stops managing it{advice}"


def _bucket(bucket: Bucket, new: Resource | None, advice: str, another: str, region: str | None) -> _Message:
    name = quoted(bucket.bucket)
    five = f"; {_FIVE}" if region else ""
    if isinstance(new, Bucket) and new.prevent_destroy:
        who = "AWS provider 6" if region else "Terraform"
        refused = f"{who} refuses to replace the bucket {name} (`on_destroy: keep`), so nothing is applied"
        return "blocked", f"{refused}{five}{another}"
    if bucket.force_destroy:
        return "history", f"the bucket {name} and every record in it are deleted{five}{advice}"
    how = (
        f"the apply fails while the bucket {name} holds records, and destroys the policy of the bucket before it fails"
    )
    return "blocked", f"{how}{five}{another}"


def _key(address: str, new: Resource | None, region: str | None) -> _Message:
    left = f"; AWS provider 5 leaves it in {region}, and no longer manages it" if region else ""
    by = " by AWS provider 6" if region else ""
    if _protected(new):
        who = "AWS provider 6" if region else "Terraform"
        return "blocked", f"{who} refuses to replace {address} (`on_destroy: keep`), so nothing is applied{left}"
    what = f"{address} is scheduled for deletion{by}: data that it encrypted cannot be read after {_DAYS} days"
    return "history", f"{what}, unless the deletion is cancelled{left}"


def _shorter(what: str, old: int | None, new: int | None) -> Iterator[tuple[EffectKind, str]]:
    if new is not None and (old is None or new < old):
        before = "for ever" if old is None else f"for {old} days"
        yield "history", f"records in {what} that are older than {new} days are deleted; they were kept {before}"
