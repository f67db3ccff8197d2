"""Look-alikes that a pass over a file met: scalars that other readers of YAML resolve differently.

Paths are linked from their end while the pass runs, which costs one tuple for a collection, and are written out only
for the few scalars that need one.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, TypeAlias

from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from gen_flowlogs.diagnostics import Path

Trail: TypeAlias = tuple[Any, str | int] | None
"""A path from its end: the trail of the collection, and the key in it; `None` is the root."""


@dataclass(frozen=True, slots=True)
class Look:
    """A look-alike, the value at a trail."""

    trail: Trail
    words: str


MOST_STEPS = 1_000_000
"""Keys of paths that anchors, aliases and merges write out: no real spec comes near, and a small file may ask for
billions. After them, a look-alike is known only at the place that it is written at.
"""


class Looks:
    """Look-alikes in the order in which they were met."""

    __slots__ = ("_left", "_met")

    def __init__(self) -> None:
        self._met: list[Look] = []
        self._left = MOST_STEPS

    def add(self, trail: Trail, words: str) -> None:
        """Note one."""
        self._met.append(Look(trail, words))

    def mark(self) -> int:
        """Count the look-alikes met so far, for `since` and `cut`."""
        return len(self._met)

    def since(self, mark: int, trail: Trail) -> tuple[tuple[Path, Look], ...]:
        """The look-alikes met since `mark`, all of them below `trail`, each with its path from there."""
        if mark == len(self._met):
            return ()
        below = len(path(trail))
        found = []
        for look in itertools.islice(self._met, mark, None):
            if self._left <= 0:
                break
            whole = path(look.trail)
            self._left -= len(whole)
            found.append((whole[below:], look))
        return tuple(found)

    def cut(self, mark: int) -> None:
        """Forget those met since `mark`."""
        del self._met[mark:]

    def repeat(self, looks: tuple[tuple[Path, Look], ...], trail: Trail) -> None:
        """Note again, below another trail, what `since` gave."""
        for below, look in looks:
            if self._left <= 0:
                break
            self._left -= len(below)
            end = trail
            for key in below:
                end = (end, key)
            self._met.append(Look(end, look.words))

    def collect(self) -> dict[Path, str]:
        """The words by path."""
        return {path(look.trail): look.words for look in self._met}


def path(trail: Trail) -> Path:
    """The keys of a trail, from the root."""
    keys: list[str | int] = []
    while trail is not None:
        trail, key = trail
        keys.append(key)
    return tuple(reversed(keys))
