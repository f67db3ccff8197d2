"""A destination to be → its entry in a spec."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.adopt.sinks import BucketSink, GroupSink, StreamSink
from gen_flowlogs.adopt.yaml_text import Entry, Flow, literal
from gen_flowlogs.model import Reference, Variable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.adopt.destinations import Destination, InAccount
    from gen_flowlogs.adopt.groups import OwnGroup
    from gen_flowlogs.model import Given


def destination_entry(destination: Destination, name: str, ignored: tuple[Entry, ...]) -> Entry:
    """The entry of a destination."""
    match destination.sink:
        case GroupSink() as sink:
            key, settings = "cloudwatch_logs", tuple(_group(sink, destination))
        case BucketSink() as sink:
            key, settings = "s3", tuple(_bucket(sink))
        case StreamSink() as sink:
            key, settings = "firehose", tuple(_stream(sink, destination))
        case other:
            raise TypeError(other)
    own = () if destination.own is None else tuple(_tags(destination.own))
    value = (Entry(key=key, value=settings), *own, *ignored)
    return Entry(key=name, value=value, holder=("destinations", name))


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
    if own is None:
        yield Entry(key="existing", value=True)
    else:
        yield Entry(key="retention_days", value="never" if own.retention_days is None else own.retention_days)
        if own.key is not None:
            yield Entry(key="kms", value=literal(own.key))
        if own.log_class != "STANDARD":
            yield Entry(key="class", value=own.log_class)
        if own.deletion_protection is not None:
            yield Entry(key="deletion_protection", value=own.deletion_protection)
    yield _role(sink.role, destination.role)


def _bucket(sink: BucketSink) -> Iterator[Entry]:
    yield Entry(key="arn" if sink.by_arn else "bucket", value=given_node(sink.bucket))
    if sink.prefix:
        yield Entry(key="prefix", value=literal(sink.prefix))
    yield Entry(key="existing", value=True)
    if sink.options.file_format != "plain-text":
        yield Entry(key="file_format", value=sink.options.file_format)
    if sink.options.hive:
        yield Entry(key="hive_compatible_partitions", value=True)
    if sink.options.hourly:
        yield Entry(key="per_hour_partition", value=True)


def _stream(sink: StreamSink, destination: Destination) -> Iterator[Entry]:
    yield Entry(key="delivery_stream", value=given_node(sink.stream))
    if sink.across is not None:
        yield Entry(key="cross_account_role", value=given_node(sink.across))
    if sink.role is not None:
        yield _role(sink.role, destination.role)


def _role(given: Given, in_account: InAccount | None) -> Entry:
    node = given_node(given)
    if in_account is not None:
        node = f"arn:{in_account.partition}:iam::{{account}}:{literal(in_account.resource)}"
    return Entry(key="role", value=Flow({"arn": node}))


def _tags(own: OwnGroup) -> Iterator[Entry]:
    if own.tags:
        yield Entry(key="tags", value=tuple(Entry(key=key, value=literal(value)) for key, value in own.tags))
