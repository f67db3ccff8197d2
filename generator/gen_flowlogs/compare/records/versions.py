"""Two versions of a spec beside each other: the flow logs of both, and which of them follow each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import locations, sinks
from gen_flowlogs.captures.recordings import Containers, recordings
from gen_flowlogs.captures.targets import may_be_one
from gen_flowlogs.compare.names import capture_points, destinations, is_same
from gen_flowlogs.compare.records import flow_logs
from gen_flowlogs.compare.records.admission import Admission
from gen_flowlogs.compare.records.adopted import Former
from gen_flowlogs.compare.records.dependencies import dependencies
from gen_flowlogs.compare.records.taken_names import failing, taken_names
from gen_flowlogs.model import ONLY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gen_flowlogs.captures.recordings import Around, Subject
    from gen_flowlogs.captures.sinks import Sink
    from gen_flowlogs.captures.targets import Now, Target
    from gen_flowlogs.compare.plan.actions import ModulePlan
    from gen_flowlogs.compare.records.flow_logs import FlowLog
    from gen_flowlogs.compare.records.timeline import Recorders
    from gen_flowlogs.model import Spec

_Name = tuple[str | None, str]
"""Stack and capture point."""


class Versions:
    """The flow logs before and after an apply.

    `refused`: the stacks whose plan Terraform refuses, so that their old flow logs stay. `begun`: the flow logs of the
    new spec in all stacks. `now`: what lookups of both find now.
    """

    def __init__(
        self, old: Spec | None, new: Spec | None, modules: Mapping[str | None, ModulePlan], now: Now | None = None
    ) -> None:
        self.refused = frozenset(name for name, module in modules.items() if module.is_refused)
        applied = [module for module in modules.values() if not module.is_refused]
        self.dependencies = dependencies(applied)
        self.taken_names = tuple(taken_names(modules.values(), old))
        admission = Admission(old, new, modules, destinations(old, new), self.dependencies)
        fail = failing(modules.values(), self.taken_names)
        self.old: tuple[FlowLog, ...] = tuple(flow_logs.before(recordings(old, now), modules, admission.refusal))
        former = Former((each.recording for each in self.old), admission)
        begun = flow_logs.after(recordings(new, now), modules, self.dependencies, fail, former)
        self.begun: tuple[FlowLog, ...] = tuple(begun)
        self.new: tuple[FlowLog, ...] = (
            *(each for each in self.begun if each.recording.stack.name not in self.refused),
            *flow_logs.staying(
                (each for each in self.old if each.recording.stack.name in self.refused), self.dependencies
            ),
        )
        self.gets_stacks = bool(old and new) and (old.stacks == (ONLY,)) != (new.stacks == (ONLY,))  # type: ignore[union-attr]
        self._renamed = {**_other_names(old, new), **_other_names(new, old)}
        self._stacks = tuple({each.name: each for each in spec.stacks} if spec else {} for spec in (old, new))
        self.regions = {stack.name: stack.region for stack in new.stacks} if new else {}
        self._containers = (Containers(old, now), Containers(new, now))
        self._points = capture_points(old, new)
        self._old_by_name, self._new_by_name = _by_name(self.old), _by_name(self.new)
        self._sinks: dict[tuple[str | None, str], set[str]] = {}
        for each in (*self.old, *self.new):
            stack, _, destination = each.recording.identity
            self._sinks.setdefault((stack, destination), set()).add(sinks.name(each.recording.destination))

    def place(self, log: FlowLog) -> str:
        """The account or region of a flow log whose stack goes to another one, with a space; empty for any other."""
        stack = log.recording.stack
        known = [each[stack.name] for each in self._stacks if stack.name in each]
        if len({each.account for each in known}) > 1:
            return f"in the account {stack.account} "
        return f"in {stack.region} " if len({each.region for each in known}) > 1 else ""

    def around(self, old: list[FlowLog], new: list[FlowLog], *, before: bool) -> Iterator[Around]:
        """The containers of a subject before or after the change.

        The capture points of that version give them, and so do those that only the other version has.
        """
        mine, others = (old, new) if before else (new, old)
        here, elsewhere = self._containers if before else reversed(self._containers)
        points = [log.recording.point for log in mine]
        for log in _one_for_each_point(mine):
            yield from here.around(log.recording)
        for log in _one_for_each_point(others):
            point = log.recording.point
            if not any(is_same(each, point) if before else is_same(point, each) for each in points):
                yield from elsewhere.around(log.recording)
                yield from here.finding(log.recording)

    def finding(self, flow_log: FlowLog, *, before: bool) -> Iterator[Subject]:
        """The lookups of the old or the new version that certainly find the target of a flow log of the other one."""
        for around in self._containers[0 if before else 1].finding(flow_log.recording):
            yield from around

    def others(self, flow_log: FlowLog, *, before: bool) -> list[FlowLog]:
        """The flow logs of its capture point in the other version, also in what may be its stack under another name.

        `before`: the flow log is an old one.
        """
        stack, name = flow_log.recording.stack.name, flow_log.recording.point.name
        other = self._points.now(name) if before else self._points.former(name)
        by_name = self._new_by_name if before else self._old_by_name
        return [log for each in (stack, *self._renamed.get(stack, ())) for log in by_name.get((each, other or ""), ())]

    def targets(self, stack: str | None, name: str) -> frozenset[Target]:
        """All targets of a capture point in a stack, before and after, whichever version has the name."""
        former = self._points.former(name) if name in self._points.new else None
        befores, afters = {name, former or name}, {name, self._points.now(name)}
        return frozenset(
            each.recording.target
            for by_name, names in ((self._old_by_name, befores), (self._new_by_name, afters))
            for known in names
            for each in by_name.get((stack, known), ())
        )

    def has_one_sink(self, old: FlowLog) -> bool:
        """Whether the name of its destination stands for one sink in both versions."""
        stack, _, destination = old.recording.identity
        return len(self._sinks[stack, destination]) == 1

    def successions(self) -> Iterator[tuple[FlowLog, FlowLog]]:
        """Old and new of the same traffic: one to Terraform, or destroyed and created for the same sink."""
        by_address = {(log.recording.stack.name, log.recording.address): log for log in self.old}
        by_base = {(stack, address.partition("[")[0]): log for (stack, address), log in by_address.items()}
        ended: dict[tuple[object, Sink], list[FlowLog]] = {}
        for log in self.old:
            if log.planned is not None and log.planned.action in ("destroy", "replace"):
                ended.setdefault((log.recording.subject, log.recording.sink), []).append(log)
        for log in self.new:
            before = log.planned.old if log.planned else None
            at = (log.recording.stack.name, before.address) if before else None
            one = (by_address.get(at) or by_base.get(at)) if at else None
            candidates = ended.get((log.recording.subject, log.recording.sink), ())
            old = next((each for each in (one, *candidates) if each is not None and _is_followed(each, log)), None)
            if old is not None:
                yield old, log


def _other_names(mine: Spec | None, others: Spec | None) -> Mapping[str | None, tuple[str | None, ...]]:
    """The stacks that only one version has → those of the same account and region that only the other one has."""
    here, there = (spec.stacks if spec else () for spec in (mine, others))
    gone, added = (
        [each for each in stacks if each.name not in {stack.name for stack in known}]
        for stacks, known in ((here, there), (there, here))
    )
    return {
        stack.name: tuple(each.name for each in added if locations.key(each) == locations.key(stack)) for stack in gone
    }


def _is_followed(old: FlowLog, new: FlowLog) -> bool:
    """Whether a flow log may record what another one recorded before: location, target and part of the traffic."""
    one, other = old.recording, new.recording
    here = locations.may_be_one(one.location, other.location)
    return here and bool(one.traffic & other.traffic) and may_be_one(one.target, other.target)


def _one_for_each_point(several: Iterable[FlowLog]) -> Iterable[FlowLog]:
    return {log.recording.point.name: log for log in several}.values()


def same_point(old: FlowLog, new: FlowLog) -> bool:
    """Whether both are of one capture point."""
    return is_same(old.recording.point, new.recording.point)


def went_to(old: FlowLog, after: Recorders) -> FlowLog | None:
    """Its flow log to another sink: the destination is the same by name, and has another sink."""
    return next((each for logs in after.own.values() for each in logs if _is_other_sink(old, each)), None)


def came_from(new: FlowLog, before: Recorders, after: Iterable[Recorders]) -> bool:
    """Whether it recorded to another sink, in which no flow log is to record the same any more."""
    left = (logs for sink, logs in before.own.items() if not any(each.any_in(sink) for each in after))
    return any(_is_other_sink(each, new) for logs in left for each in logs)


def _is_other_sink(old: FlowLog, new: FlowLog) -> bool:
    same = same_point(old, new) and is_same(old.recording.destination, new.recording.destination)
    return same and old.recording.sink != new.recording.sink


def _by_name(several: Iterable[FlowLog]) -> dict[_Name, list[FlowLog]]:
    by_name: dict[_Name, list[FlowLog]] = {}
    for each in several:
        by_name.setdefault((each.recording.stack.name, each.recording.point.name), []).append(each)
    return by_name
