"""What a change means for records that exist: deleted, unreadable, left behind, or a step that Terraform refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compare.changes import Effect, EffectKind
from generator.compare.wording import owner
from generator.model import S3, CloudWatchLogs
from generator.view.cloudwatch_logs import LogGroup
from generator.view.keys import Key
from generator.view.s3 import Bucket, Lifecycle
from generator.words import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compare.decide import Decision, Decisions
    from generator.model import Destination, Spec
    from generator.view.resources import Resource

_DAYS = 30  # KMS's waiting period where none is said, as in the provider
_RETIRE = "write `retired: true` at the destination instead of taking it out, and nothing of it is destroyed"


def effects(decisions: Decisions, new: Spec | None) -> Iterator[Effect]:
    """Effects on the history of one root module's destinations."""
    destinations = {each.name: each for each in new.destinations} if new else {}
    there = frozenset(_left_alone(decisions.old.spec)) if decisions.old else frozenset()
    for decision in decisions.all():
        name, pair = owner(decision.address)
        for kind, message in _of(decision, destinations.get(name)):
            yield Effect(name if pair else None, pair or name, kind, message)
        made = decision.new.resource if decision.new and decision.action == "create" else None
        if isinstance(made, LogGroup | Bucket) and _thing(made) in there:
            yield Effect(None, name, "blocked", _already(made, decision.address))


def _left_alone(old: Spec) -> Iterator[str]:
    """The log groups and buckets that the old spec names and does not manage."""
    for each in old.destinations:
        if isinstance(each, CloudWatchLogs | S3) and (each.existing or each.retired):
            yield f"log group {each.log_group}" if isinstance(each, CloudWatchLogs) else f"bucket {each.bucket}"


def _thing(made: LogGroup | Bucket) -> str:
    return f"log group {made.name}" if isinstance(made, LogGroup) else f"bucket {made.bucket}"


def _already(made: LogGroup | Bucket, address: str) -> str:
    id_ = made.name if isinstance(made, LogGroup) else made.bucket
    return (
        f"the {_thing(made)} is there already, so the apply fails; write an import block (to = {address}, "
        f"id = {quoted(id_)}) beside the output first"
    )


def _of(decision: Decision, destination: Destination | None) -> Iterator[tuple[EffectKind, str]]:
    if decision.old is None:
        return
    if decision.kept:
        yield "kept", _kept(decision)
    old = decision.old.resource
    new = decision.new.resource if decision.new else None
    gone = decision.action in ("destroy", "replace")
    match old, new:
        case LogGroup(), _ if gone:
            yield _group(old, new, destination)
        case Bucket(), _ if gone:
            yield _bucket(old, new)
        case Key(), _ if gone:
            yield _key(decision.address, new)
        case LogGroup(), LogGroup():
            yield from _shorter(f"the log group {quoted(old.name)}", old.retention_in_days, new.retention_in_days)
        case Lifecycle(), Lifecycle():
            bucket = f"the bucket {quoted(destination.bucket)}" if isinstance(destination, S3) else "the bucket"
            yield from _shorter(bucket, old.expire_days, new.expire_days)


def _kept(decision: Decision) -> str:
    names = " and ".join(decision.kept)
    return (
        f"Terraform keeps the {names} that {decision.address} has, because an argument that is taken out changes "
        f"nothing there; `terraform apply -replace='{decision.address}'` brings the default back"
    )


def _group(group: LogGroup, new: Resource | None, destination: Destination | None) -> tuple[EffectKind, str]:
    name = quoted(group.name)
    retire = "" if destination else f"; {_RETIRE}"
    if not group.skip_destroy:
        return "history", f"the log group {name} and every record in it are deleted{retire}"
    if isinstance(new, LogGroup) and new.name == group.name:
        why = f"the log group {name} is kept (`on_destroy: keep`), so it cannot be made anew under its name"
        return "blocked", f"{why}, and the apply fails; give the log group another name"
    return "unmanaged", f"the log group {name} stays with its records, and Terraform manages it no longer{retire}"


def _bucket(bucket: Bucket, new: Resource | None) -> tuple[EffectKind, str]:
    name = quoted(bucket.bucket)
    another = "write a destination of another name for the new bucket, and write `retired: true` at this one"
    if isinstance(new, Bucket) and new.prevent_destroy:
        return "blocked", f"Terraform refuses to replace the bucket {name} (`on_destroy: keep`); {another}"
    if bucket.force_destroy:
        return "history", f"the bucket {name} and every record in it are deleted"
    how = f"the apply fails as long as the bucket {name} holds records, since only an empty one can be destroyed"
    return "blocked", f"{how}, but its policy is gone by then; {another if new else _RETIRE}"


def _key(address: str, new: Resource | None) -> tuple[EffectKind, str]:
    if isinstance(new, Key) and new.prevent_destroy:
        return "blocked", f"Terraform refuses to replace {address} (`on_destroy: keep`)"
    what = f"{address} is scheduled for deletion: what it encrypted cannot be read any more after {_DAYS} days"
    return "history", f"{what}, unless the deletion is cancelled"


def _shorter(what: str, old: int | None, new: int | None) -> Iterator[tuple[EffectKind, str]]:
    if new is not None and (old is None or new < old):
        before = "for ever" if old is None else f"for {old} days"
        yield "history", f"records in {what} that are older than {new} days are deleted; they were kept {before}"
