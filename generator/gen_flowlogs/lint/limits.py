"""Names and lifecycles that S3 and CloudWatch Logs refuse. What they refuse is known to `aws.limits`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gen_flowlogs.aws.limits import bucket_name_problem, lifecycle_problem, log_group_name_problem, prefix_problem
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.model import S3, CloudWatchLogs
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.survey import Survey

_OF_AN_ACCOUNT = re.compile(r".+-[0-9]{12}-[a-z0-9-]+-an")
"""A bucket of an account's own namespace. Nobody creates one by its name alone, but it may exist."""


def check(found: Survey) -> Iterator[Finding]:
    """What is wrong with the names and lifecycle of any destination."""
    for destination in found.spec.destinations:
        match destination:
            case CloudWatchLogs():
                yield from _cloudwatch_logs(destination)
            case S3():
                yield from _s3(destination)
                yield from _lifecycle(destination)


def _cloudwatch_logs(destination: CloudWatchLogs) -> Iterator[Finding]:
    problem = log_group_name_problem(destination.log_group)
    if problem is not None:
        yield Finding(
            "log-group-name",
            f"the log group's name {quoted(destination.log_group)} {problem}",
            destination.origin.at("cloudwatch_logs", "log_group"),
        )


def _s3(destination: S3) -> Iterator[Finding]:
    problem = bucket_name_problem(destination.bucket)
    if problem is not None and not (destination.existing and _OF_AN_ACCOUNT.fullmatch(destination.bucket)):
        yield Finding(
            "bucket-name",
            f"the bucket's name {quoted(destination.bucket)} {problem}",
            destination.origin.at("s3", "bucket"),
        )
    problem = prefix_problem(destination.prefix)
    if problem is not None:
        yield Finding(
            "bucket-prefix",
            f"the prefix {quoted(destination.prefix)} {problem}",
            destination.origin.at("s3", "prefix"),
        )


def _lifecycle(destination: S3) -> Iterator[Finding]:
    steps = [(step.after_days, step.storage_class) for step in destination.transitions]
    problem = lifecycle_problem(steps, destination.expire_days)
    if problem is None:
        return
    index, words = problem
    at = destination.origin.at("s3")
    yield Finding("lifecycle", words, at.at("expire_days") if index is None else at.at("transitions", index))
