"""Origins of answers, whose positions both forms have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import Origin, Position

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.explain import Answer

Positions = Mapping[Origin, Position]


def origins(answers: Iterable[Answer]) -> tuple[Origin, ...]:
    """The origins of all that some answers name, each once."""
    return tuple(dict.fromkeys(each for answer in answers for each in _of(answer)))


def _of(answer: Answer) -> Iterator[Origin]:
    for recorded in (*answer.flow_logs, *answer.possible):
        yield recorded.recording.point.origin.key()
    for cause in answer.causes:
        if cause.origin is not None:
            yield cause.origin
    for part in answer.parts:
        yield from _of(part)
