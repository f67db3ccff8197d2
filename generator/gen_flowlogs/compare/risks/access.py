"""Policies that a change narrows → records that can no longer be read, and senders that are no longer admitted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.hcl import Ref
from gen_flowlogs.model import S3
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.view.cloudwatch_logs import LogGroup
from gen_flowlogs.view.s3 import Bucket

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gen_flowlogs.compare.comparison import EffectKind
    from gen_flowlogs.compare.plan.actions import ModulePlan, PlannedChange
    from gen_flowlogs.model import Destination
    from gen_flowlogs.view.resources import Resource


def unreadable(group: LogGroup, module: ModulePlan, keys: Mapping[str, PlannedChange]) -> str:
    """The loss of a log group that stays while its created key stays too and admits another use only.

    `keys`: the planned changes of created keys, by their old addresses. Empty if the key goes on admitting the group.
    """
    key = keys.get(str(group.kms_key_id).removesuffix(".arn")) if isinstance(group.kms_key_id, Ref) else None
    if not group.skip_destroy or key is None or key.action != "update" or key.new is None:
        return ""
    label = key.new.base.partition(".")[2]
    resources: Mapping[str, Resource] = module.new.resources if module.new else {}
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
        f"its key {key.address} then admits only {admitted}{another(kind, name, module)}"
    )


def another(kind: str, name: str, module: ModulePlan) -> str:
    """Advise to leave a destination as it is, and to write a second one.

    Empty if the name is not a new one, or if nothing can be left as it is, since the region changes.
    """
    before = module.old.resources.values() if module.old else ()
    names = {
        each.bucket if isinstance(each, Bucket) else each.name for each in before if isinstance(each, Bucket | LogGroup)
    }
    if name in names or module.changes_region:
        return ""
    return f"; write a destination of another name for the new {kind}, and write `retired: true` at this one"


def shut_out(old: Destination | None, new: S3) -> Iterator[tuple[EffectKind, str]]:
    """Accounts that a bucket admitted because they are of an organisation, and of which the spec knows nothing."""
    if isinstance(old, S3) and old.org_id is not None and old.org_id != new.org_id:
        bucket = f"the bucket {quoted(new.bucket)}"
        admits = (
            f"{bucket} no longer admits accounts of the organisation {old.org_id} from which this spec does not send"
        )
        yield "lost", f"{admits}; whatever they send is lost"
