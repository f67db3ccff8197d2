"""Roles and buckets that do not fit the accounts, regions and partitions of the stacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws import arns
from gen_flowlogs.captures import givens, locations, sinks
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.claims import subject
from gen_flowlogs.lint.origins import reading_roles, settings
from gen_flowlogs.model import ONLY, S3, ExistingKey
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index
    from gen_flowlogs.model import Stack

SLUGS = ("option-not-available",)


def roles(index: Index) -> Iterator[Finding]:
    """Find roles of another account than their stack's: Terraform that assumes one is a user of the role's account."""
    for stack in index.spec.stacks:
        arn = None if stack.assume_role is None else arns.parse(stack.assume_role.arn)
        if arn is None or stack.assume_role is None:
            continue
        partition = locations.of(stack).partition
        if arn.account != stack.account:
            yield Finding(
                "option-not-available",
                f"the role that Terraform assumes is in account {quoted(arn.account)}, and the stack "
                f"{quoted(stack.name)} in {quoted(stack.account)}; write a role of the stack's account",
                stack.assume_role.origin,
            )
        elif arn.partition != partition:
            yield Finding(
                "option-not-available",
                f"the role that Terraform assumes is in the partition {quoted(arn.partition)}, and the stack "
                f"{quoted(stack.name)} in {quoted(str(partition))}; write `arn:{partition}:…`",
                stack.assume_role.origin,
            )


def buckets(index: Index) -> Iterator[Finding]:
    """Find buckets that some of their stacks cannot reach, or whose key is in another region."""
    if index.spec.stacks == (ONLY,):
        return
    senders: dict[tuple[str, str], tuple[S3, dict[Stack, None]]] = {}  # of a bucket, whichever variants have it
    for destination in index.spec.destinations:
        if isinstance(destination, S3) and not destination.retired:
            known = senders.setdefault((destination.name, str(destination.bucket)), (destination, {}))[1]
            known.update(dict.fromkeys(index.ownership.senders[destination.key]))
    for destination, several in senders.values():
        ordered = sorted(several, key=lambda stack: str(stack.name))
        yield from _bucket(destination, index.ownership.owners[destination.key], tuple(ordered))


def _bucket(destination: S3, owner: Stack | None, senders: tuple[Stack, ...]) -> Iterator[Finding]:
    partitions = {locations.of(stack).partition: stack for stack in ((owner,) if owner else ()) + senders}
    if len(partitions) > 1:
        names = [f"{quoted(stack.name)} in {quoted(partition)}" for partition, stack in sorted(partitions.items())]
        yield Finding(
            "option-not-available",
            "nothing is delivered from one partition to another, and the bucket "
            f"{quoted(sinks.given_name(destination))} is used by {listing(names)}; give each partition a destination "
            "of its own",
            subject(destination),
        )
    for text, _, at in reading_roles(destination):
        reader = arns.parse(text)
        if reader is not None and partitions and reader.partition not in partitions:
            there = listing([quoted(each) for each in sorted(map(str, partitions))])
            yield Finding(
                "option-not-available",
                f"the reader {quoted(text)} is in the partition {quoted(reader.partition)}, and the bucket in {there}: "
                "a role of one partition reads nothing in another; write a role of the bucket's partition",
                at,
            )
    key = arns.parse(givens.literal(destination.kms.arn) or "") if isinstance(destination.kms, ExistingKey) else None
    if owner is not None and key is not None and key.region != owner.region:
        yield Finding(
            "option-not-available",
            f"the bucket's stack {quoted(owner.name)} is in {quoted(owner.region)}, and a bucket's key must be in its "
            f"region, not in {quoted(key.region)}; write one of that region",
            settings(destination).at("kms"),
        )
