"""Capture points of both versions → those that send to a destination, old and new beside each other."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gen_flowlogs.compare.names import Definitions, Version
    from gen_flowlogs.model import CapturePoint, Destination, Key

_Pair = tuple["CapturePoint | None", "CapturePoint | None"]


class Senders:
    """The capture points of both versions, grouped by their destinations when they are first asked for."""

    def __init__(self, points: Definitions[CapturePoint]) -> None:
        self._points = points
        self._stacks: dict[tuple[bool, str], frozenset[str | None]] = {}

    def of(self, before: Destination, after: Destination) -> Iterator[_Pair]:
        """Old and new of each capture point that sends to a destination in either version, in the order of the spec."""
        old, new = self._grouped
        numbers = sorted({*old.get(before.key, ()), *new.get(after.key, ())})
        return (self._pairs[number] for number in numbers)

    def changes_stacks(self, old: CapturePoint, new: CapturePoint) -> bool:
        """Whether a capture point is in other stacks than before, however its variants share them."""
        before, after = self._points.old, self._points.new
        return self._stacks_of(old, before, is_old=True) != self._stacks_of(new, after, is_old=False)

    def _stacks_of(self, point: CapturePoint, version: Version[CapturePoint], *, is_old: bool) -> frozenset[str | None]:
        if not point.variant:
            return frozenset(each.name for each in point.stacks)
        known = is_old, point.name
        if known not in self._stacks:
            several = version.variants[point.name]
            self._stacks[known] = frozenset(stack.name for each in several for stack in each.stacks)
        return self._stacks[known]

    @cached_property
    def _pairs(self) -> tuple[_Pair, ...]:
        names = dict.fromkeys((*self._points.new, *self._points.old))
        return tuple(pair for name in names for pair in self._pairs_of(name))

    def _pairs_of(self, name: str) -> Iterator[_Pair]:
        """Old and new of one capture point; once for all stacks in which both are the same."""
        is_new = name in self._points.new
        former, latter = (self._points.former(name), name) if is_new else (name, self._points.latter(name))
        several = (
            *(self._points.old.variants[former] if former is not None else ()),
            *(self._points.new.variants[latter] if latter is not None else ()),
        )
        stacks: tuple[str | None, ...] = tuple(dict.fromkeys(stack for each in several for stack in each.variant))
        pairs = (self._points.pair(name, stack) for stack in stacks or (None,))
        yield from {(id(old), id(new)): (old, new) for old, new in pairs}.values()

    @cached_property
    def _grouped(self) -> tuple[Mapping[Key, list[int]], Mapping[Key, list[int]]]:
        """The numbers of the pairs whose old, or new, capture point sends to a destination."""
        old: dict[Key, list[int]] = {}
        new: dict[Key, list[int]] = {}
        for number, pair in enumerate(self._pairs):
            for point, numbers in zip(pair, (old, new), strict=True):
                for each in point.destinations if point is not None else ():
                    numbers.setdefault(each.key, []).append(number)
        return old, new


def sends(point: CapturePoint | None, destination: Destination | None) -> bool:
    """Whether a capture point sends to a destination of its version, or to another variant of it."""
    if point is None or destination is None:
        return False
    return any(each.name == destination.name for each in point.destinations)
