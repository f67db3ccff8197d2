"""Which record layouts a destination holds: each list of fields that is written there, in order, once.

A layout comes from a filter and the family of the capture points that use it, as `flow_logs` writes `log_format`; so
what reads records back and what writes them cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.aws import fields

if TYPE_CHECKING:
    from generator.aws.kinds import Family
    from generator.model import CapturePoint, Destination

_WORDS: dict[Family, str] = {"vpc": "", "transit_gateway": "/transit-gateway"}


@dataclass(frozen=True, slots=True, order=True)
class Layout:
    """One list of fields. `title`: the first filter that makes it, with `/transit-gateway` for that family."""

    title: str
    names: tuple[str, ...]


def layouts(destination: Destination, points: tuple[CapturePoint, ...]) -> tuple[Layout, ...]:
    """The layouts of one destination, sorted by title. `points`: those that count; not all of them need use it."""
    titles: dict[tuple[str, ...], str] = {}
    for point in using(destination, points):
        family = point.kind.family
        names = fields.resolve(point.filter.preset, point.filter.names, family)
        title = point.filter.name + _WORDS[family]
        titles[names] = min(title, titles.get(names, title))
    return tuple(sorted(Layout(title, names) for names, title in titles.items()))


def using(destination: Destination, points: tuple[CapturePoint, ...]) -> tuple[CapturePoint, ...]:
    """The capture points that record into a destination."""
    return tuple(point for point in points if any(each.name == destination.name for each in point.destinations))
