"""Effects of a comparison → what their sentences claim, as a reviewer reads them: which target, traffic and sink."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coverage_oracle import Oracle
    from coverage_oracle.things import Log, Sink, Subject
    from gen_flowlogs.compare import Comparison, Effect

_SUBJECT = re.compile(r"(accepted and rejected traffic|accepted traffic|rejected traffic|the traffic|the records) of ")
_BOTH = ("accepted", "rejected")


@dataclass(frozen=True, slots=True)
class Claim:
    """One effect. `listed`: the subjects that it certainly means; `perhaps`: those that may be among `and 3 more`."""

    effect: Effect
    traffic: tuple[str, ...]
    listed: frozenset[Subject]
    perhaps: frozenset[Subject]
    old_sinks: frozenset[Sink]
    new_sinks: frozenset[Sink]

    @property
    def sinks(self) -> frozenset[Sink]:
        """The sinks that the destination's name may stand for; of the version that the effect is about."""
        match self.effect.effect:
            case "lost" if " is destroyed" in self.effect.message:
                return self.new_sinks | self.old_sinks
            case "lost" | "covered":
                return self.old_sinks or self.new_sinks
            case "gap":
                return self.new_sinks | self.old_sinks
            case "moved":
                return self.old_sinks | self.new_sinks
        return self.new_sinks or self.old_sinks


def claims(comparison: Comparison, oracle: Oracle) -> Iterator[Claim]:
    """The claim of each effect that is about the traffic or the records of a capture point."""
    for effect in comparison.effects:
        found = _SUBJECT.match(effect.template)
        if found is not None and effect.capture_point is not None:
            yield _claim(effect, found, oracle)


def _claim(effect: Effect, found: re.Match[str], oracle: Oracle) -> Claim:
    point, to = str(effect.capture_point), effect.destination
    now = oracle.now.points.get(point)
    was = point if point in oracle.before.points or now is None else str(now.old_name)
    came = {point, *(name for name, each in oracle.now.points.items() if each.old_name == point)}
    if point in oracle.now.points:
        came = {point}
    destinations = {to, *(name for name, said in oracle.now.destinations.items() if said["old_name"] == to)}
    destinations |= {said["old_name"] for name, said in oracle.now.destinations.items() if name == to}
    at = oracle.before.places.get(effect.stack), oracle.now.places.get(effect.stack)
    names = {was, point, now.old_name if now else None}
    old = [each for each in oracle.applied.old if each.point.name in names and each.subject[0] in at]
    new = [each for each in oracle.applied.new if each.point.name in came and each.stack == effect.stack]
    place = at[0] or at[1] if effect.effect in ("lost", "covered") else at[1] or at[0]
    here = [each for each in (*old, *new) if each.stack == effect.stack or effect.effect == "moved"]
    subjects = {(place, each.subject[1]) for each in here if each in new or each.point.name == was}
    listed = effect.subject.removeprefix(point)
    rest: frozenset[Subject] = frozenset()
    if listed:
        rest = frozenset(subjects) if " more" in listed else frozenset()
        subjects = {each for each in subjects if _named(each[1], listed)}
        subjects = {one for one in subjects if not any(_tags(one[1]) < _tags(other[1]) for other in subjects)}
    what = found[1]
    return Claim(
        effect=effect,
        traffic=tuple(each for each in _BOTH if each in what) or _BOTH,
        listed=frozenset(subjects),
        perhaps=rest - subjects,
        old_sinks=_sinks([each for each in old if each in here], destinations),
        new_sinks=_sinks(new, destinations),
    )


def _sinks(logs: list[Log], destinations: set[str]) -> frozenset[Sink]:
    return frozenset(each.sink for each in logs if each.destination in destinations)


def _tags(key: Any) -> frozenset[Any]:
    """The conditions of a lookup; one with fewer is named by a sentence about one with more."""
    match key:
        case ("lookup", kind, tags, inside):
            return frozenset({kind, *tags, *(each for container in inside or () for each in _tags(container))})
    return frozenset()


def _named(key: Any, text: str) -> bool:
    """Whether a target is among those that a sentence lists."""
    match key:
        case str():
            return key in text
        case ("open", _, _, _, traversal):
            return re.search(rf"(?<![\w.]){re.escape(traversal)}(?![\w.\[])", text) is not None
        case ("lookup", kind, tags, inside):
            titled = f"the {kind.replace('_', ' ').replace('eni', 'network interface').replace('vpc', 'VPC')}".replace(
                " nat ", " NAT "
            )
            return (
                titled in text
                and ("tagged" in text) in ({bool(tags)} if inside is None else {True, bool(tags)})
                and all(f"{k}={v}".partition("\n")[0][:20] in text for k, v in tags)
                and all(_named(each, text) for each in inside or ())
            )
    raise TypeError(key)
