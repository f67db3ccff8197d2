"""The flow logs before, after and throughout a change → its effects on the records.

Three questions for each subject, kind of traffic and sink: is it recorded before, is it recorded afterwards, and does
one flow log record it all the time? The effect follows from the answers.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from gen_flowlogs.captures import sinks
from gen_flowlogs.captures.recordings import BOTH
from gen_flowlogs.compare.comparison import HERE
from gen_flowlogs.compare.records import caveats, record_format
from gen_flowlogs.compare.records.grouping import Fact, grouped
from gen_flowlogs.compare.records.timeline import Moment, Recorders
from gen_flowlogs.compare.records.versions import came_from, same_point, went_to
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.phrasing import listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gen_flowlogs.captures.recordings import Subject
    from gen_flowlogs.captures.sinks import Sink
    from gen_flowlogs.compare.comparison import Effect, EffectKind
    from gen_flowlogs.compare.records.flow_logs import FlowLog
    from gen_flowlogs.compare.records.versions import Versions

_LONG = "delivers: some minutes, at times more than 10"
_ONCE = "once an apply succeeds"
_NOWHERE = ", nor anywhere else"
_FAILS = "until an apply succeeds"
_ALREADY = "since the failing apply already destroys"


@dataclass(frozen=True, slots=True)
class _Traffic:
    """One kind of traffic of one subject, at each moment. `undeliverable`: flow logs without a dependency."""

    subject: Subject
    kind: str
    before: Recorders
    after: Recorders
    through: Recorders
    undeliverable: Recorders
    sinks: frozenset[Sink]  # with any of its traffic before

    def fact(self, of: FlowLog, effect: EffectKind, says: str) -> Fact:
        return Fact(of=of.recording, effect=effect, what=self.kind, says=says)


class Coverage:
    """The effects of a change on the records."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        left = [each for each in versions.old if each.is_left_behind]
        self._before = Moment(versions.old)
        self._after = Moment([*(each for each in versions.new if not each.is_undeliverable), *left])
        self._through = Moment([*(each for each in versions.new if each.uninterrupted), *left])
        self._undeliverable = Moment(each for each in versions.new if each.is_undeliverable)
        self._inside: dict[Subject, list[FlowLog]] = {}
        for each in versions.new:
            for around in versions.around([], [each], before=True) if not each.is_undeliverable else ():
                for subject in around:
                    self._inside.setdefault(subject, []).append(each)

    def effects(self) -> Iterator[Effect]:
        """Every effect, each once for all targets of a capture point."""
        yield from grouped(chain(self._facts(), record_format.facts(self._versions)), self._versions.targets)

    def _facts(self) -> Iterator[Fact]:
        for log in self._versions.old:
            if log.planned is None:
                says = caveats.left_behind(log)
                yield Fact(of=log.recording, effect="unmanaged", what="the flow logs", says=says)
        moments = (self._before, self._after, self._undeliverable)
        for subject in dict.fromkeys(chain.from_iterable(each.subjects() for each in moments)):
            for kind in BOTH:
                yield from self._of(subject, kind)

    def _of(self, subject: Subject, kind: str) -> Iterator[Fact]:
        old, now = self._before.of(subject), [*self._after.of(subject), *self._undeliverable.of(subject)]
        new = [each for each in now if not each.is_left_behind]
        around_old = tuple(self._versions.around(old, new, before=True))
        around_new = tuple(self._versions.around(old, new, before=False))
        traffic = _Traffic(
            subject=subject,
            kind=kind,
            before=self._before.recorders(subject, kind, around_old),
            after=self._after.recorders(subject, kind, around_new),
            through=self._through.recorders(subject, kind, around_new),
            undeliverable=self._undeliverable.recorders(subject, kind, ()),
            sinks=frozenset(log.recording.sink for log in self._before.of(subject)),
        )
        for sink in dict.fromkeys((*traffic.before.own, *traffic.after.own, *traffic.undeliverable.own)):
            if sink in traffic.after.own:
                yield from self._recorded(traffic, sink)
            elif sink in traffic.undeliverable.own:
                yield self._cut(traffic, sink)
            else:
                for log in traffic.before.own[sink]:
                    yield from self._ended(traffic, sink, log)

    def _recorded(self, traffic: _Traffic, sink: Sink) -> Iterator[Fact]:
        old, new = traffic.before.own.get(sink, []), traffic.after.own[sink]
        if traffic.before.any_in(sink):
            if not traffic.through.any_in(sink):
                yield self._gap(traffic, new[0])
        else:
            for log in new:
                if not came_from(log, traffic.before, (traffic.after, traffic.undeliverable)):
                    verb = "is now recorded in" if sink in traffic.sinks else "is newly recorded in"
                    perhaps = caveats.but_for(self._versions, log, traffic.kind, before=False)
                    then = f", {_ONCE}" if log.waits else ""
                    place = self._versions.place(log)
                    yield traffic.fact(log, "gained", f"{place}{verb} {HERE}{then}{perhaps}")
        for log in old:
            others = traffic.through.own.get(sink)
            if others and not any(same_point(log, each) for each in new):
                yield self._covered(traffic, log, others)
        yield from self._twice(traffic, sink, old, new)

    def _twice(self, traffic: _Traffic, sink: Sink, old: list[FlowLog], new: list[FlowLog]) -> Iterator[Fact]:
        """More copies of each record than before, by flow logs of the subject itself and of its containers."""
        before, outer = traffic.before.wider.get(sink, []), traffic.after.wider.get(sink, [])
        count = len(new) + len(outer)
        if count <= max(1, len(old) + len(before)):
            return
        stays = ", and by one that stays" if any(each.is_left_behind for each in new) else ""
        own = f"by {_points(new)}{stays}" if len(new) > 1 else ""
        contain = "contains" if len(outer) == 1 else "contain"
        also = f"also by {_points(outer)}, which {contain} it" if outer else ""
        times = "twice" if count == 2 else f"{count} times"
        less = len(old) + len(before)
        instead = " instead of twice" if less == 2 else f" instead of {less} times" if less > 2 else ""
        by = ", and ".join(each for each in (own, also) if each)
        one = next((each for each in reversed(new) if not each.keeps_sink), new[-1])  # whose destination has that sink
        yield traffic.fact(one, "twice", f"is recorded {times}{instead} in {HERE}: {by}")

    def _ended(self, traffic: _Traffic, sink: Sink, log: FlowLog) -> Iterator[Fact]:
        """After the change no flow log of the subject itself records it in the sink."""
        to = went_to(log, traffic.after)
        outer = traffic.after.wider.get(sink)
        if to is not None and not outer:
            former, current = (sinks.name(each.recording.destination) for each in (log, to))
            yield traffic.fact(
                to, "moved", f"is delivered to {current} instead of {former}{caveats.another_sink(log, to)}"
            )
            if not traffic.through.any_in(to.recording.sink):
                yield self._gap(traffic, to)
        elif outer:
            yield self._covered(traffic, log, outer)
            if sink not in traffic.through.wider:
                name = outer[0].recording.point.name
                until = _failing([log], outer) or f"until the new flow log of {name} {_LONG}"
                yield traffic.fact(log, "gap", f"is not recorded in {caveats.called(self._versions, log)} {until}")
        else:
            ends, rest = (
                f"is no longer recorded in {caveats.called(self._versions, log)}",
                self._rest(traffic, sink, log),
            )
            place = self._versions.place(log)
            if log.shut_out:
                yield traffic.fact(log, "lost", f"{place}{_since(ends, log.shut_out, rest)}")
                return
            unless = caveats.but_for(self._versions, log, traffic.kind, before=True)
            left = caveats.region_left(self._versions, log)
            yield traffic.fact(log, "lost", f"{place}{ends}{rest}{unless}{left}")

    def _covered(self, traffic: _Traffic, log: FlowLog, others: list[FlowLog]) -> Fact:
        other = min(others, key=lambda each: _shortcomings(log, each))
        still = "still " if other.uninterrupted else ""
        says = f"is no longer recorded in {caveats.called(self._versions, log)} by its own flow log, but {still}by "
        missing = [name for name in log.recording.fields if name not in other.recording.fields]
        less = f", without {listing(missing)}" if missing else ""
        return traffic.fact(log, "covered", f"{says}{other.recording.point.name}{less}")

    def _cut(self, traffic: _Traffic, sink: Sink) -> Fact:
        log = traffic.undeliverable.own[sink][0]
        verb = "is no longer recorded in" if sink in traffic.before.own else "is not recorded in"
        rest = self._rest(traffic, sink, log)
        return traffic.fact(log, "lost", _since(f"{verb} {caveats.kept(log)}", caveats.cut(log), rest))

    def _gap(self, traffic: _Traffic, log: FlowLog) -> Fact:
        """Before and after the change it is recorded in a sink, but no flow log records it all the time."""
        again = caveats.again(log)
        why = f"while {again} is destroyed and created again" if again else f"until the new flow log {_LONG}"
        sink = log.recording.sink
        before = [each for by_sink in (traffic.before.own, traffic.before.wider) for each in by_sink.get(sink, ())]
        after = [each for by_sink in (traffic.after.own, traffic.after.wider) for each in by_sink.get(sink, ())]
        why = _failing(before or [old for several in traffic.before.own.values() for old in several], after) or why
        others = traffic.through.elsewhere(sink)
        rest = f"; it is recorded in {others} throughout" if others else ""
        says = f"is not recorded in {HERE} {why}{rest}{caveats.perhaps(log)}"
        return traffic.fact(log, "gap", says)

    def _rest(self, traffic: _Traffic, sink: Sink, log: FlowLog) -> str:
        still, then = traffic.through.elsewhere(sink), traffic.after.elsewhere(sink)
        if still:
            return f"; still in {still}"
        if then:
            return f"; recorded in {then} instead, {_ONCE if traffic.after.all_wait(sink) else 'after a gap'}"
        inner = [
            each.recording
            for each in self._inside.get(traffic.subject, ())
            if traffic.kind in each.recording.traffic and not same_point(log, each)
        ]
        names = sorted({f"{each.point.name} in {each.destination.name}" for each in inner})
        return f"{_NOWHERE} except that of {listing(names)}" if names else _NOWHERE


def _since(ends: str, why: str, rest: str) -> str:
    """One sentence of an end, its reason, and the other places, of which there may be none."""
    return f"{ends}{rest}, since {why}" if rest.startswith(_NOWHERE) else f"{ends}, since {why}{rest}"


def _failing(old: Iterable[FlowLog], new: Sequence[FlowLog]) -> str:
    """The end of a gap that no single apply ends; empty if one of the new flow logs does not wait."""
    if not all(each.waits for each in new):
        return ""
    again = next((words for each in new if (words := caveats.again(each))), "")
    if again:
        return f"{_FAILS}, {_ALREADY} {again}"
    stacks = {each.recording.stack.name for each in new}
    gone = any(each.recording.stack.name in stacks for each in old)
    return f"{_FAILS}, {_ALREADY} the old flow log" if gone else _FAILS


def _shortcomings(log: FlowLog, other: FlowLog) -> tuple[bool, int, int, str]:
    """Rank a flow log as a substitute for another one: by interruption, missing fields, and interval."""
    missing = len({*log.recording.fields} - {*other.recording.fields})
    return not other.uninterrupted, missing, other.recording.interval, other.recording.point.name


def _points(several: list[FlowLog]) -> str:
    return listing(sorted({each.recording.point.name for each in several}))
