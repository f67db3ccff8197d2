"""Duplicates: the same traffic that several flow logs bring into one sink."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures.recordings import BOTH
from gen_flowlogs.explain.answer import Duplicate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.captures.sinks import Sink
    from gen_flowlogs.explain.answer import Recorded


def duplicates(recorded: Iterable[Recorded]) -> Iterator[Duplicate]:
    """The duplicates among flow logs that certainly record one thing, in their order."""
    into: dict[Sink, list[Recorded]] = {}
    for each in recorded:
        into.setdefault(each.recording.sink, []).append(each)
    for several in into.values():
        if len(several) > 1:
            yield from _of_one_sink(several)


def _of_one_sink(several: list[Recorded]) -> Iterator[Duplicate]:
    """Accepted and rejected traffic are one duplicate where the same flow logs bring both."""
    bringing: dict[tuple[int, ...], list[str]] = {}
    for traffic in BOTH:
        numbers = tuple(number for number, each in enumerate(several) if traffic in each.recording.traffic)
        if len(numbers) > 1:
            bringing.setdefault(numbers, []).append(traffic)
    for numbers, types in bringing.items():
        yield Duplicate(traffic=tuple(types), recorded=tuple(several[number] for number in numbers))
