"""Suggestions: what would record a resource that nothing certainly records.

An entry of `capture_points` as an author writes it, or the tags that a lookup of the spec wants.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final

from gen_flowlogs.captures import locations, targets
from gen_flowlogs.captures.targets import LookedUp
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.explain.chain import is_connect, is_zonal, location_of, owners_of
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.model import ONLY
from gen_flowlogs.phrasing import listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.captures.recordings import Recording
    from gen_flowlogs.explain.chain import Link
    from gen_flowlogs.explain.recorders import Recorders
    from gen_flowlogs.model import Spec, Stack

_MOST_LOOKUPS: Final = 3
_NOT_IN_NAMES: Final = pattern(r"[^a-z0-9]+")
_LONGEST_NAME: Final = 40


def to_record(links: Sequence[Link], recorders: Recorders, location: LocationKey | None) -> tuple[str, ...]:
    """The ways to have a resource recorded, the first link of its chain; the entry of the spec comes first."""
    entry = _entry(links, recorders, location)
    return (*((entry,) if entry else ()), *(f"tag {way}" for way, _ in _tags(links, recorders)))


def near_misses(links: Sequence[Link], recorders: Recorders) -> tuple[str, ...]:
    """The lookups that do not find a resource or its containers, each with the tags that it wants."""
    return tuple(told for _, told in _tags(links, recorders))


def _entry(links: Sequence[Link], recorders: Recorders, location: LocationKey | None) -> str | None:
    """An entry for the outermost container that a stack of the spec can record; None where no stack can."""
    for link in reversed(links):
        if link.id is None or is_connect(link.resource) or is_zonal(link.resource):
            continue
        stack = _stack(link, links, recorders.spec, location)
        if stack is not None:
            return _written(link, stack, recorders)
    return None


def _stack(link: Link, links: Sequence[Link], spec: Spec, location: LocationKey | None) -> Stack | None:
    """The first stack whose account may have the flow log, in the region of the resource."""
    account, region = location_of(link) or location or (None, None)
    owners = owners_of(link, links) or frozenset(filter(None, (account,)))
    for stack in spec.stacks:
        allowed = stack.account is None or not owners or stack.account in owners
        if allowed and (None in {stack.region, region} or stack.region == region):
            return stack
    return None


def _written(link: Link, stack: Stack, recorders: Recorders) -> str:
    spec = recorders.spec
    settings = [f"{link.kind.singular}: {link.id}"]
    if not recorders.inherits:
        used = [each.name for each in spec.destinations if not each.retired]
        settings.append(f"destinations: {used[0] if used else 'DESTINATION'}")
    if spec.stacks != (ONLY,) and len(spec.stacks) > 1:
        settings.append(f"stack: {stack.name}")
    return f"capture_points: {{{_name(link, recorders.names)}: {{{', '.join(settings)}}}}}"


def _name(link: Link, taken: frozenset[str]) -> str:
    """A name that no capture point has: the Name tag of the resource, or its kind."""
    tag = link.resource.tags.get("Name", "") if link.resource is not None else ""
    slug = _NOT_IN_NAMES.sub("-", tag.lower()[:_LONGEST_NAME]).strip("-")
    if not slug or not slug[0].isalpha():
        slug = _NOT_IN_NAMES.sub("-", link.kind.title.lower())
    return next(name for number in count(1) if (name := slug if number == 1 else f"{slug}-{number}") not in taken)


def _tags(links: Sequence[Link], recorders: Recorders) -> Iterator[tuple[str, str]]:
    """The lookups that would find a link if it had other tags: what to tag with, and what it has."""
    found: dict[tuple[str, str], None] = {}
    for link in links:
        for each in recorders.looking_up(link.kind.singular):
            if _misses(each, link):
                found.setdefault(_told(each, link))
    yield from list(found)[:_MOST_LOOKUPS]


def _misses(recording: Recording, link: Link) -> bool:
    """Whether a lookup of several would find a link but for its tags."""
    lookup = recording.target
    if link.resource is None or not isinstance(lookup, LookedUp) or not recording.point.plural:
        return False
    if (
        is_connect(link.resource)
        or is_zonal(link.resource)
        or not locations.may_be_one(lookup.location, location_of(link) or (None, None))
    ):
        return False
    if lookup.within is not None and not lookup.within & {link.resource.parent, getattr(link.resource, "vpc", None)}:
        return False
    return any(link.resource.tags.get(key) != value for key, value in lookup.tags)


def _told(recording: Recording, link: Link) -> tuple[str, str]:
    lookup = recording.target
    assert isinstance(lookup, LookedUp)  # noqa: S101 - as `_misses` says
    assert link.resource is not None  # noqa: S101 - likewise
    wanted = [(key, value) for key, value in lookup.tags if link.resource.tags.get(key) != value]
    has = [shown(f"{key}={link.resource.tags[key]}") for key, _ in wanted if key in link.resource.tags]
    lacks = [shown(key) for key, _ in wanted if key not in link.resource.tags]
    said = " and ".join((*(["has " + listing(has)] if has else []), *(["no tag " + listing(lacks)] if lacks else [])))
    said = said if has else f"has {said}"
    who = "this one" if link.via == "itself" else f"{link.title}, {link.id},"
    pairs = listing([shown(f"{key}={value}") for key, value in wanted])
    kind = link.kind.title
    return f"the {kind} {pairs}", f"`{recording.point.name}` looks up {targets.name(lookup)}; {who} {said}"
