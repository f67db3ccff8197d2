"""Recordings of a spec as an answer has them: each is certainly what it is on, itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.explain.answer import Recorded
from gen_flowlogs.phrasing import counted, listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gen_flowlogs.explain.ground import Ground


def of_spec(ground: Ground) -> Iterator[Recorded]:
    """The recordings of the spec, in its order."""
    return (Recorded(recording=each, via="itself") for each in ground.recorders.recordings)


def flow_logs(several: Sequence[object]) -> str:
    """The number of some flow logs: `1 flow log`, `3 flow logs`."""
    return counted(len(several), "flow log")


def points(several: Iterable[Recorded]) -> str:
    """The capture points of some recordings in a sentence."""
    return listing(list(dict.fromkeys(each.recording.point.name for each in several)), 4)
