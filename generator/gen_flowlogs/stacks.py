"""Stacks: which of them sends to a destination, and which one owns it."""

from __future__ import annotations

from collections.abc import Mapping

from gen_flowlogs.model import S3, Destination, Spec, Stack

Users = Mapping[str, tuple[Stack, ...]]
"""Destination → the stacks whose capture points send to it, in the order of the stacks."""


def users(spec: Spec) -> Users:
    """Who sends to each destination of a spec."""
    found: dict[str, set[str | None]] = {destination.name: set() for destination in spec.destinations}
    sent: set[tuple[int, int]] = set()  # pairs of tuples that are shared by many capture points
    for point in spec.capture_points:
        pair = (id(point.destinations), id(point.stacks))
        if pair not in sent:
            sent.add(pair)
            for destination in point.destinations:
                found[destination.name].update(stack.name for stack in point.stacks)
    return {name: tuple(stack for stack in spec.stacks if stack.name in names) for name, names in found.items()}


def owner(destination: S3, spec: Spec, users: Users) -> Stack | None:
    """The stack that has a bucket: the one the spec says, or the only one that sends to it."""
    if destination.stack is not None:
        return next((stack for stack in spec.stacks if stack.name == destination.stack), None)
    if len(spec.stacks) == 1:
        return spec.stacks[0]
    return users[destination.name][0] if len(users[destination.name]) == 1 else None


def belongs(destination: Destination, stack: Stack, spec: Spec, users: Users) -> bool:
    """Whether a stack's root module has something of a destination in it, be it only its ARN.

    Nobody uses a retired one, so it may have been in any stack, unless it is a bucket whose owner is said.
    """
    if stack.name is None or stack in users[destination.name]:
        return True
    if isinstance(destination, S3) and (destination.stack is not None or not destination.retired):
        return owner(destination, spec, users) == stack
    return destination.retired


def owners_first(spec: Spec) -> dict[str | None, tuple[str | None, ...]]:
    """Stack → the owners of the buckets that it writes to, which must be applied before it; both by name, sorted."""
    senders = users(spec)
    before: dict[str | None, set[str | None]] = {stack.name: set() for stack in spec.stacks}
    for destination in spec.destinations:
        if isinstance(destination, S3) and not destination.existing:
            has_it = owner(destination, spec, senders)
            for user in senders[destination.name]:
                if has_it is not None and user != has_it:
                    before[user.name].add(has_it.name)
    return {
        name: tuple(sorted(owners, key=str)) for name, owners in sorted(before.items(), key=lambda each: str(each[0]))
    }
