"""The lifecycles that S3 refuses; `aws.limits` knows which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.limits import lifecycle_problem
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.model import S3

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index


def check(index: Index) -> Iterator[Finding]:
    """Find the steps that are refused."""
    for destination in index.spec.destinations:
        if isinstance(destination, S3):
            yield from _check(destination)


def _check(destination: S3) -> Iterator[Finding]:
    steps = [(step.after_days, step.storage_class) for step in destination.transitions]
    problem = lifecycle_problem(steps, destination.expire_days)
    if problem is None:
        return
    index, words = problem
    at = destination.origin.at("s3")
    yield Finding("lifecycle", words, at.at("expire_days") if index is None else at.at("transitions", index))
