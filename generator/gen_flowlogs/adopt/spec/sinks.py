"""The destination of a flow log that exists → where it sends its records to, as a spec says it.

Raises Unsayable where a spec has no words for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from gen_flowlogs.aws import arns
from gen_flowlogs.aws.limits import existing_bucket_name_problem, log_group_name_problem, prefix_problem
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.observe.existing import Options, Unknown
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from gen_flowlogs.adopt.spec.places import Place
    from gen_flowlogs.adopt.spec.written_givens import WrittenGivens
    from gen_flowlogs.model import Given
    from gen_flowlogs.observe.existing import FlowLog

_BUCKET = pattern(r"arn:(?P<partition>aws(?:-[a-z]+)*):s3:::(?P<bucket>[^/]+)(?:/(?P<prefix>.*))?", re.DOTALL)
_GROUP = "log-group:"
_NO_ROLE = "which a spec has no key for"


class Unsayable(ValueError):  # noqa: N818 - its text is the reason, a clause
    """A thing that no spec can say. `unknown`: because the source does not tell a value."""

    def __init__(self, why: str, *, unknown: bool = False, remedy: str = "") -> None:
        super().__init__(why)
        self.unknown = unknown
        self.remedy = remedy


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSink:
    """A log group, with the role that delivers to it. `by_arn`: `group` is its ARN."""

    group: Given
    by_arn: bool
    role: Given


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketSink:
    """A prefix of a bucket, and the form of its files. `by_arn`: `bucket` is its ARN."""

    bucket: Given
    by_arn: bool
    prefix: str
    options: Options


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamSink:
    """A delivery stream, by its ARN."""

    stream: Given
    across: Given | None
    role: Given | None


Sink: TypeAlias = GroupSink | BucketSink | StreamSink


def of(flow_log: FlowLog, place: Place, written: WrittenGivens) -> Sink:
    """The sink of a flow log at a place."""
    match flow_log.destination_type:
        case "cloud-watch-logs":
            return _group(flow_log, place, written)
        case "s3":
            return _bucket(flow_log, place, written)
        case "kinesis-data-firehose":
            return _stream(flow_log, place, written)
        case Unknown(why):
            raise Unsayable(f"the kind of its destination is not known: {why}", unknown=True)
        case other:
            raise Unsayable(f"a spec has no destination of the kind {quoted(other)}")


def store(sink: Sink) -> tuple[object, ...]:
    """Equal for two sinks whose records end up beside each other in the same form."""
    match sink:
        case GroupSink():
            return ("log group", sink.group, sink.by_arn)
        case BucketSink():
            return ("bucket", sink.bucket, sink.by_arn, sink.prefix, sink.options)
        case StreamSink():
            return ("stream", sink.stream)
    raise TypeError(sink)


def _group(flow_log: FlowLog, place: Place, written: WrittenGivens) -> GroupSink:
    _refuse_cross_account_role(flow_log)
    role = _given(written, flow_log, flow_log.role, "iam_role_arn", "role")
    if role is None:
        raise Unsayable("it has no role, without which nothing is delivered to a log group")
    _judge_role(role, place)
    if flow_log.log_destination is None or flow_log.log_destination == "":
        name = _given(written, flow_log, flow_log.log_group_name, "log_group_name", "log group")
        if name is None:
            raise Unsayable("its log group is not known", unknown=True)
        return GroupSink(group=_group_name(name), by_arn=False, role=role)
    is_named = isinstance(flow_log.log_destination, Unknown) and isinstance(flow_log.log_group_name, str)
    if is_named and written.of(flow_log, "log_destination", None) is None:  # of code, which tells no account
        return GroupSink(group=_group_name(str(flow_log.log_group_name)), by_arn=False, role=role)
    given = _given(written, flow_log, flow_log.log_destination, "log_destination", "destination")
    if not isinstance(given, str):
        return GroupSink(group=given or "", by_arn=True, role=role)
    arn = arns.parse(given.removesuffix(":*"))
    if arn is None or arn.service != "logs" or not arn.resource.startswith(_GROUP):
        raise Unsayable(f"its destination {quoted(given)} is no ARN of a log group")
    name = _group_name(arn.resource.removeprefix(_GROUP))
    here = place.account in {None, arn.account} and place.region in {None, arn.region}
    return GroupSink(group=name if here else given.removesuffix(":*"), by_arn=not here, role=role)


def _group_name(name: Given) -> Given:
    problem = log_group_name_problem(name) if isinstance(name, str) else None
    if problem is not None:
        raise Unsayable(f"the name of its log group {quoted(name)} {problem}")
    return name


def _bucket(flow_log: FlowLog, place: Place, written: WrittenGivens) -> BucketSink:
    _refuse_cross_account_role(flow_log)
    if flow_log.role:
        raise Unsayable(f"it delivers to a bucket with a role, {_NO_ROLE}")
    if isinstance(flow_log.options, Unknown):
        raise Unsayable(f"its destination options are not known: {flow_log.options.why}", unknown=True)
    given = _given(written, flow_log, flow_log.log_destination, "log_destination", "destination")
    if given is None:
        raise Unsayable("its bucket is not known", unknown=True)
    if not isinstance(given, str):
        return BucketSink(bucket=given, by_arn=True, prefix="", options=flow_log.options)
    found = _BUCKET.fullmatch(given)
    if found is None:
        raise Unsayable(f"its destination {quoted(given)} is no ARN of a bucket")
    rest = found["prefix"] or ""
    prefix = rest if rest.startswith("/") else rest.removesuffix("/")
    for problem, what in (
        (existing_bucket_name_problem(found["bucket"]), f"the name of its bucket {quoted(found['bucket'])}"),
        (prefix_problem(prefix), f"its prefix {quoted(prefix)}"),
    ):
        if problem is not None:
            raise Unsayable(f"{what} {problem}")
    here = place.partition in {None, found["partition"]}
    bucket = found["bucket"] if here else f"arn:{found['partition']}:s3:::{found['bucket']}"
    return BucketSink(bucket=bucket, by_arn=not here, prefix=prefix, options=flow_log.options)


def _stream(flow_log: FlowLog, place: Place, written: WrittenGivens) -> StreamSink:
    stream = _given(written, flow_log, flow_log.log_destination, "log_destination", "destination")
    if stream is None:
        raise Unsayable("its delivery stream is not known", unknown=True)
    across = _given(written, flow_log, flow_log.cross_account_role, "deliver_cross_account_role", "cross-account role")
    role = _given(written, flow_log, flow_log.role, "iam_role_arn", "role")
    if role is not None and across is None:
        raise Unsayable(f"it delivers to a stream with a role and without a cross-account role, {_NO_ROLE}")
    if across is not None and role is None:
        raise Unsayable("it delivers to a stream of another account without a role, which a spec would create")
    if isinstance(role, str):
        _judge_role(role, place)
    return StreamSink(stream=stream, across=across, role=role)


def _refuse_cross_account_role(flow_log: FlowLog) -> None:
    if flow_log.cross_account_role:
        raise Unsayable(f"it has a cross-account role and does not deliver to a stream, {_NO_ROLE}")


def _judge_role(role: Given, place: Place) -> None:
    if not isinstance(role, str):
        return
    arn = arns.parse(role)
    if arn is None or arn.service != "iam" or not arn.resource.startswith("role/"):
        raise Unsayable(f"its role {quoted(role)} is no ARN of a role")
    if place.account not in {None, arn.account}:
        raise Unsayable(f"its role is of account {arn.account}, and the flow log of {place.account}")


def _given(
    written: WrittenGivens, flow_log: FlowLog, value: str | Unknown | None, argument: str, what: str
) -> Given | None:
    """A value that is known, else the reference or variable that the code has in its place.

    A known one is said as it is: the block that a reference names may be one that its root module forgets.
    """
    if isinstance(value, Unknown):
        given = written.of(flow_log, argument, None)
        if given is None:
            raise Unsayable(f"its {what} is not known: {value.why}", unknown=True)
        return given
    return value or None
