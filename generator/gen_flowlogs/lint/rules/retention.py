"""Records that are kept for ever, which costs for ever, or for less than a year.

A year is what auditors ask for: PCI DSS 4.0 10.5.1 and Security Hub's control CloudWatch.16 (read 2026-10).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.suppression import Suppressible
from gen_flowlogs.model import S3, CloudWatchLogs
from gen_flowlogs.phrasing import days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index

YEAR = 365  # days


def check(index: Index) -> Iterator[Suppressible]:
    """Destinations of our own that keep records too long or not long enough."""
    for destination in index.spec.destinations:
        match destination:
            case CloudWatchLogs(existing=False, retired=False):
                kept, key = destination.retention_days, "retention_days"
                at = destination.origin.at("cloudwatch_logs")
            case S3(existing=False, retired=False):
                kept, key = destination.expire_days, "expire_days"
                at = destination.origin.at("s3")
            case _:
                continue
        if kept is None:
            words = f"records are kept, and paid for, for ever; say how long with `{key}: 400`, or ignore this"
            where = at.at(key) if key == "retention_days" else at.key()
        elif kept < YEAR:
            words = f"records are kept for {days(kept)}, and most audits ask for a year; keep {YEAR} or more"
            where = at.at(key)
        else:
            continue
        yield Suppressible(Finding("retention", words, where), (destination,))
