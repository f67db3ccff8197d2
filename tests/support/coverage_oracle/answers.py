"""Two readings and what an apply does → for each target, kind of traffic and sink, what becomes of its records."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from coverage_oracle.applying import applied
from coverage_oracle.reading import partition
from coverage_oracle.things import keys
from gen_flowlogs.aws import kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from coverage_oracle.reading import Point, Reading
    from coverage_oracle.things import Log, Sink, Subject, Thing

Triple = tuple["Subject", str, "Sink"]
Becomes = Literal["kept", "gap", "lost", "gained"]
_CONTAINERS = {
    "subnet": ("vpc",),
    "eni": ("vpc", "subnet"),
    "transit_gateway_attachment": ("transit_gateway",),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of one kind of traffic of one target in one sink.

    `fails`: every flow log that is to record it afterwards waits for something that AWS has already and refuses.
    `twice`: more than one flow log records it afterwards, and more than before.
    """

    becomes: Becomes
    fails: bool
    twice: bool
    own_before: tuple[Log, ...]
    own_after: tuple[Log, ...]
    elsewhere_after: bool
    elsewhere_through: bool


class Oracle:
    """The answers about one change."""

    def __init__(self, before: Reading, now: Reading) -> None:
        self.before, self.now = before, now
        self.applied = applied(before, now)
        self._old = list(self.applied.old)
        untouched = self.applied.untouched
        self._new = [each for each in self.applied.new if each.stack not in untouched and not self.undeliverable(each)]
        self._new += [each for each in self._old if each.stack in untouched and not self.undeliverable(each)]
        self._new += [each for each in self._old if each in self.applied.left_behind and self._still_admitted(each)]
        self._through = [each for each in self._new if self._goes_on(each)]
        failing = [
            thing
            for thing, how in self.applied.failing.items()
            if how != "perhaps" and _is_needed(thing) and thing.stack not in self.applied.refused
        ]
        self._failing = {(thing.stack, thing.address[1]) for thing in failing}
        self._missing = {thing.identity for thing in failing}
        self._missing |= {("bucket policy", *identity[1:]) for identity in self._missing if identity[0] == "bucket"}

    def undeliverable(self, log: Log) -> bool:
        """Whether the change takes away for good what a flow log of the new spec needs."""
        return log in self.applied.shut_out or any(
            self._gone(each) and not self.applied.created.get(each) for each in log.needs
        )

    def _gone(self, need: tuple[object, ...]) -> bool:
        return any(not each.stays and not each.protected for each in self.applied.destroyed.get(need, ()))

    def _still_admitted(self, log: Log) -> bool:
        """Whether the bucket of a flow log that stays in another account still admits that account."""
        if log.sink[0] != "bucket":
            return True
        if any(each in self.applied.left_behind for each in self.applied.managed if each.identity == log.sink[:3]):
            return True
        for name, said in self.now.destinations.items():
            senders = [self.now.places[stack] for stack in self.now.senders(name)]
            here = said.get("bucket") == log.sink[2] and log.sink[1] in map(partition, senders)
            if here and not said.get("existing") and not said["retired"]:
                return "org_id" in said or log.subject[0] in senders
        return not any(self._gone(each) for each in log.needs)

    def _goes_on(self, log: Log) -> bool:
        if log in self.applied.left_behind:
            return True
        if log.stack in self.applied.untouched:
            return not any(self._gone(each) for each in log.needs)
        untouched = self.applied.actions[log] in ("same", "move")
        return untouched and not any(self._gone(each) for each in log.needs)

    def answers(self) -> dict[Triple, Answer]:
        """What becomes of all that a flow log of its own records before or after."""
        old, new, on = (_Moment(each) for each in (self._old, self._new, self._through))
        found: dict[Triple, Answer] = {}
        for subject in {*old.by_subject, *new.by_subject}:
            around = self.containers(subject, before=True), self.containers(subject, before=False)
            for traffic in ("accepted", "rejected"):
                for sink in {
                    log.sink for log in (*old.by_subject[subject], *new.by_subject[subject]) if traffic in log.traffic
                }:
                    was, will = old.own(subject, traffic, sink), new.own(subject, traffic, sink)
                    before = [*was, *old.wider(traffic, sink, around[0])]
                    after = [*will, *new.wider(traffic, sink, around[1])]
                    through = bool(on.own(subject, traffic, sink) or on.wider(traffic, sink, around[1]))
                    found[subject, traffic, sink] = Answer(
                        becomes=_becomes(before=bool(before), after=bool(after), through=through),
                        fails=bool(after) and not through and all(self.fails(each) for each in after),
                        twice=bool(will) and len(after) > max(1, len(before)),
                        own_before=tuple(was),
                        own_after=tuple(will),
                        elsewhere_after=new.elsewhere(subject, traffic, sink, around[1]),
                        elsewhere_through=on.elsewhere(subject, traffic, sink, around[1]),
                    )
        return found

    def fails(self, log: Log) -> bool:
        """Whether the apply never comes to create a flow log."""
        if log.stack in self.applied.refused:
            return False
        made = self.applied.actions.get(log) in ("create", "replace")
        if made and (log.stack, log.destination) in self._failing:
            return True
        return any(self._gone(each) and each in self._missing for each in log.needs)

    def containers(self, subject: Subject, *, before: bool) -> list[tuple[Subject, ...]]:
        """What contains a target, by `within` and by lookups that find everything. Of several, one does.

        What the other version says of a capture point counts too, unless this one says something else of it.
        """
        found: list[tuple[Subject, ...]] = []
        known: set[str | None] = set()
        for spec in (self.before, self.now) if before else (self.now, self.before):
            points = [
                (each, stack)
                for each in spec.points.values()
                for stack in each.stacks
                if spec.places[stack] == subject[0] and subject[1] in keys(spec, each, stack)
            ]
            points = [(each, stack) for each, stack in points if not known & {each.name, each.old_name}]
            for point, stack in points:
                found += _around(spec, point, stack)
                for each in (self.before, self.now):  # one that records nothing at this moment adds nothing
                    found += finding(each, point, subject)
            known |= {name for each, _ in points for name in (each.name, each.old_name)} - {None}
        return list(dict.fromkeys(found))


def _around(spec: Reading, point: Point, stack: str | None) -> Iterator[tuple[Subject, ...]]:
    place = spec.places[stack]
    for within in point.within:
        other = spec.points.get(within)
        of_id = kinds.of_id(within)
        kind = of_id.singular if of_id else spec.points[within].kind
        if kind not in _CONTAINERS.get(point.kind, ()):
            continue
        targets = keys(spec, other, stack) if other else (within,)
        yield tuple((place, each) for each in targets)
        if point.kind == "subnet" and not any(each[0] == "lookup" for each in targets):
            yield from _every(spec, "vpc", place)
        recording = [each for each in spec.points.values() if stack in each.stacks and each is other]
        if len(targets) == 1:
            recording = [
                each for each in spec.points.values() if stack in each.stacks and targets[0] in keys(spec, each, stack)
            ]
        for each in recording:
            yield from _around(spec, each, stack)


def finding(spec: Reading, point: Point, subject: Subject) -> Iterator[tuple[Subject, ...]]:
    """Lookups that certainly find a target: they ask for less."""
    place, key = subject
    if point.kind in ("vpc", "subnet") and point.form == "ids":
        yield from _every(spec, point.kind, place)
    if point.form == "lookup" and (point.plural or point.kind in ("vpc", "subnet")):
        _, kind, tags, inside = key
        for found in _lookups(spec, place):
            if found != key and found[1] == kind and found[2] <= tags and found[3] in (inside, None):
                yield ((place, found),)


def _every(spec: Reading, kind: str, place: object) -> Iterator[tuple[Subject, ...]]:
    for found in _lookups(spec, place):
        if found[1:] == (kind, frozenset(), None):
            yield ((place, found),)


def _lookups(spec: Reading, place: object) -> Iterator[tuple]:
    for point in spec.points.values():
        for stack in point.stacks if point.form == "lookup" else ():
            if spec.places[stack] == place:
                yield from keys(spec, point, stack)


class _Moment:
    """The flow logs of one moment."""

    def __init__(self, logs: Iterable[Log]) -> None:
        self.by_subject: dict[Subject, list[Log]] = defaultdict(list)
        for each in logs:
            self.by_subject[each.subject].append(each)
        self.sinks = {each.sink for several in self.by_subject.values() for each in several}

    def own(self, subject: Subject, traffic: str, sink: Sink) -> list[Log]:
        return [each for each in self.by_subject.get(subject, ()) if traffic in each.traffic and each.sink == sink]

    def elsewhere(self, subject: Subject, traffic: str, sink: Sink, around: list[tuple[Subject, ...]]) -> bool:
        others = self.sinks - {sink}
        return any(self.own(subject, traffic, each) or self.wider(traffic, each, around) for each in others)

    def wider(self, traffic: str, sink: Sink, around: Iterable[tuple[Subject, ...]]) -> list[Log]:
        """The flow logs of containers; of several, one of which contains the target, those of the least recorded."""
        several = (min((self.own(each, traffic, sink) for each in of), key=len) for of in around)
        return list(dict.fromkeys(each for logs in several for each in logs))


def _is_needed(thing: Thing) -> bool:
    """Whether flow logs wait for a thing; an alias is only a name of a key."""
    return thing.address[0] != "alias"


def _becomes(*, before: bool, after: bool, through: bool) -> Becomes:
    if before and after:
        return "kept" if through else "gap"
    return "lost" if before else "gained"
