"""Buckets that several stacks use: one of them has the bucket, and is applied before the others."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.origins import settings
from gen_flowlogs.model import ONLY, S3, known_name
from gen_flowlogs.phrasing import listing, quoted
from gen_flowlogs.root_modules import owners_first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index


def check(index: Index) -> Iterator[Finding]:
    """Find the buckets without an owner."""
    if index.spec.stacks == (ONLY,):
        return
    for destination in index.spec.destinations:
        if isinstance(destination, S3) and not destination.retired:
            yield from _bucket(index, destination)


def order(index: Index) -> Iterator[Finding]:
    """Find stacks that own buckets for each other: neither can be applied first."""
    before = owners_first(index.spec, index.ownership)
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        names = [quoted(name) for name in error.args[1][1:]]  # the first of the circle is also its last
        first = next(stack for stack in index.spec.stacks if stack.name == error.args[1][0])
        if first.origin is not None:
            yield Finding(
                "bucket-owner",
                f"the stacks {listing(sorted(names))} own buckets that each other's flow logs need, so none can be "
                "applied first; let one stack own them all",
                first.origin.key(),
            )


def _bucket(index: Index, destination: S3) -> Iterator[Finding]:
    owner = index.ownership.owners[destination.key]
    senders = index.senders(destination)
    if owner is None and destination.stack is None and not destination.existing and len(senders) > 1:
        yield Finding(
            "bucket-owner",
            f"{len(senders)} stacks send to the bucket {quoted(known_name(destination))}, and one of them must own it; "
            f"write `stack:`, such as {quoted(senders[0].name)}",
            settings(destination).at("bucket"),
        )
