"""Specs whose definitions have variants, alike or different: what parse makes of a spec with values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from gen_flowlogs.model import S3, CapturePoint, Destination, Filter, Spec

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from random import Random

    from gen_flowlogs.model import Stack, Variant

Definition = TypeVar("Definition", CapturePoint, Destination, Filter)


def split(
    spec: Spec,
    groups: Mapping[str, Sequence[Variant]],
    *,
    filters: Callable[[Filter], Filter] = lambda each: each,
    destinations: Callable[[Destination], Destination] = lambda each: each,
    points: Callable[[CapturePoint], CapturePoint] = lambda each: each,
) -> Spec:
    """A spec with several variants of some definitions: `destinations.central` → the stacks of each variant.

    A capture point that uses one of them is divided with it. `filters`, `destinations` and `points` make of a new
    variant what it is to be.
    """
    of_filter = {each.name: _variants(each, groups.get(f"filters.{each.name}"), filters) for each in spec.filters}
    of_destination = {
        each.name: _variants(each, groups.get(f"destinations.{each.name}"), destinations) for each in spec.destinations
    }
    made: list[CapturePoint] = []
    for point in spec.capture_points:
        own = groups.get(f"capture_points.{point.name}", ())
        parts: dict[tuple[Variant, ...], list[Stack | None]] = {}
        for stack in point.stacks or (None,):
            used = [_at(of_filter.get(point.filter.name, [point.filter]), stack).variant]
            used += [_at(of_destination[each.name], stack).variant for each in point.destinations]
            group = next((each for each in own if stack is not None and stack.name in each), ())
            parts.setdefault((group, *used), []).append(stack)
        for (group, *_), stacks in parts.items():
            there = tuple(stack for stack in stacks if stack is not None)
            whole = len(parts) == 1 and not group
            one = replace(
                point,
                filter=_at(of_filter.get(point.filter.name, [point.filter]), stacks[0]),
                destinations=tuple(_at(of_destination[each.name], stacks[0]) for each in point.destinations),
                stacks=point.stacks if whole else there,
                variant=() if whole else tuple(str(stack.name) for stack in there),
            )
            made.append(points(one) if group else one)
    return replace(
        spec,
        filters=tuple(each for several in of_filter.values() for each in several),
        destinations=tuple(each for several in of_destination.values() for each in several),
        capture_points=tuple(made),
    )


def by_chance(spec: Spec, random: Random) -> dict[str, Sequence[Variant]]:
    """Groups of stacks for `split`: of every definition that may have variants, or of half of them."""
    stacks = [str(stack.name) for stack in spec.stacks]
    share = random.choice((0.5, 1.0))
    sections = {"filters": spec.filters, "destinations": spec.destinations, "capture_points": spec.capture_points}
    groups: dict[str, Sequence[Variant]] = {}
    for section, definitions in sections.items():
        for each in definitions:
            if random.random() >= share or (isinstance(each, S3) and each.stack is not None):
                continue
            evaluated = _users(spec, each) if isinstance(each, Destination) and not each.retired else []
            number = random.randint(1, len(stacks))
            parts: dict[int, list[str]] = {}
            for name in evaluated or stacks:
                parts.setdefault(random.randrange(number), []).append(name)
            groups[f"{section}.{each.name}"] = sorted(map(tuple, parts.values()))
    return groups


def _users(spec: Spec, destination: Destination) -> list[str]:
    users = (
        point for point in spec.capture_points if any(each.name == destination.name for each in point.destinations)
    )
    return sorted({str(stack.name) for point in users for stack in point.stacks})


def _variants(
    definition: Definition, groups: Sequence[Variant] | None, change: Callable[[Definition], Definition]
) -> list[Definition]:
    return [definition] if groups is None else [change(replace(definition, variant=variant)) for variant in groups]


def _at(variants: list[Definition], stack: Stack | None) -> Definition:
    return next(each for each in variants if stack is None or not each.variant or stack.name in each.variant)
