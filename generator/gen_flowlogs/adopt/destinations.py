"""Sinks → the destinations of a spec, with their names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from gen_flowlogs.adopt import names
from gen_flowlogs.adopt.groups import OwnGroup, own_group
from gen_flowlogs.adopt.sinks import BucketSink, GroupSink, Sink, StreamSink
from gen_flowlogs.aws import arns
from gen_flowlogs.captures import givens
from gen_flowlogs.model import Reference, Variable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gen_flowlogs.adopt.groups import Groups
    from gen_flowlogs.adopt.places import Place
    from gen_flowlogs.model import Given

SinkAt: TypeAlias = tuple[Sink, "Place"]


@dataclass(frozen=True, slots=True)
class InAccount:
    """The ARN of a role that is called alike in the account of each stack."""

    partition: str
    resource: str


@dataclass(frozen=True, slots=True)
class Destination:
    """A destination to be. `role`: that of its sink, where it is a role of each stack's own account.

    `own`: the settings of a log group that the spec owns; None: it is somebody else's.
    """

    sink: Sink
    role: InAccount | None = None
    own: OwnGroup | None = None


def of_sinks(sinks: Iterable[SinkAt], groups: Groups | None, *, several_places: bool) -> dict[SinkAt, Destination]:
    """The destination of each sink at its place. `groups`: those that the spec may own."""
    made = {
        (sink, place): Destination(
            *(_for_all_accounts(sink) if several_places else (sink, None)), own_group(sink, place, groups)
        )
        for sink, place in dict.fromkeys(sinks)
    }
    users: dict[Destination, int] = {}
    for destination in made.values():
        users[destination] = users.get(destination, 0) + 1
    return {
        (sink, place): destination if users[destination] > 1 else Destination(sink, None, destination.own)
        for (sink, place), destination in made.items()
    }


def _for_all_accounts(sink: Sink) -> tuple[Sink, InAccount | None]:
    """A sink whose role, which is of the stack's account, is said for any account."""
    match sink:
        case GroupSink(role=str(role)) | StreamSink(role=str(role)):
            arn = arns.parse(role)
            if arn is not None:
                return replace(sink, role=""), InAccount(arn.partition, arn.resource)
    return sink, None


def named(
    destinations: Iterable[Destination], stacks: Mapping[Destination, str], taken: Iterable[str]
) -> dict[Destination, str]:
    """The names of destinations. `stacks`: the stack of each that is in one alone; `taken`: names that none may have."""
    candidates = {each: _candidates(each, stacks.get(each, "")) for each in destinations}
    return names.chosen(candidates, taken)


def _candidates(destination: Destination, stack: str) -> tuple[str, ...]:
    own, whole, kind = _words(destination.sink)
    base = own if own and not names.is_generic(own) else whole
    base = base if base and not names.is_generic(base) else names.joined(base, kind) or kind
    role = names.slug(_role(destination), word="role")
    form = _form(destination.sink)
    return (
        base,
        whole if base != whole and not names.is_generic(whole) else "",
        names.joined(base, form),
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


def _role(destination: Destination) -> str:
    match destination.role, destination.sink:
        case InAccount(resource=resource), _:
            return resource.rpartition("/")[2]
        case None, GroupSink(role=str(role)) | StreamSink(role=str(role)):
            return role.rpartition("/")[2]
    return ""


def _form(sink: Sink) -> str:
    if not isinstance(sink, BucketSink):
        return ""
    hive, hour = ("hive" if sink.options.hive else ""), ("hourly" if sink.options.hourly else "")
    return "-".join(part for part in (sink.options.file_format, hive, hour) if part)


