"""A destination to be → its entry in a spec, with its keys in the order of the reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.adopt.owned.buckets import OwnBucket
from gen_flowlogs.adopt.owned.groups import OwnGroup
from gen_flowlogs.adopt.spec.sinks import BucketSink, GroupSink, StreamSink
from gen_flowlogs.adopt.spec.yaml_text import Entry, Flow, literal
from gen_flowlogs.model import Reference, Variable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.adopt.owned.lifecycles import OwnLifecycle
    from gen_flowlogs.adopt.owned.owning import OwnTags
    from gen_flowlogs.adopt.owned.roles import OwnRole
    from gen_flowlogs.adopt.spec.destinations import Destination
    from gen_flowlogs.model import Given


def destination_entry(destination: Destination, name: str, tags: OwnTags, ignored: tuple[Entry, ...]) -> Entry:
    """The entry of a destination, with tags of its own beside those of `defaults`."""
    match destination.sink:
        case GroupSink() as sink:
            key, settings = "cloudwatch_logs", tuple(_group(sink, destination))
        case BucketSink() as sink:
            key, settings = "s3", tuple(_bucket(sink, destination))
        case StreamSink() as sink:
            key, settings = "firehose", tuple(_stream(sink, destination))
        case other:
            raise TypeError(other)
    value = (Entry(key=key, value=settings), *tags_entry("tags", tags), *ignored)
    return Entry(key=name, value=value, holder=("destinations", name))


def tags_entry(key: str, tags: Iterable[tuple[str, str]]) -> tuple[Entry, ...]:
    """Tags, each on a line of its own; nothing where there are none."""
    several = tuple(Entry(key=name, value=literal(value)) for name, value in sorted(tags))
    return (Entry(key=key, value=several),) if several else ()


def given_node(given: Given) -> str | Flow:
    """A text at a place where values can be read, or the mapping that stands in its place."""
    match given:
        case Reference(traversal):
            return Flow({"ref": traversal})
        case Variable(name):
            return Flow({"var": name})
        case text:
            return literal(text)


def _group(sink: GroupSink, destination: Destination) -> Iterator[Entry]:
    yield Entry(key="arn" if sink.by_arn else "log_group", value=given_node(sink.group))
    own = destination.own
    if isinstance(own, OwnGroup):
        yield Entry(key="retention_days", value="never" if own.retention_days is None else own.retention_days)
        yield from _key(own)
        if own.log_class != "STANDARD":
            yield Entry(key="class", value=own.log_class)
        if own.deletion_protection is not None:
            yield Entry(key="deletion_protection", value=own.deletion_protection)
    else:
        yield Entry(key="existing", value=True)
    yield from _role(sink.role, destination)


def _bucket(sink: BucketSink, destination: Destination) -> Iterator[Entry]:
    own = destination.own if isinstance(destination.own, OwnBucket) else None
    yield Entry(key="arn" if sink.by_arn else "bucket", value=given_node(sink.bucket))
    if sink.prefix:
        yield Entry(key="prefix", value=literal(sink.prefix))
    if own is None:
        yield Entry(key="existing", value=True)
    if sink.options.file_format != "plain-text":
        yield Entry(key="file_format", value=sink.options.file_format)
    if sink.options.hive:
        yield Entry(key="hive_compatible_partitions", value=True)
    if sink.options.hourly:
        yield Entry(key="per_hour_partition", value=True)
    if own is not None:
        yield from _key(own)
        yield from _lifecycle(own.lifecycle)
        if not own.versioning:
            yield Entry(key="versioning", value=False)


def _key(own: OwnGroup | OwnBucket) -> Iterator[Entry]:
    if own.key is not None:
        yield Entry(key="kms", value="create" if own.creates_key else literal(own.key))


def _lifecycle(own: OwnLifecycle) -> Iterator[Entry]:
    if own.expire_days is not None:
        yield Entry(key="expire_days", value=own.expire_days)
    if own.transitions:
        steps = tuple(Flow({"after_days": days, "storage_class": name}) for days, name in own.transitions)
        yield Entry(key="transitions", value=Flow(steps))
    if own.size is not None:
        yield Entry(key="transition_default_minimum_object_size", value=own.size)


def _stream(sink: StreamSink, destination: Destination) -> Iterator[Entry]:
    yield Entry(key="delivery_stream", value=given_node(sink.stream))
    if sink.across is not None:
        yield Entry(key="cross_account_role", value=given_node(sink.across))
    if sink.role is not None:
        yield from _role(sink.role, destination)


def _role(given: Given, destination: Destination) -> Iterator[Entry]:
    if destination.own_role is not None:
        yield Entry(key="role", value=tuple(_own_role(destination.own_role)))
        return
    node = given_node(given)
    if destination.role is not None:
        node = f"arn:{destination.role.partition}:iam::{{account}}:{literal(destination.role.resource)}"
    yield Entry(key="role", value=Flow({"arn": node}))


def _own_role(own: OwnRole) -> Iterator[Entry]:
    yield Entry(key="name", value=literal(own.name))
    if own.path != "/":
        yield Entry(key="path", value=literal(own.path))
    if own.boundary is not None:
        yield Entry(key="permissions_boundary", value=literal(own.boundary))
    if own.policy_name != own.name:
        yield Entry(key="policy_name", value=literal(own.policy_name))
    if own.description is not None:
        yield Entry(key="description", value=literal(own.description))
    inherited = dict(own.of_destination)
    if own.tags:
        yield from tags_entry("tags", (each for each in own.tags if inherited.get(each[0]) != each[1]))
    elif inherited:
        yield Entry(key="tags", value="none")
    if own.permissions != "least":
        yield Entry(key="permissions", value=own.permissions)
