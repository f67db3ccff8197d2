"""Log groups that are to be deleted with their destination, and that CloudWatch Logs refuses to delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.suppression import Suppressible
from gen_flowlogs.model import CloudWatchLogs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index

_MESSAGE = (
    "CloudWatch Logs refuses to delete a protected log group, so `on_destroy: delete` fails after its flow logs are "
    "gone; write `deletion_protection: false`, or leave `on_destroy` out"
)


def check(index: Index) -> Iterator[Suppressible]:
    """Find the created log groups that are both protected and to be deleted."""
    for destination in index.spec.destinations:
        if not isinstance(destination, CloudWatchLogs) or destination.existing or destination.retired:
            continue
        if destination.deletion_protection and destination.on_destroy == "delete":
            at = destination.origin.at("cloudwatch_logs")
            said = (("it is to be deleted at", at.at("on_destroy")),)
            yield Suppressible(
                Finding("protected-log-group", _MESSAGE, at.at("deletion_protection"), said), (destination,)
            )
