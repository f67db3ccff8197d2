"""Records that are kept for ever, which costs for ever, or for less than a year.

A year is what auditors ask for: PCI DSS 4.0 10.5.1 and Security Hub's control CloudWatch.16 (read 2026-10).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.limits import FLOW_LOGS_PER_RESOURCE
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint import coverage
from gen_flowlogs.lint.suppression import Suppressible
from gen_flowlogs.model import S3, CloudWatchLogs
from gen_flowlogs.phrasing import days, ignoring
from gen_flowlogs.root_modules import writers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index
    from gen_flowlogs.model import CapturePoint, Destination
    from gen_flowlogs.root_modules import Writers

YEAR = 365  # days


def check(index: Index) -> Iterator[Suppressible]:
    """Destinations of our own that keep records too long or not long enough.

    A log group that keeps them for ever is told to (`never`). Fewer days than a year are enough where every record is
    kept elsewhere, or is of a capture point that is there for a time.
    """
    recording: Writers | None = None
    for destination in index.spec.destinations:
        match destination:
            case CloudWatchLogs(existing=False, retired=False, retention_days=int(kept)):
                at = destination.origin.at("cloudwatch_logs", "retention_days")
            case S3(existing=False, retired=False, expire_days=int(kept)):
                at = destination.origin.at("s3", "expire_days")
            case S3(existing=False, retired=False):
                words = (
                    "records are kept, and paid for, for ever; set how long with `expire_days: 400`, or "
                    f"{ignoring('retention')}"
                )
                yield Suppressible(Finding("retention", words, destination.origin.key("s3")), (destination,))
                continue
            case _:
                continue
        if kept >= YEAR:
            continue
        recording = writers(index.spec.capture_points) if recording is None else recording
        points = recording.get(destination.key, ())
        if not points or not all(_is_kept(index, point) for point in points):
            words = f"records are kept for {days(kept)}, and most audits ask for a year; keep {YEAR} or more"
            yield Suppressible(Finding("retention", words, at), (destination,))


def _is_kept(index: Index, point: CapturePoint) -> bool:
    """Whether no audit would miss the records of a capture point: they are kept elsewhere, or it expires."""
    if point.expires is not None or any(map(_keeps, point.destinations)):
        return True
    wider = (*coverage.around(index, point), *coverage.finding(index, point))
    if any(_is_kept_by(coverage.together(index, each, point), point) for each in wider):
        return True
    same = [index.targets[target] for target in index.keys.of(point)]
    return bool(same) and all(
        1 < len(points) <= FLOW_LOGS_PER_RESOURCE
        and any(_keeps_all(each, point) for each in points if each is not point)
        for points in same
    )


def _is_kept_by(wider: tuple[CapturePoint, ...], point: CapturePoint) -> bool:
    """Whether the variants of a capture point are in all stacks of another one, and keep all that it records."""
    stacks = {stack.name for each in wider for stack in each.stacks}
    return stacks >= {stack.name for stack in point.stacks} and all(_keeps_all(each, point) for each in wider)


def _keeps_all(wider: CapturePoint, point: CapturePoint) -> bool:
    """Whether a capture point sends all that another one records to a destination that keeps it."""
    return any(map(_keeps, wider.destinations)) and coverage.covers(wider, point)


def _keeps(destination: Destination) -> bool:
    """Whether a destination is known to keep records for a year or longer."""
    match destination:
        case CloudWatchLogs(existing=False, retention_days=kept) | S3(existing=False, expire_days=kept):
            return kept is None or kept >= YEAR
        case _:
            return False
