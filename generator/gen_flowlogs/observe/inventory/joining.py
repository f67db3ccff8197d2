"""Resources of all files → each once, with its region where only another one tells it, and what contradicts itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gen_flowlogs.captures.inventory import Attachment, Interface, Resource
from gen_flowlogs.dataclass import fields, replace
from gen_flowlogs.observe.answers import where
from gen_flowlogs.observe.existing import Note, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.observe.inventory.placing import Placed

_FIXED: Final = ("kind", "owner", "parent", "vpc", "resource_id", "transport")
"""Fields that never change, so that two answers with different values are not about one world."""

_MOST: Final = 5
"""Upper bound of the contradictions that are listed one by one."""


def joined(lists: Sequence[Placed]) -> tuple[dict[str, Resource], frozenset[str], tuple[Note, ...]]:
    """Id → resource, the ids about which two lists contradict each other, and notes on these."""
    found: dict[str, Resource] = {}
    files: dict[str, str] = {}
    contradictions: dict[str, Note] = {}
    for each in lists:
        for of in each.resources:
            known = found.get(of.id)
            if known is None:
                found[of.id], files[of.id] = of, each.file
                continue
            differing = tuple(_differing(known, of))
            if differing:
                text = f"{files[of.id]} has another {', '.join(differing)} of it"
                contradictions[of.id] = Note(Source(each.file, of.id), text, "give the latest answers alone")
            found[of.id] = _filled(known, of)
    return found, frozenset(contradictions), tuple(_bounded(tuple(contradictions.values())))


def located(resources: Mapping[str, Resource]) -> dict[str, Resource]:
    """The same with the region of a VPC, gateway or attachment that only what it contains, or contains it, tells."""
    regions: dict[str, set[str]] = {}
    for each in resources.values():
        region = each.location[1]
        if region is not None:
            for id_ in _neighbours(each):
                regions.setdefault(id_, set()).add(region)
    found = dict(resources)
    for id_, each in resources.items():
        if each.location[1] is None:
            near = regions.get(id_, set()) | _regions(resources, _neighbours(each))
            if len(near) == 1:
                found[id_] = replace(each, location=(each.location[0], near.pop()))
    return found


def location_of(ids: Iterable[str], resources: Mapping[str, Resource], location: LocationKey) -> LocationKey:
    """The location of a list, its region that of the things with some ids, where the list itself has none."""
    if location[1] is not None:
        return location
    near = _regions(resources, ids)
    return (location[0], near.pop() if len(near) == 1 else None)


def only_location(lists: Sequence[Placed]) -> tuple[Placed, ...]:
    """The lists, an account or region that one does not tell that of all others, if they have only one.

    A list that is of another account after all contradicts the others, unless it is the only one of its kind.
    """
    location = _only(lists)
    return tuple(replace(each, location=_either(each.location, location)) for each in lists)


def at_only_location(resources: Mapping[str, Resource], lists: Sequence[Placed]) -> dict[str, Resource]:
    """The resources, an account or region that nothing tells as in `only_location`."""
    location = _only(lists)
    return {
        id_: replace(each, location=_either(each.location, location)) if None in each.location else each
        for id_, each in resources.items()
    }


def _only(lists: Sequence[Placed]) -> LocationKey:
    return where.only(each.location[0] for each in lists), where.only(each.location[1] for each in lists)


def _either(one: LocationKey, other: LocationKey) -> LocationKey:
    return one[0] or other[0], one[1] or other[1]


def _regions(resources: Mapping[str, Resource], ids: Iterable[str]) -> set[str]:
    found = (resources[id_].location[1] for id_ in ids if id_ in resources)
    return {each for each in found if each is not None}


def _neighbours(each: Resource) -> Iterator[str]:
    """The ids of what is in the region of a resource for certain."""
    vpc = each.vpc if isinstance(each, Interface) else None
    transport = each.transport if isinstance(each, Attachment) else None
    yield from (id_ for id_ in (each.parent, vpc, transport) if id_ is not None)


def _differing(one: Resource, other: Resource) -> Iterator[str]:
    for name in _FIXED:
        own, told = getattr(one, name, None), getattr(other, name, None)
        if own is not None and told is not None and own != told:
            yield name


def _filled(one: Resource, other: Resource) -> Resource:
    """A resource as the account that owns it has it, or the later answer, with what the other knows more."""
    if type(one) is not type(other):
        return one if isinstance(one, Interface | Attachment) else other
    first, second = (one, other) if _is_own(one) and not _is_own(other) else (other, one)
    blank: tuple[object, ...] = (None, (), {}, False, (None, None))
    values: dict[str, Any] = {}
    for name in (each.name for each in fields(first)):
        own, told = getattr(first, name), getattr(second, name)
        values[name] = told if own in blank else own
    account, region = first.location
    values["location"] = (account or second.location[0], region or second.location[1])
    return replace(first, **values)


def _is_own(each: Resource) -> bool:
    return each.owner is not None and each.owner == each.location[0]


def _bounded(notes: Sequence[Note]) -> Iterator[Note]:
    """The notes, and beyond a few of them their number."""
    yield from notes[:_MOST]
    if len(notes) > _MOST:
        text = f"{len(notes) - _MOST} more resources differ from those of another answer"
        yield Note(Source(notes[_MOST].source.file), text, "give the latest answers alone")
