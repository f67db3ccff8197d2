"""Sinks: the log groups, prefixes of buckets and streams that hold the records of flow logs.

Two destinations of one sink write beside each other. A log group exists once in each account and region, a prefix of a
bucket once in each partition of AWS, and the ARN of a stream once in all; a variable or a reference is of one root
module, and `{var: x}` and `{ref: var.x}` are one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import givens, locations
from gen_flowlogs.model import (
    ONLY,
    S3,
    CloudWatchLogs,
    Destination,
    Firehose,
    GivenArn,
    Reference,
    Variable,
    store_name,
)
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from gen_flowlogs.captures.locations import Location
    from gen_flowlogs.hcl import Text
    from gen_flowlogs.model import Given, Stack

Sink = tuple[object, ...]
"""Equal for two destinations, each in its stack, whose records end up beside each other."""


def sink(destination: Destination, stack: Stack) -> Sink:
    """The sink of a destination for the flow logs of a stack."""
    if is_open(destination):
        folder = destination.prefix if isinstance(destination, S3) else ""
        of = f"{exclusive(destination)} of{' an ARN' if _has_arn(destination) else ''}"
        return (of, _traversal(destination), stack.name, folder)
    match destination:
        case CloudWatchLogs():
            return ("log group", store_name(destination), locations.key(stack))
        case S3():
            return ("bucket", locations.partition_name(stack), store_name(destination), destination.prefix)
        case Firehose():
            return ("stream", destination.stream)
    raise TypeError(destination)


def observed(arn: str) -> Sink | None:
    """The sink that the ARN of a log group, a prefix or a stream leads to, as `sink` has it for the ambient location.

    AWS spells one sink in several ways: with `:*` behind a log group, with or without a slash behind a prefix.
    """
    service, _, rest = arn.removeprefix("arn:").partition(":")[2].partition(":")
    match service:
        case "logs":
            name = rest.partition(":log-group:")[2]
            return observed_log_group(name.removesuffix(":*")) if name else None
        case "s3":
            bucket, _, prefix = rest.removeprefix("::").partition("/")
            return ("bucket", locations.partition_name(ONLY), bucket, prefix.strip("/")) if bucket else None
        case "firehose":
            return ("stream", arn)
    return None


def observed_log_group(name: str) -> Sink:
    """The sink that the name of a log group is, as `sink` has it for the ambient location."""
    return ("log group", name, locations.key(ONLY))


def log_group_arn(destination: CloudWatchLogs, location: Location) -> Text:
    """The ARN of a log group, made from its name or given; without the `:*` that some of AWS's answers have."""
    match destination.log_group:
        case GivenArn(arn):
            return givens.terraform(arn)
        case name:
            return locations.log_group_arn(givens.terraform(name), location)


def bucket_arn(destination: S3, location: Location) -> Text:
    """The ARN of a bucket by its name, or the one that is given."""
    match destination.bucket:
        case GivenArn(arn):
            return givens.terraform(arn)
        case name:
            return locations.bucket_arn(givens.terraform(name), location)


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
    return not isinstance(_given(destination), str)


def may_be_one(one: Destination, other: Destination) -> bool:
    """Whether two sinks of different names can turn out to be one, which only Terraform knows."""
    folders = [each.prefix if isinstance(each, S3) else None for each in (one, other)]
    return type(one) is type(other) and folders[0] == folders[1] and (is_open(one) or is_open(other))


def name(destination: Destination) -> str:
    """The sink in a sentence: `the log group /flow-logs`."""
    given = given_name(destination)
    match destination:
        case CloudWatchLogs():
            return f"the log group {given}"
        case S3():
            return (f"{destination.prefix}/ in " if destination.prefix else "") + f"the bucket {given}"
        case Firehose():
            return f"the stream {given}"
    raise TypeError(destination)


def quoted_name(destination: Destination) -> str:
    """The sink in a message, its name in quotes: `the log group "/flow-logs"`."""
    given = given_name(destination)
    match destination:
        case CloudWatchLogs():
            return f"the log group {_quoted(destination, given)}"
        case S3(prefix=""):
            return f"the bucket {_quoted(destination, given)}"
        case S3():
            return f"{quoted(destination.prefix + '/')} of the bucket {_quoted(destination, given)}"
        case Firehose():
            return f"the delivery stream {_quoted(destination, given.rpartition('/')[2])}"
    raise TypeError(destination)


def _has_arn(destination: Destination) -> bool:
    """Whether a log group or bucket is given by its ARN, which no name is."""
    match destination:
        case CloudWatchLogs(log_group=GivenArn()) | S3(bucket=GivenArn()):
            return True
    return False


def _quoted(destination: Destination, given: str) -> str:
    match _given(destination):
        case Variable(text) | Reference(text):
            return f"of {quoted(text)}"
        case _:
            return quoted(given)


def kept_days(destination: Destination) -> int | str | None:
    """Days that records are kept; None: for ever; a reason where the spec does not decide it."""
    match destination:
        case CloudWatchLogs(existing=False):
            return destination.retention_days
        case S3(existing=False):
            return destination.expire_days
        case Firehose():
            return "as decided behind the stream"
    return "as its owner decides"


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


def _given(destination: Destination) -> Given:
    """The name of a log group or bucket where it is known, else what Terraform has it from; the ARN of a stream."""
    if isinstance(destination, Firehose):
        return destination.stream
    given = destination.log_group if isinstance(destination, CloudWatchLogs) else destination.bucket
    return store_name(destination) or (given.arn if isinstance(given, GivenArn) else given)


def given_name(destination: Destination) -> str:
    """The name of a log group or bucket, or the ARN of a stream, or what Terraform has it from."""
    return givens.name(_given(destination))


def _traversal(destination: Destination) -> str:
    given = _given(destination)
    assert not isinstance(given, str)  # noqa: S101 - of an open one
    return givens.traversal(given)
