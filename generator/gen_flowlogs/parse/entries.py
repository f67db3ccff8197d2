"""`destinations` of a capture point, whose entries are names or mappings of one name, and `adopted` → Adoptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.model import Adoption
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.diagnostics import Origin

Raw = str | list[str | dict[str, Any]]
"""One name, or a list of names and of mappings that have one name."""


def name_of(entry: str | dict[str, Any]) -> str:
    """The name of the destination in an entry."""
    return entry if isinstance(entry, str) else next(iter(entry))


def named(raw: Raw, origin: Origin) -> Iterator[tuple[str, Origin]]:
    """Each name of a destination, and its origin."""
    match raw:
        case str():
            yield raw, origin
        case _:
            for index, entry in enumerate(raw):
                at = origin.at(index)
                yield name_of(entry), at if isinstance(entry, str) else at.key(name_of(entry))


def repeated(raw: Raw, origin: Origin) -> Iterator[Finding]:
    """A finding for each name that a capture point has in its list twice, once with and once without settings."""
    if not _has_settings(raw):
        return  # the schema has seen to it
    first: dict[str, Origin] = {}
    for name, at in named(raw, origin.at("destinations")):
        earlier = first.setdefault(name, at)
        if earlier is not at:
            message = f'{quoted(name)} is in "destinations" twice; take one of them out'
            yield Finding("duplicate-item", message, at, (("first at", earlier),))


def _has_settings(raw: Raw) -> bool:
    """Whether any entry is a mapping; those of most capture points are names alone."""
    return not isinstance(raw, str) and dict in map(type, raw)


def adoptions(point: dict[str, Any], origin: Origin, destinations: Iterable[str]) -> tuple[Adoption, ...]:
    """The adoptions of a capture point: those of its entries, and its own, which are for all of its destinations."""
    entries = point.get("destinations", "")
    if "adopted" not in point and not _has_settings(entries):
        return ()
    several = [
        Adoption(destination=name, part=part, origin=origin.at("destinations", index, name, "adopted", number))
        for index, entry in enumerate(entries if isinstance(entries, list) else ())
        if isinstance(entry, dict)
        for name, settings in entry.items()
        for number, part in enumerate(settings["adopted"])
    ]
    several += [
        Adoption(destination=name, part=part, origin=origin.at("adopted", number))
        for number, part in enumerate(point.get("adopted", ()))
        for name in destinations
    ]
    return tuple({(each.destination, each.part): each for each in reversed(several)}.values())
