"""Origins of answers, whose positions both forms have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import Origin, Position

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.explain import Answer, Recorded

Positions = Mapping[Origin, Position]


def origins(answers: Iterable[Answer]) -> tuple[Origin, ...]:
    """The origins of all that some answers name, each once."""
    several = tuple(answers)
    lists = {id(each): each for answer in several for each in _recorded(answer)}  # many answers share one
    points = {id(one.recording.point): one.recording.point for each in lists.values() for one in each}
    return tuple(dict.fromkeys((*(each.origin.key() for each in points.values()), *_of_causes(several))))


def _recorded(answer: Answer) -> Iterator[tuple[Recorded, ...]]:
    yield from (answer.flow_logs, answer.possible)
    for part in answer.parts:
        yield from _recorded(part)


def _of_causes(answers: Iterable[Answer]) -> Iterator[Origin]:
    for answer in answers:
        yield from _of(answer)


def _of(answer: Answer) -> Iterator[Origin]:
    for cause in answer.causes:
        if cause.origin is not None:
            yield cause.origin
    for part in answer.parts:
        yield from _of(part)
