"""Flow logs at one moment, before a change, after it or throughout → the recorders of a subject's traffic, by sink."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.phrasing import listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gen_flowlogs.captures.recordings import Around, Subject
    from gen_flowlogs.captures.sinks import Sink
    from gen_flowlogs.compare.records.flow_logs import FlowLog


@dataclass(frozen=True, slots=True)
class Recorders:
    """The flow logs that record one kind of traffic of one subject, by sink: its own, and those of its containers."""

    own: Mapping[Sink, list[FlowLog]]
    wider: Mapping[Sink, list[FlowLog]]

    def any_in(self, sink: Sink) -> bool:
        """Whether the traffic is recorded in a sink."""
        return sink in self.own or sink in self.wider

    def elsewhere(self, sink: Sink) -> str:
        """The other destinations that the traffic is recorded in, for people; empty if there are none."""
        names = [log.recording.destination.name for at, logs in self.own.items() if at != sink for log in logs]
        names += [
            f"{log.recording.destination.name} by {log.recording.point.name}"
            for at, logs in self.wider.items()
            if at != sink and at not in self.own
            for log in logs
        ]
        return listing(sorted(set(names)))

    def all_wait(self, sink: Sink) -> bool:
        """Whether every flow log to another sink waits for an apply that succeeds."""
        elsewhere = (
            log for by_sink in (self.own, self.wider) for at, logs in by_sink.items() if at != sink for log in logs
        )
        return all(log.waits for log in elsewhere)


class Moment:
    """All flow logs of one moment."""

    def __init__(self, flow_logs: Iterable[FlowLog]) -> None:
        self._by_subject: dict[Subject, list[FlowLog]] = {}
        for each in flow_logs:
            self._by_subject.setdefault(each.recording.subject, []).append(each)

    def of(self, subject: Subject) -> list[FlowLog]:
        """The flow logs of a subject, whatever traffic they record."""
        return self._by_subject.get(subject, [])

    def subjects(self) -> Iterator[Subject]:
        """Every subject that has a flow log."""
        yield from self._by_subject

    def recorders(self, subject: Subject, traffic: str, containers: Iterable[Around]) -> Recorders:
        """The flow logs that record some traffic of a subject."""
        wider: dict[Sink, list[FlowLog]] = {}
        for several in containers:  # the subject is in one of them, unknown which: all must be recorded
            by_container = [self._own(each, traffic) for each in several]
            for sink in by_container[0]:
                logs = min((each.get(sink, []) for each in by_container), key=len)  # as many as it certainly has
                known = wider.setdefault(sink, []) if logs else []
                known += (log for log in logs if log not in known)
        return Recorders(own=self._own(subject, traffic), wider=wider)

    def _own(self, subject: Subject, traffic: str) -> dict[Sink, list[FlowLog]]:
        by_sink: dict[Sink, list[FlowLog]] = {}
        for each in self._by_subject.get(subject, ()):
            if traffic in each.recording.traffic:
                by_sink.setdefault(each.recording.sink, []).append(each)
        return by_sink
