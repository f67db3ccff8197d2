"""Sinks: the log groups, prefixes of buckets and streams that hold the records of flow logs.

Two destinations of one sink write beside each other. A log group exists once in each account and region, a prefix of a
bucket once in each partition of AWS, and the ARN of a stream once in all; a variable or a reference is of one root
module, and `{var: x}` and `{ref: var.x}` are one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import locations, targets
from gen_flowlogs.model import S3, CloudWatchLogs, Destination, Firehose, Reference, Variable
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from gen_flowlogs.model import Stack

Sink = tuple[object, ...]
"""Equal for two destinations, each in its stack, whose records end up beside each other."""


def sink(destination: Destination, stack: Stack) -> Sink:
    """The sink of a destination for the flow logs of a stack."""
    match destination:
        case CloudWatchLogs():
            return ("log group", destination.log_group, locations.key(stack))
        case S3():
            return ("bucket", locations.partition_name(stack), destination.bucket, destination.prefix)
        case Firehose(stream=Variable() | Reference() as value):
            return ("stream of", targets.traversal(value), stack.name)
        case Firehose():
            return ("stream", destination.stream)
    raise TypeError(destination)


def file_form(destination: Destination) -> tuple[object, ...]:
    """The format and paths of the files of a bucket, in which two destinations of one sink may differ."""
    match destination:
        case S3(file_format=file_format, hive=hive, hourly=hourly):
            return (file_format, hive, hourly)
        case CloudWatchLogs() | Firehose():
            return ()
    raise TypeError(destination)


def is_open(destination: Destination) -> bool:
    """Whether only Terraform knows the sink."""
    return isinstance(destination, Firehose) and not isinstance(destination.stream, str)


def name(destination: Destination) -> str:
    """The sink in a sentence: `the log group /flow-logs`."""
    match destination:
        case CloudWatchLogs():
            return f"the log group {destination.log_group}"
        case S3():
            return (f"{destination.prefix}/ in " if destination.prefix else "") + f"the bucket {destination.bucket}"
        case Firehose(stream=Variable() | Reference() as value):
            return f"the stream {targets.traversal(value)}"
        case Firehose():
            return f"the stream {destination.stream}"
    raise TypeError(destination)


def quoted_name(destination: Destination) -> str:
    """The sink in a message, its name in quotes: `the log group "/flow-logs"`."""
    match destination:
        case CloudWatchLogs():
            return f"the log group {quoted(destination.log_group)}"
        case S3(prefix=""):
            return f"the bucket {quoted(destination.bucket)}"
        case S3():
            return f"{quoted(destination.prefix + '/')} of the bucket {quoted(destination.bucket)}"
        case Firehose(stream=Variable(value) | Reference(value)):
            return f"the delivery stream of {quoted(value)}"
        case Firehose():
            return f"the delivery stream {quoted(str(destination.stream).rpartition('/')[2])}"
    raise TypeError(destination)


def exclusive(destination: Destination) -> str:
    """The word for a sink of a destination's own. A created bucket has one destination."""
    match destination:
        case S3(existing=existing):
            return "prefix" if existing else "bucket"
        case CloudWatchLogs():
            return "log group"
        case Firehose():
            return "stream"
    raise TypeError(destination)
