"""Recordings of a spec as an answer has them: each is certainly what it is on, itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.explain.answer import Recorded
from gen_flowlogs.phrasing import listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.explain.ground import Ground


def of_spec(ground: Ground) -> Iterator[Recorded]:
    """The recordings of the spec, in its order."""
    return (Recorded(recording=each, via="itself") for each in ground.recorders.recordings)


def counted(several: Iterable[object], one: str = "flow log") -> str:
    """A number of things: `1 flow log`, `3 flow logs`."""
    number = len(tuple(several))
    return f"1 {one}" if number == 1 else f"{number or 'no'} {one}s"


def points(several: Iterable[Recorded]) -> str:
    """The capture points of some recordings in a sentence."""
    return listing(list(dict.fromkeys(each.recording.point.name for each in several)), 4)
