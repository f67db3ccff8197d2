"""Planned changes → their effects on records that exist: deleted, unreadable, left behind, or refused by Terraform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.compare.comparison import Effect, EffectKind
from gen_flowlogs.compare.records.dependencies import store
from gen_flowlogs.model import S3, CloudWatchLogs
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.view.cloudwatch_logs import LogGroup
from gen_flowlogs.view.keys import Key
from gen_flowlogs.view.s3 import Bucket, Lifecycle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.compare.names import Definitions
    from gen_flowlogs.compare.plan.actions import ModulePlan, PlannedChange
    from gen_flowlogs.model import Destination, Stack
    from gen_flowlogs.view.resources import Resource

_DAYS = 30  # the default waiting period of KMS and of the provider
_RETIRE = "write `retired: true` at the destination instead of taking it out, and nothing of it is destroyed"
_REMOVED = "to leave it as it is, write `removed` blocks with `destroy = false` of your own beside the output"
_ANOTHER = "write a destination of another name for the new bucket, and write `retired: true` at this one"
_FIVE = "only a plan says what AWS provider 5 does, which looks for it in the other region"
_FIRST = "first apply the spec with `on_destroy: delete`, or `terraform state rm` what is to stay"

_Message = tuple[EffectKind, str]


def effects(module: ModulePlan, destinations: Definitions[Destination], *, gone: bool) -> Iterator[Effect]:
    """The effects of one root module's plan. `gone`: there is no new spec."""
    refused = tuple(_refused(module)) if gone else ()
    for planned in module.all() if not refused else ():
        advice = "" if gone else _advice(planned, module.either.stack, destinations)
        name = planned.destination if planned.moved_from is None else destinations.now(planned.destination)
        for kind, message in _of(planned, destinations.new.get(name), advice):
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


def _refused(module: ModulePlan) -> Iterator[PlannedChange]:
    """The instances that `prevent_destroy` protects if the whole spec is gone: its files stay, and so do they."""
    return (planned for planned in module.all() if planned.old and _protected(planned.old.resource))


def _protected(resource: Resource | None) -> bool:
    return bool(getattr(resource, "prevent_destroy", False))


def _of(planned: PlannedChange, destination: Destination | None, advice: str) -> Iterator[_Message]:
    if planned.old is None:
        return
    old = planned.old.resource
    new = planned.new.resource if planned.new else None
    if planned.kept:
        yield "kept", _kept(planned, destination)
    gone = planned.action in ("destroy", "replace")
    region = next((str(each.old) for each in planned.differences if each.argument == "region"), None)
    match old, new:
        case LogGroup(), _ if gone:
            yield _group(old, new, advice, region)
        case Bucket(), _ if gone:
            yield _bucket(old, new, advice, region)
        case Key(), _ if gone:
            yield _key(planned.address, new, region)
        case LogGroup(), LogGroup():
            yield from _shorter(f"the log group {quoted(old.name)}", old.retention_in_days, new.retention_in_days)
        case Lifecycle(), Lifecycle():
            bucket = f"the bucket {quoted(destination.bucket)}" if isinstance(destination, S3) else "the bucket"
            yield from _shorter(bucket, old.expire_days, new.expire_days)


def _advice(planned: PlannedChange, stack: Stack, destinations: Definitions[Destination]) -> str:
    """Advise how to leave a store that is destroyed as it is; empty if it is created again."""
    if planned.old is None or planned.new is not None or planned.blocked:
        return ""
    if not isinstance(planned.old.resource, LogGroup | Bucket):
        return ""
    destroyed = store(planned.old.resource, stack)
    if destinations.new_of(planned.destination) is not None:
        return f"; {_REMOVED}"
    return "" if any(destroyed == store(each, stack) for each in destinations.new.values()) else f"; {_RETIRE}"


def _kept(planned: PlannedChange, destination: Destination | None) -> str:
    assert planned.old is not None  # noqa: S101 - it is kept from there
    names = " and ".join(planned.kept)
    sentence = f"Terraform keeps the {names} of {planned.address}, because an argument that is removed changes nothing"
    again = f"`terraform apply -replace='{planned.address}'`"
    match planned.old.resource:
        case LogGroup(name=name, skip_destroy=True):
            return f"{sentence}; only a log group of another name gets the default, since {quoted(name)} stays"
        case LogGroup(name=name):
            return f"{sentence}; {again} brings the default back, and deletes {quoted(name)} with its records"
    queries = "; until then the queries look for other fields than it records"
    asks = isinstance(destination, CloudWatchLogs | S3) and destination.queries
    return f"{sentence}; {again} brings the default back{queries if asks else ''}"


def _group(group: LogGroup, new: Resource | None, advice: str, region: str | None) -> _Message:
    name = quoted(group.name) + (f" in {region}" if region else "")
    if not group.skip_destroy:
        by = " by AWS provider 6, and left behind by provider 5" if region else ""
        return "history", f"the log group {name} and every record in it are deleted{by}{advice}"
    if isinstance(new, LogGroup) and new.name == group.name and region is None:
        why = f"the log group {name} is kept (`on_destroy: keep`), so it cannot be recreated under its name"
        return "blocked", f"{why}, and the apply fails; give the log group another name"
    if advice == f"; {_REMOVED}":
        advice = ""  # it is left as it is
    return "unmanaged", f"the log group {name} stays with its records, and Terraform manages it no longer{advice}"


def _bucket(bucket: Bucket, new: Resource | None, advice: str, region: str | None) -> _Message:
    name = quoted(bucket.bucket)
    five = f"; {_FIVE}" if region else ""
    if isinstance(new, Bucket) and new.prevent_destroy:
        who = "AWS provider 6" if region else "Terraform"
        return "blocked", f"{who} refuses to replace the bucket {name} (`on_destroy: keep`){five}; {_ANOTHER}"
    if bucket.force_destroy:
        return "history", f"the bucket {name} and every record in it are deleted{five}{advice}"
    how = f"the apply fails as long as the bucket {name} holds records, since only an empty one can be destroyed"
    return "blocked", f"{how}, but its policy is gone by then{five}{f'; {_ANOTHER}' if new else advice}"


def _key(address: str, new: Resource | None, region: str | None) -> _Message:
    left = f"; AWS provider 5 leaves it in {region} and loses sight of it" if region else ""
    by = " by AWS provider 6" if region else ""
    if _protected(new):
        return (
            "blocked",
            f"{'AWS provider 6' if region else 'Terraform'} refuses to replace {address} (`on_destroy: keep`){left}",
        )
    what = f"{address} is scheduled for deletion{by}: what it encrypted cannot be read any more after {_DAYS} days"
    return "history", f"{what}, unless the deletion is cancelled{left}"


def _shorter(what: str, old: int | None, new: int | None) -> Iterator[tuple[EffectKind, str]]:
    if new is not None and (old is None or new < old):
        before = "for ever" if old is None else f"for {old} days"
        yield "history", f"records in {what} that are older than {new} days are deleted; they were kept {before}"
