"""What stacks rule out: an id has one account and region, and a bucket one owner."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from gen_flowlogs.aws import arns
from gen_flowlogs.captures import locations
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.origins import settings, target
from gen_flowlogs.model import ONLY, S3, ExistingKey, Ids
from gen_flowlogs.phrasing import listing, quoted
from gen_flowlogs.root_modules import owners_first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.survey import Survey
    from gen_flowlogs.model import CapturePoint


def targets(found: Survey) -> Iterator[Finding]:
    """An id that is said to be in several stacks, by one capture point or by two."""
    for point in found.spec.capture_points:
        if len(point.stacks) > 1 and isinstance(point.target, Ids):
            yield Finding(
                "stack-target",
                f"{quoted(point.target.ids[0])} is in one account and one region, and {quoted(point.name)} in "
                f"{len(point.stacks)} stacks; name its stack, or look it up by its tags",
                target(point),
            )
    for key, points in found.targets.items():
        if isinstance(key, str) and len(points) > 1:
            yield from _told_apart(key, [point for point in points if len(point.stacks) == 1])


def _told_apart(id_: str, points: list[CapturePoint]) -> Iterator[Finding]:
    """The first capture point that says another stack of an id than the ones before it."""
    other = next(
        (point for point in points if locations.key(point.stacks[0]) != locations.key(points[0].stacks[0])), None
    )
    if other is not None:
        here, there = other.stacks[0], points[0].stacks[0]
        yield Finding(
            "stack-target",
            f"{quoted(id_)} is in one account and one region, and {quoted(other.name)} looks for it in "
            f"{quoted(here.name)}, {quoted(points[0].name)} in {quoted(there.name)}; put both into the stack that has "
            "it",
            target(other),
            (("the other is at", target(points[0])),),
        )


def roles(found: Survey) -> Iterator[Finding]:
    """A role that Terraform assumes makes it a user of the role's account, whatever the stack says."""
    for stack in found.spec.stacks:
        arn = None if stack.assume_role is None else arns.parse(stack.assume_role)
        if arn is None or stack.origin is None:
            continue
        partition = locations.of(stack).partition
        if arn.account != stack.account:
            yield Finding(
                "option-not-available",
                f"the role that Terraform assumes is in account {quoted(arn.account)}, and the stack "
                f"{quoted(stack.name)} in {quoted(stack.account)}; write a role of the stack's account",
                stack.origin.at("assume_role"),
            )
        elif arn.partition != partition:
            yield Finding(
                "option-not-available",
                f"the role that Terraform assumes is in the partition {quoted(arn.partition)}, and the stack "
                f"{quoted(stack.name)} in {quoted(str(partition))}; write `arn:{partition}:…`",
                stack.origin.at("assume_role"),
            )


def buckets(found: Survey) -> Iterator[Finding]:
    """A bucket without an owner, or one that some of its stacks cannot reach."""
    if found.spec.stacks == (ONLY,):
        return
    for destination in found.spec.destinations:
        if isinstance(destination, S3) and not destination.retired:
            yield from _bucket(found, destination)


def order(found: Survey) -> Iterator[Finding]:
    """Stacks that own buckets for each other: neither can be applied first."""
    before = owners_first(found.spec, found.ownership)
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        names = [quoted(name) for name in error.args[1][1:]]  # the first of the circle is also its last
        first = next(stack for stack in found.spec.stacks if stack.name == error.args[1][0])
        if first.origin is not None:
            yield Finding(
                "bucket-owner",
                f"the stacks {listing(sorted(names))} own buckets that each other's flow logs need, so none can be "
                "applied first; let one stack own them all",
                first.origin.key(),
            )


def _bucket(found: Survey, destination: S3) -> Iterator[Finding]:
    owner = found.ownership.owners[destination.name]
    senders = found.ownership.senders[destination.name]
    if owner is None and destination.stack is None and not destination.existing and len(senders) > 1:
        yield Finding(
            "bucket-owner",
            f"{len(senders)} stacks send to the bucket {quoted(destination.bucket)}, and one of them must own it; "
            f"write `stack:`, such as {quoted(senders[0].name)}",
            settings(destination).at("bucket"),
        )
    places = {locations.of(stack).partition: stack for stack in ((owner,) if owner else ()) + senders}
    if len(places) > 1:
        names = [f"{quoted(stack.name)} in {quoted(partition)}" for partition, stack in sorted(places.items())]
        yield Finding(
            "option-not-available",
            f"nothing is delivered from one partition to another, and the bucket {quoted(destination.bucket)} is used "
            f"by {listing(names)}; give each partition a destination of its own",
            settings(destination).at("bucket"),
        )
    key = arns.parse(destination.kms.arn) if isinstance(destination.kms, ExistingKey) else None
    if owner is not None and key is not None and key.region != owner.region:
        yield Finding(
            "option-not-available",
            f"the bucket's stack {quoted(owner.name)} is in {quoted(owner.region)}, and a bucket's key must be in its "
            f"region, not in {quoted(key.region)}",
            settings(destination).at("kms"),
        )
