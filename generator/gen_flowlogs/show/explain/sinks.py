"""Sinks in a row of an answer: where the records are, and for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures.sinks import given_name, kept_days
from gen_flowlogs.model import S3, CloudWatchLogs, Firehose
from gen_flowlogs.phrasing import days

if TYPE_CHECKING:
    from gen_flowlogs.model import Destination


def sink(destination: Destination) -> str:
    """The sink: `log group /flow-logs`, `s3://bucket/prefix/`, `stream flow-logs`."""
    given = given_name(destination)
    match destination:
        case CloudWatchLogs():
            return f"log group {given}"
        case S3(prefix=prefix):
            return f"s3://{given}/{f'{prefix}/' if prefix else ''}"
        case Firehose():
            return f"stream {given.rpartition('/')[2]}"
    raise TypeError(destination)


def retention_days(destination: Destination) -> int | None:
    """The days for which the spec keeps records; None: for ever, or as somebody else has set it."""
    kept = kept_days(destination)
    return kept if isinstance(kept, int) else None


def retention(destination: Destination) -> str:
    """The retention in parentheses; empty where somebody else sets it."""
    match kept_days(destination):
        case int() as number:
            return f" ({days(number)})"
        case None:
            return " (for ever)"
    return ""
