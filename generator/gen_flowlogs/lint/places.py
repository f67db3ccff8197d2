"""Where things stand, in AWS and in the spec: what two rules must say alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.kinds import BY_KEY
from gen_flowlogs.diagnostics import Origin
from gen_flowlogs.model import S3, CapturePoint, CloudWatchLogs, Destination, Firehose, Reference, Stack, Variable
from gen_flowlogs.words import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.survey import Format, TargetKey

Where = tuple[str | None, str | None]
"""An account and a region; two stacks may have the same. None: those of the provider."""

Place = tuple[object, ...]
"""Equal for two destinations whose records end up beside each other."""

Related = tuple[tuple[str, Origin], ...]


def where(stack: Stack) -> Where:
    """The account and region of a stack."""
    return stack.account, stack.region


def place(destination: Destination, stack: Stack) -> Place:
    """Where records go. A log group exists once in each account and region, a bucket or a stream once."""
    match destination:
        case CloudWatchLogs():
            return ("log group", destination.log_group, where(stack))
        case S3():
            return ("bucket", destination.bucket, destination.prefix)
        case Firehose(stream=Variable() | Reference() as said):
            return ("stream", traversal(said), stack.name)
        case Firehose():
            return ("stream", destination.stream)
    raise TypeError(destination)


def traversal(said: Variable | Reference) -> str:
    """How Terraform names what is said; `{var: x}` and `{ref: var.x}` are one thing."""
    return f"var.{said.name}" if isinstance(said, Variable) else said.traversal


def form(destination: Destination) -> tuple[object, ...]:
    """How S3 objects are written and laid out; two destinations of one place may differ in it."""
    match destination:
        case S3(file_format=file_format, hive=hive, hourly=hourly):
            return (file_format, hive, hourly)
        case _:
            return ()


def own_place(destination: Destination) -> str:
    """What another destination would have to itself. A bucket that is created has one destination, and one policy."""
    match destination:
        case S3(existing=existing):
            return "prefix" if existing else "bucket"
        case CloudWatchLogs():
            return "log group"
        case Firehose():
            return "stream"
    raise TypeError(destination)


def place_words(destination: Destination) -> str:
    """The place in a message."""
    match destination:
        case CloudWatchLogs():
            return f"the log group {quoted(destination.log_group)}"
        case S3(prefix=""):
            return f"the bucket {quoted(destination.bucket)}"
        case S3():
            return f"{quoted(destination.prefix + '/')} of the bucket {quoted(destination.bucket)}"
        case Firehose(stream=Variable(name) | Reference(name)):
            return f"the delivery stream of {quoted(name)}"
        case Firehose():
            return f"the delivery stream {quoted(str(destination.stream).rpartition('/')[2])}"
    raise TypeError(destination)


def settings(destination: Destination) -> Origin:
    """The origin of the settings below a destination's kind key."""
    match destination:
        case CloudWatchLogs():
            return destination.origin.at("cloudwatch_logs")
        case S3():
            return destination.origin.at("s3")
        case Firehose():
            return destination.origin.at("firehose")
    raise TypeError(destination)


def extras(destination: Destination) -> Origin:
    """The origin of what every destination may have beside its settings, such as `tags` and `lint`."""
    return destination.origin


def target(point: CapturePoint) -> Origin:
    """The origin of a capture point's target."""
    return point.origin.at(point.kind.plural if point.plural else point.kind.singular)


def target_words(key: TargetKey) -> str:
    """A target in a message."""
    if isinstance(key, str):
        return key
    match key:
        case (_, _, "ref", name):
            return f"`{name}`"
        case (_, kind, tuple(tags), within):
            tagged = listing([quoted(f"{name}={value}") for name, value in tags], limit=3)
            what = f"what is tagged {tagged}" if tags else f"every {BY_KEY[str(kind)][0].title}"
            inside = listing(within, limit=3) if isinstance(within, tuple) else quoted(within)
            return what if within is None else f"{what} in {inside}"
    raise TypeError(key)


def own_filter(point: CapturePoint) -> Origin:
    """Where a capture point says its filter; the capture point itself where it says none."""
    own = point.filter_origin.path[: len(point.origin.path)] == point.origin.path
    return point.filter_origin if own and point.filter_origin.file == point.origin.file else point.origin.key()


def by_filter_origin(format_: Format) -> Iterator[tuple[Origin, list[CapturePoint], Related]]:
    """The capture points of a format by where their filter is named: each its own, or all in `defaults`.

    With them, the other places that a reader wants to see.
    """
    groups: dict[Origin, list[CapturePoint]] = {}
    for point in format_.points:
        groups.setdefault(point.filter_origin, []).append(point)
    for origin, points in groups.items():
        related: list[tuple[str, Origin]] = []
        if format_.filter.origin is not None:
            related.append(("the filter is defined at", format_.filter.origin.key()))
        if own_filter(points[0]) != origin:
            related.append(("it is the filter of", points[0].origin.key()))
        yield origin, points, tuple(related)
