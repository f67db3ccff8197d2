"""Answers about stores: a log group, a bucket or a prefix of it, or a stream, by its name or ARN."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws.regions import partition_of
from gen_flowlogs.captures import locations, sinks
from gen_flowlogs.explain.answer import Answer, NotUnderstoodError
from gen_flowlogs.explain.recordings import flow_logs, of_spec, points
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.model import ONLY, S3, CloudWatchLogs, Firehose, store_name
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.captures.recordings import Recording
    from gen_flowlogs.captures.sinks import Sink
    from gen_flowlogs.explain.ground import Ground


_LOG_STREAM: Final = pattern(r":log-stream:[^:]*$")
"""The end of the ARN of a log stream, after that of its group."""


def of_store_name(name: str, ground: Ground) -> Iterator[Answer]:
    """The answer about the name of a log group, bucket or stream, if a destination has it."""
    named = [each for each in ground.spec.destinations if _name(each) == name]
    if named:
        keys = {each.key for each in named}
        found = tuple(each for each in of_spec(ground) if each.recording.destination.key in keys)
        by = f" of {points(found)}" if found else ""
        head = f"{sinks.name(named[0])}: holds the records of {flow_logs(found)}{by}"
        yield Answer(what=name, heads=(head,), judged=False, flow_logs=found)


def of_store_arn(what: str, arn: str, ground: Ground) -> Answer:
    """The answer about an ARN: the flow logs that deliver there."""
    wanted = sinks.observed(_LOG_STREAM.sub("", arn))
    if wanted is None:
        raise NotUnderstoodError(
            f"{quoted(what)} is not the ARN of a log group, a bucket or a delivery stream, "
            "such as arn:aws:logs:REGION:ACCOUNT:log-group:NAME"
        )
    location, partition = _location(arn), arn.split(":")[1]
    found = tuple(
        each
        for each in of_spec(ground)
        if _is_in(each.recording, partition) and _delivers(each.recording, wanted, location)
    )
    unknown = sorted({each.name for each in ground.spec.destinations if sinks.is_open(each)})
    notes = (f"only Terraform knows the ARN of {', '.join(unknown)}",) if unknown and not found else ()
    verb = f"holds the records of {flow_logs(found)}" if found else f"no flow log of {ground.spec.file} delivers there"
    return Answer(what=what, heads=(f"{what}: {verb}",), flow_logs=found, notes=notes)


def _is_in(recording: Recording, partition: str) -> bool:
    """Whether a flow log may be in a partition; one that the spec or an ARN leaves open may be in any."""
    own = partition_of(recording.location[1] or "")
    return not partition or own in {None, partition}


def _delivers(recording: Recording, wanted: Sink, location: locations.LocationKey) -> bool:
    """Whether a flow log delivers into a store; into a bucket without a prefix with any."""
    own = sinks.sink(recording.destination, ONLY)
    match wanted, own:
        case ("bucket", partition, bucket, prefix), ("bucket", other, same, below):
            inside = not prefix or below == prefix or str(below).startswith(f"{prefix}/")
            return (partition, bucket) == (other, same) and inside
        case ("log group", name, _), ("log group", same, _):
            return name == same and locations.may_be_one(recording.location, location)
    return own == wanted


def _location(arn: str) -> locations.LocationKey:
    parts = arn.split(":", 5)
    return parts[4] or None, parts[3] or None


def _name(destination: CloudWatchLogs | S3 | Firehose) -> str | None:
    if isinstance(destination, Firehose):
        return sinks.given_name(destination).rpartition("/")[2]
    return store_name(destination)
