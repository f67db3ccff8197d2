"""Accounts: their flow logs, region by region, and all that these use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws import arns
from gen_flowlogs.dataclass import replace
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.observe import attributes
from gen_flowlogs.observe.answers import flow_logs
from gen_flowlogs.observe.asking.caller import Caller, Refusal
from gen_flowlogs.observe.asking.surroundings import around
from gen_flowlogs.observe.existing import Existing, Note, Source, Where
from gen_flowlogs.phrasing import listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gen_flowlogs.observe.asking.caller import Ask
    from gen_flowlogs.observe.existing import Bucket, FlowLog


def caller_of(ask: Ask, region: str) -> Caller | Refusal:
    """The identity of some credentials."""
    reply = ask("sts", "get_caller_identity", region)
    if isinstance(reply, Refusal):
        return reply
    text = attributes.known(reply, "Arn") or ""
    arn = arns.parse(text)
    account = attributes.known(reply, "Account")
    if arn is None or account is None:
        return Refusal("other", "no account")
    return Caller(account=account, partition=arn.partition, arn=text, ask=ask)


def flow_logs_of(caller: Caller, region: str) -> tuple[FlowLog, ...] | Refusal:
    """The flow logs of an account in a region, without what they use; or AWS's refusal."""
    reply = caller.ask("ec2", "describe_flow_logs", region, PaginationConfig={"PageSize": 1000})
    return reply if isinstance(reply, Refusal) else tuple(_flow_logs(reply.get("FlowLogs"), caller, region))


def existing_of(
    caller: Caller, listed: Mapping[str, tuple[FlowLog, ...] | Refusal], buckets: Iterable[str] = ()
) -> Existing:
    """The flow logs of an account, region by region, with all that they use. A region that AWS refuses is a note.

    `buckets`: names of buckets of the account that flow logs of other accounts use.
    """
    found = [each for answer in listed.values() if not isinstance(answer, Refusal) for each in answer]
    notes = [_unread(caller, region, answer) for region, answer in listed.items() if isinstance(answer, Refusal)]
    known = around(found, caller, [(next(iter(listed)), name) for name in buckets])
    return replace(known, notes=(*notes, *known.notes), complete=known.complete and not notes)


def _flow_logs(listed: object, caller: Caller, region: str) -> Iterator[FlowLog]:
    where = Where(account=caller.account, region=region, partition=caller.partition)
    for each in attributes.mappings(listed):
        yield flow_logs.flow_log(each, Source(caller.title, attributes.known(each, "FlowLogId")), where)


def emptiness(caller: Caller, listed: Mapping[str, tuple[FlowLog, ...] | Refusal]) -> tuple[Note, ...]:
    """A note on the regions without any flow log, so that a wrong account or region is seen."""
    empty = [region for region, answer in listed.items() if answer == ()]
    return (Note(Source(caller.title), f"no flow log in {listing(empty)}", partial=False),) if empty else ()


def _unread(caller: Caller, region: str, refusal: Refusal) -> Note:
    remedies = {
        "denied": f"allow ec2:DescribeFlowLogs to {shown(caller.arn, 200)}",
        "other": f"check that the account has {region} enabled, or run the command again",
    }
    return Note(
        Source(caller.title, region),
        f"its flow logs were not read: AWS answers {shown(refusal.code)}",
        remedies.get(refusal.kind, remedies["other"]),
    )


def joined(parts: Sequence[Existing]) -> Existing:
    """The parts of several accounts as one. A bucket that several of them use is described by the one that owns it."""
    buckets: dict[str, Bucket] = {}
    for bucket in (each for part in parts for each in part.buckets):
        if bucket.name not in buckets or bucket.complete:
            buckets[bucket.name] = bucket
    return Existing(
        flow_logs=tuple(each for part in parts for each in part.flow_logs),
        log_groups=tuple(each for part in parts for each in part.log_groups),
        roles=tuple(each for part in parts for each in part.roles),
        buckets=tuple(buckets.values()),
        keys=tuple(each for part in parts for each in part.keys),
        streams=tuple(each for part in parts for each in part.streams),
        notes=tuple(each for part in parts for each in part.notes),
        absent=frozenset(each for part in parts for each in part.absent),
        complete=all(part.complete for part in parts),
    )
