"""Who records what at one moment: before a change, after it, or all the time through it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gen_flowlogs.phrasing import listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gen_flowlogs.compare.flows import Flow
    from gen_flowlogs.compare.recordings import Place, Subject
    from gen_flowlogs.compare.wider import Around


@dataclass(frozen=True, slots=True)
class Records:
    """Who records one kind of traffic of one subject, by place: itself, or what contains it."""

    own: Mapping[Place, list[Flow]]
    wider: Mapping[Place, list[Flow]]

    def anybody(self, place: Place) -> bool:
        """Whether it is recorded there."""
        return place in self.own or place in self.wider

    def elsewhere(self, place: Place) -> str:
        """Where else it is recorded, for people; nothing where it is not."""
        names = [f.recording.destination.name for at, several in self.own.items() if at != place for f in several]
        names += [
            f"{f.recording.destination.name} by {f.recording.point.name}"
            for at, several in self.wider.items()
            if at != place and at not in self.own
            for f in several
        ]
        return listing(sorted(set(names)))


class Moment:
    """All flow logs of one moment."""

    def __init__(self, flows: Iterable[Flow]) -> None:
        self._by: dict[Subject, list[Flow]] = {}
        for each in flows:
            self._by.setdefault(each.recording.subject, []).append(each)

    def of(self, subject: Subject) -> list[Flow]:
        """Its flow logs, whatever they record."""
        return self._by.get(subject, [])

    def subjects(self) -> Iterator[Subject]:
        """What is recorded at all."""
        yield from self._by

    def records(self, subject: Subject, traffic: str, containers: Iterable[Around]) -> Records:
        """Who records some traffic of it."""
        wider: dict[Place, list[Flow]] = {}
        for several in containers:  # nobody says which of them it is in, so each of them must be recorded
            first, *others = [self._own(each, traffic) for each in several]
            for place, flows in first.items():
                if all(place in each for each in others):
                    wider.setdefault(place, []).append(flows[0])
        return Records(self._own(subject, traffic), wider)

    def _own(self, subject: Subject, traffic: str) -> dict[Place, list[Flow]]:
        found: dict[Place, list[Flow]] = {}
        for each in self._by.get(subject, ()):
            if traffic in each.recording.traffic:
                found.setdefault(each.recording.place, []).append(each)
        return found
