"""Surroundings of flow logs: asks for the groups, roles, buckets, keys and streams that they use, and for no others.

What belongs to another account is not asked for, since AWS denies it; of a bucket only asking shows that.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from gen_flowlogs.aws import arns
from gen_flowlogs.dataclass import replace
from gen_flowlogs.observe import attributes
from gen_flowlogs.observe.answers import buckets, encryption_keys, log_groups, streams, values
from gen_flowlogs.observe.asking.bucket import bucket
from gen_flowlogs.observe.asking.caller import AT_ONCE
from gen_flowlogs.observe.asking.role import role
from gen_flowlogs.observe.existing import Existing, Source, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeVar

    from gen_flowlogs.observe.asking.caller import Caller
    from gen_flowlogs.observe.existing import Bucket, EncryptionKey, FlowLog, LogGroup, Stream, Tags

    In = TypeVar("In")
    Out = TypeVar("Out")


def around(flow_logs: Sequence[FlowLog], caller: Caller, others: Sequence[tuple[str, str]] = ()) -> Existing:
    """Some flow logs of the caller's account, and all that they use of it.

    Args:
        flow_logs: the flow logs.
        caller: the identity that asks.
        others: buckets of the account that flow logs of other accounts use: a region to ask, and the name.
    """
    groups = _each(lambda of: _group(*of, caller), _groups_of(flow_logs))
    found = _each(lambda of: bucket(*of, caller), _buckets_of(flow_logs, others))
    return Existing(
        flow_logs=tuple(flow_logs),
        log_groups=groups,
        roles=_each(lambda of: role(*of, caller), _roles_of(flow_logs, caller)),
        buckets=found,
        keys=_each(lambda of: _key(*of, caller), _keys_of(groups, found, caller)),
        streams=_each(lambda of: _stream(*of, caller), _streams_of(flow_logs, caller)),
        notes=tuple(caller.notes()),
        absent=frozenset(caller.absent),
        complete=not caller.refused,
    )


def _each(ask: Callable[[In], Out | None], wanted: Iterable[In]) -> tuple[Out, ...]:
    """The things that exist, in the order in which they are wanted."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return tuple(each for each in pool.map(ask, dict.fromkeys(wanted)) if each is not None)


def _region(flow_log: FlowLog) -> str:
    return flow_log.where.region or ""


def _groups_of(flow_logs: Sequence[FlowLog]) -> list[tuple[str, str]]:
    """Region and name of each log group."""
    named = ((_region(each), log_groups.group_of(each)) for each in flow_logs)
    return [(region, name) for region, name in named if name is not None]


def _roles_of(flow_logs: Sequence[FlowLog], caller: Caller) -> list[tuple[str, str]]:
    """Region and ARN of each role of the account: IAM has no regions, so the first is as good as any other."""
    region = _region(flow_logs[0]) if flow_logs else ""
    return [(region, arn) for _, arn in _own((each.role for each in flow_logs), "iam", caller)]


def _buckets_of(flow_logs: Sequence[FlowLog], others: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Region of a flow log and name of each bucket, once."""
    found: dict[str, str] = {}
    for each in flow_logs:
        destination = arns.parse(each.log_destination) if isinstance(each.log_destination, str) else None
        if destination is not None and destination.service == "s3":
            found.setdefault(destination.resource.partition("/")[0], _region(each))
    for region, name in others:
        found.setdefault(name, region)
    return [(region, name) for name, region in found.items()]


def _streams_of(flow_logs: Sequence[FlowLog], caller: Caller) -> list[tuple[str, str]]:
    """Region and ARN of each stream of the account."""
    return _own((each.log_destination for each in flow_logs), "firehose", caller)


def _keys_of(groups: Sequence[LogGroup], found: Sequence[Bucket], caller: Caller) -> list[tuple[str, str]]:
    """Region and ARN of each key of the account."""
    given = [each.key for each in groups] + [buckets.key_of(each.settings) for each in found]
    return _own(given, "kms", caller)


def _own(given: Iterable[object], service: str, caller: Caller) -> list[tuple[str, str]]:
    """Region and ARN of each of some things of a service that are the account's own."""
    parsed = ((arns.parse(each), each) for each in given if isinstance(each, str))
    return [
        (arn.region, text)
        for arn, text in parsed
        if arn is not None and (arn.service, arn.account) == (service, caller.account)
    ]


def _group(region: str, name: str, caller: Caller) -> LogGroup | None:
    listed = caller.asked("logs", "describe_log_groups", region, name, logGroupNamePrefix=name)
    if listed is None:
        return None
    arn = f"arn:{caller.partition}:logs:{region}:{caller.account}:log-group:{name}"
    found = next(
        (each for each in attributes.mappings(listed.get("logGroups")) if each.get("logGroupName") == name), None
    )
    if found is None:
        caller.absent.add(arn)
        return None
    tags = caller.asked("logs", "list_tags_for_resource", region, name, resourceArn=arn)
    return log_groups.log_group(found, Source(caller.title, arn), _tags(tags, "tags"))


def _key(region: str, arn: str, caller: Caller) -> EncryptionKey | None:
    described = caller.asked("kms", "describe_key", region, arn, missing=arn, KeyId=arn)
    if described is None:
        return None
    of = attributes.mapping(described.get("KeyMetadata"))
    if of.get("KeyManager") == "AWS":  # a service's own, which has neither owner nor policy to look at
        return None
    policy = caller.asked("kms", "get_key_policy", region, arn, KeyId=arn, PolicyName="default")
    rotation = caller.asked("kms", "get_key_rotation_status", region, arn, KeyId=arn)
    aliases = caller.asked("kms", "list_aliases", region, arn, KeyId=arn)
    tags = caller.asked("kms", "list_resource_tags", region, arn, KeyId=arn)
    made = encryption_keys.encryption_key(
        of, Source(caller.title, arn), attributes.mappings(attributes.mapping(aliases).get("Aliases"))
    )
    if made is None:
        return None
    return replace(
        made,
        policy=attributes.known(attributes.mapping(policy), "Policy"),
        rotation=attributes.flag(attributes.mapping(rotation), "KeyRotationEnabled"),
        tags=_tags(tags, "Tags"),
    )


def _stream(region: str, arn: str, caller: Caller) -> Stream | None:
    name = arn.rpartition("/")[2]
    described = caller.asked("firehose", "describe_delivery_stream", region, name, missing=arn, DeliveryStreamName=name)
    if described is None:
        return None
    tags = caller.asked("firehose", "list_tags_for_delivery_stream", region, name, DeliveryStreamName=name, Limit=50)
    of = attributes.mapping(described.get("DeliveryStreamDescription"))
    return streams.stream(of, Source(caller.title, arn), _tags(tags, "Tags"))


def _tags(answered: object, key: str) -> Tags | Unknown:
    of = attributes.mapping(answered)
    return values.tags(of.get(key)) if answered is not None else Unknown("AWS did not return its tags")
