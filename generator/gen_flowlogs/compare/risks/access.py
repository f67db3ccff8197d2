"""Policies that a change narrows → records that can no longer be read, and senders that are no longer admitted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import sinks
from gen_flowlogs.compare.records.dependencies import store
from gen_flowlogs.hcl import Ref
from gen_flowlogs.model import S3, CloudWatchLogs, OwnRole
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.view.cloudwatch_logs import LogGroup
from gen_flowlogs.view.s3 import Bucket

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gen_flowlogs.compare.comparison import EffectKind
    from gen_flowlogs.compare.plan.actions import PlannedChange
    from gen_flowlogs.compare.risks.scope import Scope
    from gen_flowlogs.model import Destination
    from gen_flowlogs.view.resources import Resource


def unreadable(group: LogGroup, keys: Mapping[str, PlannedChange], scope: Scope) -> str:
    """The loss of a log group that stays while its created key stays too and admits another use only.

    `keys`: the planned changes of created keys, by their old addresses. Empty if the key goes on admitting the group.
    """
    key = keys.get(str(group.kms_key_id).removesuffix(".arn")) if isinstance(group.kms_key_id, Ref) else None
    if not group.skip_destroy or key is None or key.action != "update" or key.new is None:
        return ""
    label = key.new.base.partition(".")[2]
    resources: Mapping[str, Resource] = scope.module.new.resources if scope.module.new else {}
    match resources.get(f"{LogGroup.TYPE}.{label}"), resources.get(f"{Bucket.TYPE}.{label}"):
        case LogGroup(name=name), _ if name == group.name:
            return ""
        case LogGroup(name=name), _:
            kind, admitted = "log group", f"the log group {quoted(name)}"
        case _, Bucket(bucket=name):
            kind, admitted = "bucket", f"deliveries to the bucket {quoted(name)}"
        case _:
            return ""
    return (
        f"the log group {quoted(group.name)} stays, but the records in it can no longer be read, since the policy of "
        f"its key {key.address} then admits only {admitted}{another(kind, name, group, scope)}"
    )


def another(kind: str, name: str, old: LogGroup | Bucket, scope: Scope) -> str:
    """Advise to leave the destination of an old store as it is, and to write a second one for the new store `name`.

    Empty if the name is not a new one, or if nothing can be left as it is, since the region changes.
    """
    before = scope.module.old.resources.values() if scope.module.old else ()
    names = {
        each.bucket if isinstance(each, Bucket) else each.name for each in before if isinstance(each, Bucket | LogGroup)
    }
    if name in names or scope.module.changes_region:
        return ""
    write = f"; add a destination with another name for the new {kind}, and write"
    if scope.may_retire(str(old.destination)):
        return f"{write} `retired: true` at {quoted(str(old.destination))}"
    taker = _taker(old, scope)
    return f"{write} `renamed_from: {old.destination}` at {quoted(taker)} only" if taker else ""


def other_name(group: LogGroup, scope: Scope) -> str:
    """Advise to give a new log group another name, without changing what the key of the old one admits."""
    if not isinstance(group.kms_key_id, Ref):
        return "give the new log group another name"
    new = scope.destinations.new_of(str(group.destination), scope.module.name)
    named = isinstance(new, CloudWatchLogs) and isinstance(new.role, OwnRole) and new.role.name is not None
    role = " and role" if named else ""
    retired = f"write `retired: true` at {quoted(str(group.destination))}"
    return f"add a destination with another name for another log group{role}, and {retired}"


def _taker(old: LogGroup | Bucket, scope: Scope) -> str:
    """The new destination that is to have an old store in the same root module; empty if there is none."""
    stack = scope.module.either.stack
    for resource in scope.module.new.resources.values() if scope.module.new else ():
        if resource.TYPE == old.TYPE and store(resource, stack) == store(old, stack):
            taker = str(resource.destination)
            return taker if scope.destinations.former(taker) is None else ""
    return ""


def shut_out(old: Destination | None, new: S3) -> Iterator[tuple[EffectKind, str]]:
    """Accounts that a bucket admitted because they are of an organisation, and of which the spec knows nothing."""
    if isinstance(old, S3) and old.org_id is not None and old.org_id != new.org_id:
        bucket = f"the bucket {quoted(sinks.given_name(new))}"
        admits = (
            f"{bucket} no longer admits accounts of the organisation {old.org_id} from which this spec does not send"
        )
        yield "lost", f"{admits}; records that they send are lost"
