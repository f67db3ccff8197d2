"""Recordings and planned changes → flow logs, each with whether it records uninterrupted through the change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gen_flowlogs.captures.recordings import Recording, recordings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gen_flowlogs.compare.plan.actions import ModulePlan, PlannedChange
    from gen_flowlogs.compare.records.dependencies import Dependencies, Dependency
    from gen_flowlogs.model import Spec

_UNINTERRUPTED = (None, "update", "move", "forget")


@dataclass(frozen=True, slots=True)
class FlowLog:
    """One flow log of one version of a spec. `planned` is None if Terraform loses sight of it.

    `uninterrupted`: neither it nor a dependency of it is touched. `destroyed`, `recreated`: a dependency that the
    change destroys, for good or to create it again.
    """

    recording: Recording
    planned: PlannedChange | None
    uninterrupted: bool
    destroyed: Dependency | None = None
    recreated: Dependency | None = None


def before(spec: Spec | None, modules: Mapping[str | None, ModulePlan]) -> Iterator[FlowLog]:
    """The flow logs of the old spec."""
    by_address = {
        (stack, planned.old.address): planned
        for stack, module in modules.items()
        for planned in module.all()
        if planned.old is not None
    }
    for each in recordings(spec):
        planned = _planned(each, by_address)
        on = planned is None or planned.action in _UNINTERRUPTED
        yield FlowLog(recording=each, planned=planned, uninterrupted=on)


def after(spec: Spec | None, modules: Mapping[str | None, ModulePlan], dependencies: Dependencies) -> Iterator[FlowLog]:
    """The flow logs of the new spec."""
    by_address = {
        (stack, planned.address): planned
        for stack, module in modules.items()
        for planned in module.all()
        if planned.new is not None
    }
    for each in recordings(spec):
        planned = _planned(each, by_address)
        destroyed = dependencies.destroyed(each.destination, each.stack)
        recreated = dependencies.recreated(each.destination, each.stack)
        on = planned is not None and planned.action in _UNINTERRUPTED and destroyed is None and recreated is None
        yield FlowLog(recording=each, planned=planned, uninterrupted=on, destroyed=destroyed, recreated=recreated)


def _planned(recording: Recording, by_address: Mapping[tuple[str | None, str], PlannedChange]) -> PlannedChange | None:
    """Find the planned change; if the keys of a `for_each` are unknown, one is about all of its flow logs."""
    stack, address = recording.stack.name, recording.address
    return by_address.get((stack, address)) or by_address.get((stack, address.partition("[")[0]))
