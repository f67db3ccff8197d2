"""Capture points by name, each variant of them, and in the order in which one is inside another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws.kinds import REGIONAL_NAT_GATEWAY, TRANSIT_GATEWAY, TRANSIT_GATEWAY_ATTACHMENT
from gen_flowlogs.model import Lookup

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gen_flowlogs.model import CapturePoint

_GROUPS: Final = {
    TRANSIT_GATEWAY.singular: "Transit gateways",
    TRANSIT_GATEWAY_ATTACHMENT.singular: "Transit gateways",
    REGIONAL_NAT_GATEWAY.singular: "Regional NAT gateways",
}

Variants = tuple["CapturePoint", ...]


def by_name(points: Sequence[CapturePoint]) -> dict[str, Variants]:
    """Name → its variants, in the order of the spec."""
    found: dict[str, list[CapturePoint]] = {}
    for point in points:
        found.setdefault(point.name, []).append(point)
    return {name: tuple(several) for name, several in found.items()}


def nested(named: Mapping[str, Variants]) -> Iterator[tuple[str, int, str]]:
    """Each name, the number of capture points around it, and its group; what is inside of one is right below it.

    A group keeps together, in the order of the first capture points.
    """
    inside: dict[str | None, list[str]] = {}
    for name, variants in named.items():
        inside.setdefault(_around(variants[0], named), []).append(name)
    groups: dict[str, list[str]] = {}
    for name in inside.get(None, ()):
        groups.setdefault(_GROUPS.get(named[name][0].kind.singular, "VPCs, subnets, interfaces"), []).append(name)
    for group, names in groups.items():
        for name in names:
            yield from ((each, level, group) for each, level in _below(name, inside))


def _below(name: str, inside: Mapping[str | None, list[str]]) -> Iterator[tuple[str, int]]:
    left = [(name, 0)]
    while left:
        here, level = left.pop()
        yield here, level
        left += [(each, level + 1) for each in reversed(inside.get(here, ()))]


def _around(point: CapturePoint, named: Mapping[str, Variants]) -> str | None:
    """The capture point that one is inside of, by its own `within` or that of its lookup."""
    withins = (point.within, point.target.within if isinstance(point.target, Lookup) else None)
    return next((each for each in withins if each in named and each != point.name), None)
