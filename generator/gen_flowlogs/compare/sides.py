"""Two versions of a spec beside each other: which flow logs are the same by name, and what may only seem to differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.compare import flows, targets, things
from gen_flowlogs.compare.recordings import is_open, place_words
from gen_flowlogs.compare.values import unknowns
from gen_flowlogs.compare.wider import Containers
from gen_flowlogs.model import ONLY, CapturePoint, Destination, ExistingRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gen_flowlogs.compare.decide import Decisions
    from gen_flowlogs.compare.flows import Flow
    from gen_flowlogs.compare.moments import Records
    from gen_flowlogs.compare.recordings import Place
    from gen_flowlogs.compare.wider import Around
    from gen_flowlogs.model import Spec

_Name = tuple[str | None, str]
"""Stack and capture point."""


class Sides:
    """Old and new flow logs."""

    def __init__(self, old: Spec | None, new: Spec | None, decided: Mapping[str | None, Decisions]) -> None:
        self.things = things.things(decided.values())
        self.old: tuple[Flow, ...] = tuple(flows.before(old, decided))
        self.new: tuple[Flow, ...] = tuple(flows.after(new, decided, self.things))
        self._containers = (Containers(old), Containers(new))
        self._stacked = bool(old and new) and (old.stacks == (ONLY,)) != (new.stacks == (ONLY,))  # type: ignore[union-attr]
        self._regions = {stack.name: stack.region for stack in new.stacks} if new else {}
        self._named = (_by_name(self.old), _by_name(self.new))
        for each in self.new:
            stack, name, old_name = (
                each.recording.stack.name,
                each.recording.point.name,
                each.recording.point.renamed_from,
            )
            if old_name is not None and (stack, old_name) in self._named[0]:
                self._named[0].setdefault((stack, name), self._named[0][stack, old_name])
        self.targets = {
            name: frozenset(each.recording.subject[1] for side in self._named for each in side.get(name, ()))
            for name in (*self._named[0], *self._named[1])
        }
        self._places: dict[tuple[str | None, str], set[str]] = {}
        for each in (*self.old, *self.new):
            stack, _, destination = each.recording.pair
            self._places.setdefault((stack, destination), set()).add(place_words(each.recording.destination))

    def around(self, several: Iterable[Flow], *, before: bool) -> Iterator[Around]:
        """What contains the subject of these, as their own version says."""
        containers = self._containers[0 if before else 1]
        for each in {flow.recording.point.name: flow for flow in several}.values():
            yield from containers.around(each.recording)

    def same_point(self, old: Flow, new: Flow) -> bool:
        """Whether both are of one capture point, be it renamed."""
        return _is(new.recording.point, old.recording.point)

    def went_to(self, old: Flow, after: Records) -> Flow | None:
        """Its flow log at another place: the destination is the same by name, and is another thing."""
        found = (each for several in after.own.values() for each in several)
        return next((each for each in found if self._is_other_place(old, each)), None)

    def came_from(self, new: Flow, before: Records, after: Records) -> bool:
        """The same from the other end: what it recorded elsewhere, nobody does there any more."""
        found = (each for place, several in before.own.items() if place not in after.own for each in several)
        return any(self._is_other_place(each, new) for each in found)

    def _is_other_place(self, old: Flow, new: Flow) -> bool:
        same = self.same_point(old, new) and _is(new.recording.destination, old.recording.destination)
        return same and old.recording.place != new.recording.place

    def successions(self) -> Iterator[tuple[Flow, Flow]]:
        """Old and new: what Terraform knows as one, or destroys and creates for the same records."""
        known = {(flow.recording.stack.name, flow.recording.address): flow for flow in self.old}
        bases = {(stack, address.partition("[")[0]): flow for (stack, address), flow in known.items()}
        ended: dict[tuple[object, Place], list[Flow]] = {}
        for flow in self.old:
            if flow.decision is not None and flow.decision.new is None:
                ended.setdefault((flow.recording.subject, flow.recording.place), []).append(flow)
        for flow in self.new:
            was = flow.decision.old if flow.decision else None
            if was is not None:
                old = known.get((flow.recording.stack.name, was.address)) or bases.get(
                    (flow.recording.stack.name, was.address)
                )
            else:
                there = ended.get((flow.recording.subject, flow.recording.place), ())
                old = next((each for each in there if each.recording.traffic & flow.recording.traffic), None)
            if old is not None:
                yield old, flow

    def called(self, old: Flow) -> str:
        """Where its records went, in words that are right afterwards too."""
        stack, _, destination = old.recording.pair
        return place_words(old.recording.destination) if len(self._places[stack, destination]) > 1 else destination

    def but_for(self, flow: Flow, traffic: str, *, before: bool) -> str:
        """What only Terraform sees: a target of the other version may be the same."""
        if self._stacked:
            return ", unless both are the same account and region"
        name = (flow.recording.stack.name, flow.recording.point.name)
        others = [each for each in self._named[1 if before else 0].get(name, ()) if traffic in each.recording.traffic]
        words = targets.but_for(flow.recording.subject[1], dict.fromkeys(each.recording.subject[1] for each in others))
        if not words or not before or _only_perhaps(flow):
            return words
        there = any(each.recording.place == flow.recording.place for each in others)
        return f"{words}, and then {'' if there else 'elsewhere, '}after a gap"

    def region_left(self, old: Flow) -> str:
        """Of a stack that goes to another region: each version of the provider does another thing."""
        stack = old.recording.stack
        if self._regions.get(stack.name, stack.region) == stack.region:
            return ""
        return "; AWS provider 5 does not destroy its flow log, and loses sight of it"

    @staticmethod
    def left_behind(old: Flow) -> str:
        """Of a stack that goes to another account: Terraform asks there now."""
        where = old.recording.stack.account
        return f"to {old.recording.destination.name} stay in {where}, and Terraform manages them no longer"

    @staticmethod
    def another_stream(old: Flow, new: Flow) -> str:
        """The same for two streams."""
        both = (old.recording.destination, new.recording.destination)
        return ", unless these are the same" if any(map(is_open, both)) else ""

    @staticmethod
    def perhaps(new: Flow) -> str:
        """Of a flow log that is replaced: perhaps it is not."""
        return ", unless these are the same" if _only_perhaps(new) else ""

    def cut(self, new: Flow) -> str:
        """What a flow log needs and the change destroys."""
        assert new.lost is not None  # noqa: S101 - that is why one asks
        role = new.lost[0] == "role" and new.lost[1] is None
        elsewhere = role and isinstance(getattr(new.recording.destination, "role", None), ExistingRole)
        is_ = ", unless that is a role of another account" if elsewhere else ""
        return f"{things.words(new.lost)} is destroyed{is_}"

    @staticmethod
    def again(new: Flow) -> str:
        """What a flow log that nobody touches needs, and the change makes anew."""
        untouched = new.decision is not None and new.decision.action not in ("create", "replace")
        return things.words(new.anew) if new.anew is not None and untouched else ""


def _only_perhaps(flow: Flow) -> bool:
    """Whether a flow log is replaced only if values that nobody knows are not the same."""
    decision = flow.decision
    if decision is None or decision.action != "replace":
        return False
    return all(each.may_be_equal and not any(unknowns(each.new)) for each in decision.differences if each.forces)


def _is(new: CapturePoint | Destination, old: CapturePoint | Destination) -> bool:
    return old.name in (new.name, new.renamed_from)


def _by_name(several: Iterable[Flow]) -> dict[_Name, list[Flow]]:
    """The flow logs of each capture point, under its name and the one that it had."""
    found: dict[_Name, list[Flow]] = {}
    for each in several:
        point = each.recording.point
        for name in {point.name, point.renamed_from or point.name}:
            found.setdefault((each.recording.stack.name, name), []).append(each)
    return found
