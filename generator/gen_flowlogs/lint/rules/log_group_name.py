"""The names that CloudWatch Logs refuses; `aws.limits` knows which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.limits import log_group_name_problem
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.claims import subject
from gen_flowlogs.model import CloudWatchLogs, store_name
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index


def check(index: Index) -> Iterator[Finding]:
    """Find the names that are refused."""
    for destination in index.spec.destinations:
        if isinstance(destination, CloudWatchLogs):
            yield from _check(destination)


def _check(destination: CloudWatchLogs) -> Iterator[Finding]:
    name = store_name(destination)
    problem = None if name is None else log_group_name_problem(name)
    if problem is not None:
        yield Finding("log-group-name", f"the log group's name {quoted(name)} {problem}", subject(destination))
