"""Spec → its root modules: what each of them creates, mentions, sends and admits, and the versions that it needs.

One walk over the spec gives all of them; each root module asking for its own would take the square of their number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gen_flowlogs.captures import locations
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.minimum_versions import MinimumVersions, minimum_versions
from gen_flowlogs.model import ONLY, S3, CapturePoint, Destination, Firehose, Key, Spec, Stack

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gen_flowlogs.captures.locations import Location

Senders = Mapping[Key, tuple[Stack, ...]]
"""Destination → the stacks whose capture points send to it, in the order of the stacks."""

Writers = Mapping[Key, tuple[CapturePoint, ...]]
"""Destination → the capture points that record into it, where there are any."""

Admitted = Mapping[Key, tuple["Location", ...]]
"""Bucket destination → the locations whose records its policies must admit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RootModule:
    """One root module. All in it is in the order of names, so that reordering a spec changes no byte.

    Of the variants of a definition it has one at most, so that a name in it leads to one capture point or destination.

    `writers`: its capture points, by the destination that they send to. `mentions`: the destinations of which it has
    anything, be it only the ARN; also retired ones. `creates`: those whose log group, bucket, role or key are in it,
    unless they exist. `admits`: the owner of a bucket names all senders, and then no other root module names any;
    without an owner each names itself.
    """

    stack: Stack
    location: Location
    points: tuple[CapturePoint, ...]
    writers: Writers
    mentions: tuple[Destination, ...]
    creates: tuple[Destination, ...]
    admits: Admitted
    versions: MinimumVersions

    @property
    def destinations(self) -> tuple[Destination, ...]:
        """The destinations that it mentions and that are not retired."""
        return tuple(each for each in self.mentions if not each.retired)

    @property
    def retired(self) -> tuple[Destination, ...]:
        """The retired destinations that it mentions."""
        return tuple(each for each in self.mentions if each.retired)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ownership:
    """Facts that hold over all root modules of a spec; each variant of a destination has its own.

    `owners`: bucket destination → the stack that has the bucket, where the spec says so or only one stack sends to it
    (to any of its variants: the spec says so, or does not, of all of them).
    `senders`: destination → the stacks that send to it. `mentioning`: destination → the stacks whose root modules
    mention it.
    """

    stacks: tuple[Stack, ...]
    senders: Senders
    owners: Mapping[Key, Stack | None]
    mentioning: Mapping[Key, tuple[Stack, ...]]
    versions: MinimumVersions


def ownership(spec: Spec) -> Ownership:
    """The ownership of the destinations of a spec. It costs little, however many capture points there are."""
    senders = _senders(spec)
    owners = _owners(spec, senders)
    mentioning = {each.key: _mentioning(each, spec, senders, owners) for each in spec.destinations}
    return Ownership(
        stacks=spec.stacks,
        senders=senders,
        owners=owners,
        mentioning=mentioning,
        versions=minimum_versions(spec),
    )


def root_modules(spec: Spec) -> tuple[RootModule, ...]:
    """The root modules of a spec, in the order of its stacks."""
    known = ownership(spec)
    points: dict[str | None, list[CapturePoint]] = {stack.name: [] for stack in spec.stacks}
    for point in sorted(spec.capture_points, key=lambda each: each.name):
        for stack in point.stacks:
            points[stack.name].append(point)
    mentions: dict[str | None, list[Destination]] = {stack.name: [] for stack in spec.stacks}
    for destination in sorted(spec.destinations, key=lambda each: each.name):
        for stack in known.mentioning[destination.key]:
            mentions[stack.name].append(destination)
    sources = {key: tuple(map(locations.of, known.senders[key])) for key in known.owners}
    return tuple(
        RootModule(
            stack=stack,
            location=locations.of(stack),
            points=tuple(points[stack.name]),
            writers=writers(points[stack.name]),
            mentions=tuple(mentions[stack.name]),
            creates=tuple(each for each in mentions[stack.name] if _creates(each, stack, known.owners)),
            admits=_admitted(mentions[stack.name], stack, known.owners, sources),
            versions=known.versions,
        )
        for stack in spec.stacks
    )


def owners_first(spec: Spec, known: Ownership) -> dict[str | None, tuple[str | None, ...]]:
    """Stack → the owners of the buckets that it writes to, which must be applied before it; both by name, sorted."""
    before: dict[str | None, set[str | None]] = {stack.name: set() for stack in spec.stacks}
    for destination in spec.destinations:
        if isinstance(destination, S3) and not destination.existing:
            owner = known.owners[destination.key]
            for sender in known.senders[destination.key]:
                if owner is not None and sender != owner:
                    before[sender.name].add(owner.name)
    return {
        name: tuple(sorted(owners, key=str)) for name, owners in sorted(before.items(), key=lambda each: str(each[0]))
    }


def _senders(spec: Spec) -> Senders:
    order = {stack.name: number for number, stack in enumerate(spec.stacks)}
    stacks_of: dict[Key, set[str | None]] = {destination.key: set() for destination in spec.destinations}
    seen: set[tuple[int, int]] = set()  # pairs of tuples that many capture points share
    for point in spec.capture_points:
        pair = (id(point.destinations), id(point.stacks))
        if pair not in seen:
            seen.add(pair)
            for destination in point.destinations:
                stacks_of[destination.key].update(stack.name for stack in point.stacks)
    return {
        key: tuple(spec.stacks[number] for number in sorted(order[each] for each in names))
        for key, names in stacks_of.items()
    }


def _owners(spec: Spec, senders: Senders) -> Mapping[Key, Stack | None]:
    stacks = {stack.name: stack for stack in spec.stacks}
    sending: dict[str, list[Stack]] = {}  # to any variant of a destination
    for (name, _), several in senders.items():
        sending.setdefault(name, []).extend(several)
    owners: dict[Key, Stack | None] = {}
    for destination in spec.destinations:
        if isinstance(destination, S3):
            users = spec.stacks if len(spec.stacks) == 1 else sending[destination.name]
            alone = next(iter(stacks_of(destination, tuple(users))), None) if len(users) == 1 else None
            owners[destination.key] = alone if destination.stack is None else stacks.get(destination.stack)
    return owners


def _mentioning(
    destination: Destination, spec: Spec, senders: Senders, owners: Mapping[Key, Stack | None]
) -> tuple[Stack, ...]:
    """The stacks whose root modules have anything of a destination.

    A retired one may have been in any stack of its variant, unless it is a bucket whose owner the spec names. A stream
    is the author's own, so nothing is made of one to which no flow log sends.
    """
    owner, users = owners.get(destination.key), senders[destination.key]
    if destination.retired:
        named = isinstance(destination, S3) and destination.stack is not None and spec.stacks != (ONLY,)
        return (() if owner is None else (owner,)) if named else stacks_of(destination, spec.stacks)
    if isinstance(destination, Firehose):
        return users
    if spec.stacks == (ONLY,):
        return spec.stacks
    return users if owner is None or owner in users else (*users, owner)


def _creates(destination: Destination, stack: Stack, owners: Mapping[Key, Stack | None]) -> bool:
    return not destination.retired and (not isinstance(destination, S3) or owners[destination.key] == stack)


def _admitted(
    mentioned: Iterable[Destination],
    stack: Stack,
    owners: Mapping[Key, Stack | None],
    sources: Mapping[Key, tuple[Location, ...]],
) -> Admitted:
    here = (locations.of(stack),)
    admitted: dict[Key, tuple[Location, ...]] = {}
    for each in mentioned:
        if isinstance(each, S3):
            owner = owners[each.key]
            admitted[each.key] = here if owner is None else (sources[each.key] or here) if owner == stack else ()
    return admitted


def writers(points: Iterable[CapturePoint]) -> Writers:
    """The writers among some capture points, in their order."""
    points_of: dict[Key, list[CapturePoint]] = {}
    for point in points:
        for destination in point.destinations:
            points_of.setdefault(destination.key, []).append(point)
    return {key: tuple(several) for key, several in points_of.items()}


def stacks_of(destination: Destination, stacks: tuple[Stack, ...]) -> tuple[Stack, ...]:
    """The stacks, of some, that a destination is evaluated for: those of its variant, or all."""
    variant = frozenset(destination.variant)
    return tuple(each for each in stacks if each.name in variant) if variant else stacks
