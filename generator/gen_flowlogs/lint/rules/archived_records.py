"""Records that the queries of a bucket skip, because its lifecycle moves them where S3 must restore them first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.limits import STORAGE_CLASSES
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.suppression import Suppressible
from gen_flowlogs.model import S3
from gen_flowlogs.phrasing import days, ignoring, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index


def check(index: Index) -> Iterator[Suppressible]:
    """Find the buckets with queries and such a step."""
    for destination in index.spec.destinations:
        if isinstance(destination, S3) and destination.queries and not destination.retired:
            yield from _check(destination)


def _check(destination: S3) -> Iterator[Suppressible]:
    for number, step in enumerate(destination.transitions):
        to = STORAGE_CLASSES.get(step.storage_class)
        if to is not None and to.archived:
            message = (
                f"records move to {to.name} after {days(step.after_days)}, where Athena skips them, so the queries of "
                f"{quoted(destination.name)} find nothing older; use GLACIER_IR, or "
                f"{ignoring('archived-records')}"
            )
            at = destination.origin.at("s3", "transitions", number)
            yield Suppressible(Finding("archived-records", message, at), (destination,))
            return
