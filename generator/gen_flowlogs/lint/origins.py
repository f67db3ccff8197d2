"""Origins that several rules point at: a destination's settings, a capture point's target and filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import Origin
from gen_flowlogs.model import (
    S3,
    CapturePoint,
    CloudWatchLogs,
    Destination,
    ExistingKey,
    ExistingRole,
    Firehose,
    OwnRole,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def written_arns(destination: Destination) -> Iterator[tuple[str, str, Origin]]:
    """Every ARN of a destination but the boundary of its role, what it is, and where it is written."""
    at = settings(destination)
    if isinstance(destination, CloudWatchLogs | S3) and isinstance(destination.kms, ExistingKey):
        yield destination.kms.arn, "key", at.at("kms")
    yield from reading_roles(destination)
    if isinstance(destination, CloudWatchLogs | Firehose) and isinstance(destination.role, ExistingRole):
        yield destination.role.arn, "role", at.at("role", "arn")
    if isinstance(destination, Firehose):
        if isinstance(destination.stream, str):
            yield destination.stream, "stream", at.at("delivery_stream")
        if destination.cross_account_role is not None:
            yield destination.cross_account_role, "role", at.at("cross_account_role")


def reading_roles(destination: Destination) -> Iterator[tuple[str, str, Origin]]:
    """The ARN of each role that may read a bucket, what it is, and where it is written."""
    for number, reader in enumerate(destination.readers if isinstance(destination, S3) else ()):
        if not reader.isdecimal():
            yield reader, "reader", settings(destination).at("readers", number)


def boundary(destination: Destination) -> Iterator[tuple[str, str, Origin]]:
    """The permissions boundary of a destination's own role, what it is, and where it is written."""
    role = None if isinstance(destination, S3) else destination.role
    if isinstance(role, OwnRole) and role.permissions_boundary is not None:
        at = settings(destination).at("role", "permissions_boundary")
        yield role.permissions_boundary, "permissions boundary", at


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
