"""Origins that several rules point at: a destination's settings, a capture point's target and filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import givens
from gen_flowlogs.diagnostics import Origin
from gen_flowlogs.model import S3, CapturePoint, CloudWatchLogs, Destination, Firehose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.captures.givens import Shape
    from gen_flowlogs.lint.index import Format

Related = tuple[tuple[str, Origin], ...]


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


_WORDS: dict[Shape, str] = {"cross-account role": "role"}
"""Shape of a given text → its thing in a message, where that is not the shape itself."""


def written_arns(destination: Destination) -> Iterator[tuple[str, str, Origin]]:
    """Every literal ARN of a destination but the boundary of its role, what it is, and where it is written."""
    for use in givens.uses(destination):
        text = givens.literal(use.given)
        if text is not None and not use.shape.startswith("name of ") and use.shape != "permissions boundary":
            yield text, _WORDS.get(use.shape, use.shape), use.at
    yield from reading_roles(destination)


def reading_roles(destination: Destination) -> Iterator[tuple[str, str, Origin]]:
    """The ARN of each role that may read a bucket, what it is, and where it is written."""
    for number, reader in enumerate(destination.readers if isinstance(destination, S3) else ()):
        if not reader.isdecimal():
            yield reader, "reader", settings(destination).at("readers", number)


def boundary(destination: Destination) -> Iterator[tuple[str, str, Origin]]:
    """The literal permissions boundary of a destination's own role, what it is, and where it is written."""
    for use in givens.uses(destination):
        text = givens.literal(use.given)
        if text is not None and use.shape == "permissions boundary":
            yield text, use.shape, use.at


def target(point: CapturePoint) -> Origin:
    """The origin of a capture point's target."""
    return point.origin.at(point.kind.plural if point.plural else point.kind.singular)


def own_filter(point: CapturePoint) -> Origin:
    """The origin of the filter that a capture point names; of the capture point itself where it names none."""
    own = point.filter_origin.path[: len(point.origin.path)] == point.origin.path
    return point.filter_origin if own and point.filter_origin.file == point.origin.file else point.origin.key()


def by_filter_origin(format_: Format) -> Iterator[tuple[Origin, list[CapturePoint], Related]]:
    """The capture points of a format by where their filter is named: each its own, or all in `defaults`.

    With them, the related origins for the finding.
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
