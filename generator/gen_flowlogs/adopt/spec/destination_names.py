"""The names of destinations: of the log group, bucket or stream, and of what tells two of one name apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.adopt.spec import names
from gen_flowlogs.adopt.spec.sinks import BucketSink, GroupSink, Sink, StreamSink
from gen_flowlogs.aws import arns
from gen_flowlogs.captures import givens
from gen_flowlogs.model import Reference, Variable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gen_flowlogs.adopt.spec.destinations import Destination
    from gen_flowlogs.model import Given


def named(
    users: Mapping[Destination, int], stacks: Mapping[Destination, str], taken: Iterable[str]
) -> dict[Destination, str]:
    """The names of destinations.

    Args:
        users: each destination with the number of flow logs that use it.
        stacks: the stack of each that is in one alone.
        taken: names that none may have.
    """
    candidates = {each: _candidates(each, stacks.get(each, "")) for each in users}
    return names.chosen(candidates, taken, users)


def _candidates(destination: Destination, stack: str) -> tuple[str, ...]:
    own, whole, kind = _words(destination.sink)
    base = whole if names.is_generic(own) else own
    base = names.joined(base, kind) or kind if names.is_generic(base) else base
    role = names.slug(_role(destination), word="role")
    return (
        base,
        names.joined(base, _elsewhere(destination.sink)),
        whole if base != whole and not names.is_generic(whole) else "",
        names.joined(base, _form(destination.sink)),
        names.joined(base, stack),
        names.joined(base, role),
        names.joined(base, role, stack),
        names.joined(base, names.digest(destination, stack)),
    )


def _words(sink: Sink) -> tuple[str, str, str]:
    """The last part of what a sink is called, all of it, and the word for its kind."""
    match sink:
        case GroupSink(group=given):
            name = _name(given).rpartition(":")[2]
            return names.slug(name.strip("/").rpartition("/")[2]), names.slug(name), "log-group"
        case BucketSink(bucket=given, prefix=prefix):
            bucket = names.slug(_name(given).rpartition(":")[2], word="bucket")
            return bucket, names.joined(bucket, names.slug(prefix, word="in")) if prefix else bucket, "bucket"
        case StreamSink(stream=given):
            name = names.slug(_name(given).rpartition("/")[2], word="stream")
            return name, name, "stream"
    raise TypeError(sink)


def _name(given: Given) -> str:
    """The words of a log group, bucket or stream that the spec knows, or refers to."""
    if not isinstance(given, Reference | Variable):
        return given
    steps = givens.traversal(given).split(".")
    return " ".join(steps[1:-1] if len(steps) > 2 else steps[1:])


def _elsewhere(sink: Sink) -> str:
    """The region of a log group that is named by its ARN."""
    arn = arns.parse(sink.group) if isinstance(sink, GroupSink) and isinstance(sink.group, str) else None
    return "" if arn is None else arn.region


def _role(destination: Destination) -> str:
    if destination.role is not None:
        return destination.role.resource.rpartition("/")[2]
    match destination.sink:
        case GroupSink(role=str(role)) | StreamSink(role=str(role)):
            return role.rpartition("/")[2]
    return ""


def _form(sink: Sink) -> str:
    if not isinstance(sink, BucketSink):
        return ""
    hive, hour = ("hive" if sink.options.hive else ""), ("hourly" if sink.options.hourly else "")
    return "-".join(part for part in (sink.options.file_format, hive, hour) if part)
