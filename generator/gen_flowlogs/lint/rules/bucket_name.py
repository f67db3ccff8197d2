"""Names of buckets and prefixes that S3 refuses; `aws.limits` knows which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.limits import bucket_name_problem, existing_bucket_name_problem, prefix_problem
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.claims import subject
from gen_flowlogs.model import S3, store_name
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index

SLUGS = ("bucket-name", "bucket-prefix")


def check(index: Index) -> Iterator[Finding]:
    """Find the names and prefixes that are refused."""
    for destination in index.spec.destinations:
        if isinstance(destination, S3):
            yield from _check(destination)


def _check(destination: S3) -> Iterator[Finding]:
    judge = existing_bucket_name_problem if destination.existing else bucket_name_problem
    name = store_name(destination)
    problem = None if name is None else judge(name)
    if problem is not None:
        yield Finding("bucket-name", f"the bucket's name {quoted(name)} {problem}", subject(destination))
    problem = prefix_problem(destination.prefix)
    if problem is not None:
        yield Finding(
            "bucket-prefix",
            f"the prefix {quoted(destination.prefix)} {problem}",
            destination.origin.at("s3", "prefix"),
        )
