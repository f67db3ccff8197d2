"""Which capture point records what another one records, because it contains it (`within`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.compare.recordings import Recording


class Wider:
    """Recordings by capture point and by target, to go from what is inside to what is around it."""

    def __init__(self, recordings: Iterable[Recording]) -> None:
        self._by_point: dict[tuple[object, str], list[Recording]] = {}
        self._by_target: dict[tuple[object, object], list[Recording]] = {}
        for each in recordings:
            where, target, _ = each.key
            self._by_point.setdefault((where, each.point.name), []).append(each)
            self._by_target.setdefault((where, target), []).append(each)

    def around(self, inner: Recording, traffic: frozenset[str]) -> Recording | None:
        """A recording of all of this traffic to the same place by what contains it, however far out."""
        where, _, there = inner.key
        seen: set[str] = set()
        layer = [inner.point.within]
        while layer:
            name = layer.pop()
            if name is None or name in seen:
                continue
            seen.add(name)
            around: list[Recording] = [*self._by_point.get((where, name), ()), *self._by_target.get((where, name), ())]
            for outer in around:
                if outer.key[2] == there and traffic <= outer.traffic and outer.point.name != inner.point.name:
                    return outer
                layer.append(outer.point.within)
        return None
