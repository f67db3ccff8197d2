"""What a change means for records that exist: deleted, unreadable, left behind, or a step that Terraform refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.compare.changes import Effect, EffectKind
from gen_flowlogs.compare.things import store
from gen_flowlogs.compare.wording import owner
from gen_flowlogs.model import S3, CloudWatchLogs
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.view.cloudwatch_logs import LogGroup
from gen_flowlogs.view.keys import Key
from gen_flowlogs.view.s3 import Bucket, Lifecycle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.compare.decide import Decision, Decisions
    from gen_flowlogs.model import Destination, Spec, Stack
    from gen_flowlogs.view.resources import Resource

_DAYS = 30  # KMS's waiting period where none is said, as in the provider
_RETIRE = "write `retired: true` at the destination instead of taking it out, and nothing of it is destroyed"
_REMOVED = "to leave it as it is, write `removed` blocks of your own beside the output (docs/stacks.md)"
_ANOTHER = "write a destination of another name for the new bucket, and write `retired: true` at this one"
_FIVE = "what AWS provider 5 does, which looks for it in the other region, only a plan says"
_FIRST = "first apply the spec with `on_destroy: delete`, or `terraform state rm` what is to stay"

Said = tuple[EffectKind, str]


def effects(decisions: Decisions, new: Spec | None) -> Iterator[Effect]:
    """Effects on the history of one root module's destinations."""
    root = decisions.new or decisions.old
    assert root is not None  # noqa: S101 - there is a decision to make
    destinations = {each.name: each for each in new.destinations} if new else {}
    refused = () if new else tuple(_refused(decisions))
    for decision in decisions.all():
        name, pair = owner(decision.address)
        said = _of(decision, destinations.get(pair or name), _advice(decision, root.stack, new)) if not refused else ()
        for kind, message in said:
            yield Effect(name if pair else None, pair or name, kind, message, stack=root.stack.name)
    for address in refused:
        message = (
            f"`terraform destroy` refuses and destroys nothing, since `on_destroy: keep` protects {address}; {_FIRST}"
        )
        yield Effect(None, owner(address)[0], "blocked", message, stack=root.stack.name)


def _refused(decisions: Decisions) -> Iterator[str]:
    """What `prevent_destroy` protects where the whole spec is gone: its files stay, and so does that."""
    for decision in decisions.all():
        if decision.old and _protected(decision.old.resource):
            yield decision.old.address


def _protected(resource: Resource | None) -> bool:
    return bool(getattr(resource, "prevent_destroy", False))


def _of(decision: Decision, destination: Destination | None, advice: str) -> Iterator[Said]:
    if decision.old is None:
        return
    old = decision.old.resource
    new = decision.new.resource if decision.new else None
    if decision.kept:
        yield "kept", _kept(decision, destination)
    gone = decision.action in ("destroy", "replace")
    region = next((str(each.old) for each in decision.differences if each.argument == "region"), None)
    match old, new:
        case LogGroup(), _ if gone:
            yield _group(old, new, advice, region)
        case Bucket(), _ if gone:
            yield _bucket(old, new, advice, region)
        case Key(), _ if gone:
            yield _key(decision.address, new, region)
        case LogGroup(), LogGroup():
            yield from _shorter(f"the log group {quoted(old.name)}", old.retention_in_days, new.retention_in_days)
        case Lifecycle(), Lifecycle():
            bucket = f"the bucket {quoted(destination.bucket)}" if isinstance(destination, S3) else "the bucket"
            yield from _shorter(bucket, old.expire_days, new.expire_days)


def _advice(decision: Decision, stack: Stack, new: Spec | None) -> str:
    """What would leave a thing that is destroyed as it is; nothing where it is made again, and more is to be said."""
    if new is None or decision.old is None or decision.new is not None or decision.blocked:
        return ""
    if not isinstance(decision.old.resource, LogGroup | Bucket):
        return ""
    name, made = owner(decision.old.address)[0], store(decision.old.resource, stack)
    if any(name in (each.name, each.renamed_from) for each in new.destinations):
        return f"; {_REMOVED}"
    return "" if any(made == store(each, stack) for each in new.destinations) else f"; {_RETIRE}"


def _kept(decision: Decision, destination: Destination | None) -> str:
    assert decision.old is not None  # noqa: S101 - it is kept from there
    names = " and ".join(decision.kept)
    what = f"the {names} that {decision.address} has"
    said = f"Terraform keeps {what}, because an argument that is taken out changes nothing"
    again = f"`terraform apply -replace='{decision.address}'`"
    match decision.old.resource:
        case LogGroup(name=name, skip_destroy=True):
            return f"{said} there; only a log group of another name gets the default, since {quoted(name)} stays"
        case LogGroup(name=name):
            return f"{said} there; {again} brings the default back, and deletes {quoted(name)} with its records"
    queries = "; until then the queries look for other fields than it records"
    asks = isinstance(destination, CloudWatchLogs | S3) and destination.queries
    return f"{said} there; {again} brings the default back{queries if asks else ''}"


def _group(group: LogGroup, new: Resource | None, advice: str, region: str | None) -> Said:
    name = quoted(group.name) + (f" in {region}" if region else "")
    if not group.skip_destroy:
        by = " by AWS provider 6, and left behind by provider 5" if region else ""
        return "history", f"the log group {name} and every record in it are deleted{by}{advice}"
    if isinstance(new, LogGroup) and new.name == group.name and region is None:
        why = f"the log group {name} is kept (`on_destroy: keep`), so it cannot be made anew under its name"
        return "blocked", f"{why}, and the apply fails; give the log group another name"
    if advice == f"; {_REMOVED}":
        advice = ""  # it is left as it is
    return "unmanaged", f"the log group {name} stays with its records, and Terraform manages it no longer{advice}"


def _bucket(bucket: Bucket, new: Resource | None, advice: str, region: str | None) -> Said:
    name = quoted(bucket.bucket)
    five = f"; {_FIVE}" if region else ""
    if isinstance(new, Bucket) and new.prevent_destroy:
        who = "AWS provider 6" if region else "Terraform"
        return "blocked", f"{who} refuses to replace the bucket {name} (`on_destroy: keep`){five}; {_ANOTHER}"
    if bucket.force_destroy:
        return "history", f"the bucket {name} and every record in it are deleted{five}{advice}"
    how = f"the apply fails as long as the bucket {name} holds records, since only an empty one can be destroyed"
    return "blocked", f"{how}, but its policy is gone by then{five}{f'; {_ANOTHER}' if new else advice}"


def _key(address: str, new: Resource | None, region: str | None) -> Said:
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
