"""Spec → its root modules: which capture points and destinations each of them has to do with.

One walk over the spec gives all of them; each stack asking for its own would take the square of their number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gen_flowlogs import stacks
from gen_flowlogs.model import ONLY, S3, CapturePoint, Destination, Firehose, Spec, Stack
from gen_flowlogs.view.layouts import Writers, writers

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Whole:
    """What holds over all root modules: who sends where, who owns each bucket, and what records into what."""

    users: stacks.Users
    owners: Mapping[str, Stack | None]
    writers: Writers


@dataclass(frozen=True, slots=True)
class Root:
    """One root module. Everything in it stands in the order of names, so that reordering a spec changes no byte."""

    stack: Stack
    points: tuple[CapturePoint, ...]
    here: tuple[Destination, ...]  # also what is retired
    writers: Writers

    @property
    def destinations(self) -> tuple[Destination, ...]:
        """Those that are not retired."""
        return tuple(each for each in self.here if not each.retired)

    @property
    def retired(self) -> tuple[Destination, ...]:
        """Those that nobody uses any more."""
        return tuple(each for each in self.here if each.retired)


def whole(spec: Spec) -> Whole:
    """What is known of a spec before its root modules."""
    users = stacks.users(spec)
    buckets = (each for each in spec.destinations if isinstance(each, S3))
    return Whole(users, {each.name: stacks.owner(each, spec, users) for each in buckets}, writers(spec.capture_points))


def roots(spec: Spec, known: Whole) -> tuple[Root, ...]:
    """The root modules of a spec, in the order of its stacks."""
    points: dict[str | None, list[CapturePoint]] = {stack.name: [] for stack in spec.stacks}
    here: dict[str | None, list[Destination]] = {stack.name: [] for stack in spec.stacks}
    for point in sorted(spec.capture_points, key=lambda each: each.name):
        for stack in point.stacks:
            points[stack.name].append(point)
    for destination in sorted(spec.destinations, key=lambda each: each.name):
        for stack in _homes(destination, spec, known):
            here[stack.name].append(destination)
    return tuple(
        Root(
            stack=stack,
            points=tuple(points[stack.name]),
            here=tuple(here[stack.name]),
            writers=writers(points[stack.name]),
        )
        for stack in spec.stacks
    )


def _homes(destination: Destination, spec: Spec, known: Whole) -> tuple[Stack, ...]:
    """The stacks that have something of a destination; `stacks.belongs`, but asked only of those that may.

    A stream is the author's own, so nothing is made of one that nobody uses.
    """
    senders = known.users[destination.name]
    owner = known.owners.get(destination.name)
    if destination.retired:
        return tuple(stack for stack in spec.stacks if stacks.belongs(destination, stack, spec, known.users))
    if isinstance(destination, Firehose):
        return senders
    if spec.stacks == (ONLY,):
        return spec.stacks
    return senders if owner is None or owner in senders else (*senders, owner)
