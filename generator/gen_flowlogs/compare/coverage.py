"""The flow logs before, after and through a change → what that means for the records.

For each subject, kind of traffic and place three questions: does anybody record it before, does anybody afterwards,
and does anybody all the time? What is told follows from the answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from gen_flowlogs.compare import look
from gen_flowlogs.compare.facts import Fact, told
from gen_flowlogs.compare.moments import Moment, Records
from gen_flowlogs.compare.recordings import BOTH, place_words
from gen_flowlogs.phrasing import listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.compare.changes import Effect, EffectKind
    from gen_flowlogs.compare.flows import Flow
    from gen_flowlogs.compare.recordings import Place, Subject
    from gen_flowlogs.compare.sides import Sides

_LONG = "delivers: some minutes, at times more than 10"


@dataclass(frozen=True, slots=True)
class _Traffic:
    """One kind of traffic of one subject, at the three moments; `dead`: flow logs that nothing arrives from."""

    subject: Subject
    kind: str
    before: Records
    after: Records
    through: Records
    dead: Records
    places: frozenset[Place]  # where any of its traffic is recorded before

    def fact(self, of: Flow, effect: EffectKind, says: str) -> Fact:
        return Fact(of.recording, effect, self.kind, says)


class Coverage:
    """What a change means for the records."""

    def __init__(self, sides: Sides) -> None:
        self._sides = sides
        self._before = Moment(each for each in sides.old if each.decision is not None)
        self._after = Moment(each for each in sides.new if each.lost is None)
        self._through = Moment(each for each in sides.new if each.goes_on)
        self._dead = Moment(each for each in sides.new if each.lost is not None)
        self._inside: dict[Subject, list[Flow]] = {}
        for each in sides.new:
            for around in sides.around([each], before=False) if each.lost is None else ():
                for subject in around:
                    self._inside.setdefault(subject, []).append(each)

    def effects(self) -> Iterator[Effect]:
        """Everything there is to say, each thing once for all targets of a capture point."""
        yield from told(chain(self._facts(), look.facts(self._sides)), self._sides.targets)

    def _facts(self) -> Iterator[Fact]:
        for flow in self._sides.old:
            if flow.decision is None:
                yield Fact(flow.recording, "unmanaged", "the flow logs", self._sides.left_behind(flow))
        moments = (self._before, self._after, self._dead)
        for subject in dict.fromkeys(chain.from_iterable(each.subjects() for each in moments)):
            for kind in BOTH:
                yield from self._of(subject, kind)

    def _of(self, subject: Subject, kind: str) -> Iterator[Fact]:
        old, new = self._before.of(subject), [*self._after.of(subject), *self._dead.of(subject)]
        was = tuple(self._sides.around(old or new, before=bool(old)))
        is_ = tuple(self._sides.around(new or old, before=not new))
        traffic = _Traffic(
            subject,
            kind,
            self._before.records(subject, kind, was),
            self._after.records(subject, kind, is_),
            self._through.records(subject, kind, is_),
            self._dead.records(subject, kind, ()),
            frozenset(flow.recording.place for flow in self._before.of(subject)),
        )
        for place in dict.fromkeys((*traffic.before.own, *traffic.after.own, *traffic.dead.own)):
            if place in traffic.after.own:
                yield from self._recorded(traffic, place)
            elif place in traffic.dead.own:
                yield self._cut(traffic, place)
            else:
                for flow in traffic.before.own[place]:
                    yield from self._ended(traffic, place, flow)

    def _recorded(self, traffic: _Traffic, place: Place) -> Iterator[Fact]:
        old, new = traffic.before.own.get(place, []), traffic.after.own[place]
        if traffic.before.anybody(place):
            if not traffic.through.anybody(place):
                yield self._gap(traffic, new[0])
        else:
            for flow in new:
                if not self._sides.came_from(flow, traffic.before, traffic.after):
                    verb = "is now recorded in" if place in traffic.places else "is newly recorded in"
                    perhaps = self._sides.but_for(flow, traffic.kind, before=False)
                    yield traffic.fact(flow, "gained", f"{verb} {flow.recording.destination.name}{perhaps}")
        for flow in old:
            others = traffic.through.own.get(place)
            if others and not any(self._sides.same_point(flow, each) for each in new):
                yield self._covered(traffic, flow, others[0])
        yield from self._twice(traffic, place, old, new)

    def _twice(self, traffic: _Traffic, place: Place, old: list[Flow], new: list[Flow]) -> Iterator[Fact]:
        where = new[-1].recording.destination.name
        if len(new) > 1 and len(old) <= 1:
            names = sorted({each.recording.point.name for each in new})
            yield traffic.fact(new[-1], "twice", f"is recorded twice in {where}: by {listing(names)}")
        elif place in traffic.after.wider and not (old and place in traffic.before.wider):
            outer = traffic.after.wider[place][0].recording.point.name
            says = f"is recorded twice in {where}: also by {outer}, which contains it"
            yield traffic.fact(new[-1], "twice", says)

    def _ended(self, traffic: _Traffic, place: Place, flow: Flow) -> Iterator[Fact]:
        """Afterwards nobody records it at the place, by itself."""
        to = self._sides.went_to(flow, traffic.after)
        outer = traffic.after.wider.get(place)
        if to is not None:
            here, there = (place_words(each.recording.destination) for each in (flow, to))
            yield traffic.fact(to, "moved", f"goes to {there} instead of {here}{self._sides.another_stream(flow, to)}")
            if not traffic.through.anybody(to.recording.place):
                yield self._gap(traffic, to)
        elif outer:
            yield self._covered(traffic, flow, outer[0])
            if place not in traffic.through.wider:
                until = f"until the new flow log of {outer[0].recording.point.name} {_LONG}"
                yield traffic.fact(flow, "gap", f"is not recorded in {self._sides.called(flow)} {until}")
        else:
            says = f"is no longer recorded in {self._sides.called(flow)}{self._rest(traffic, place)}"
            yield traffic.fact(
                flow,
                "lost",
                f"{says}{self._sides.but_for(flow, traffic.kind, before=True)}{self._sides.region_left(flow)}",
            )

    def _covered(self, traffic: _Traffic, flow: Flow, other: Flow) -> Fact:
        still = "still " if other.goes_on else ""
        says = f"is no longer recorded in {self._sides.called(flow)} by itself, but {still}by "
        missing = [name for name in flow.recording.names if name not in other.recording.names]
        less = f", without {listing(missing)}" if missing else ""
        return traffic.fact(flow, "covered", f"{says}{other.recording.point.name}{less}")

    def _cut(self, traffic: _Traffic, place: Place) -> Fact:
        flow = traffic.dead.own[place][0]
        verb = "is no longer recorded in" if place in traffic.before.own else "is not recorded in"
        rest = self._rest(traffic, place)
        return traffic.fact(flow, "lost", f"{verb} {flow.recording.destination.name}{rest}: {self._sides.cut(flow)}")

    def _gap(self, traffic: _Traffic, flow: Flow) -> Fact:
        """Before and afterwards it is recorded at a place, but by nobody all the time."""
        again = self._sides.again(flow)
        why = f"while {again} is destroyed and made again" if again else f"until its new flow log {_LONG}"
        others = traffic.through.elsewhere(flow.recording.place)
        rest = f"; all the time in {others}" if others else ""
        says = f"is not recorded in {flow.recording.destination.name} {why}{rest}{self._sides.perhaps(flow)}"
        return traffic.fact(flow, "gap", says)

    def _rest(self, traffic: _Traffic, place: Place) -> str:
        still, then = traffic.through.elsewhere(place), traffic.after.elsewhere(place)
        if still:
            return f"; still in {still}"
        if then:
            return f"; recorded in {then} instead, after a gap"
        inner = [
            each.recording for each in self._inside.get(traffic.subject, ()) if traffic.kind in each.recording.traffic
        ]
        names = sorted({f"{each.point.name} in {each.destination.name}" for each in inner})
        return f", and nowhere else but for that of {listing(names)}" if names else ", and nowhere else"
