"""Recordings and planned changes → flow logs, each with whether it records uninterrupted through the change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.compare.records import adopted
from gen_flowlogs.compare.records.dependencies import needs
from gen_flowlogs.dataclass import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from gen_flowlogs.captures.recordings import Recording
    from gen_flowlogs.compare.plan.actions import ModulePlan, PlannedChange
    from gen_flowlogs.compare.records.adopted import Former
    from gen_flowlogs.compare.records.dependencies import Dependencies, Dependency

_UNINTERRUPTED = (None, "update", "move", "forget")


@dataclass(frozen=True, slots=True)
class FlowLog:
    """One flow log of one version of a spec. `planned` is None if Terraform loses sight of it.

    `uninterrupted`: neither it nor a dependency of it is touched. `destroyed`, `recreated`: a dependency that the
    change destroys, for good or to create it again. `waits`: the apply fails to create a dependency, and the flow log
    is created by none before one succeeds. `shut_out`: why one that Terraform loses sight of, or whose old sink it
    keeps, delivers no longer.
    """

    recording: Recording
    planned: PlannedChange | None
    uninterrupted: bool
    destroyed: Dependency | None = None
    recreated: Dependency | None = None
    waits: bool = False
    shut_out: str = ""

    @property
    def is_left_behind(self) -> bool:
        """Whether Terraform loses sight of it, and it goes on."""
        return self.planned is None and not self.shut_out

    @property
    def is_undeliverable(self) -> bool:
        """Whether its records cannot arrive: a dependency is destroyed, or no policy admits them."""
        return self.destroyed is not None or bool(self.shut_out)

    @property
    def keeps_sink(self) -> bool:
        """Whether Terraform ignores that its destination changes."""
        return self.planned is not None and adopted.keeps_sink(self.planned)


def before(
    recorded: Iterable[Recording], modules: Mapping[str | None, ModulePlan], reason: Callable[[Recording], str]
) -> Iterator[FlowLog]:
    """The flow logs of the old spec. `reason`: why one that Terraform loses sight of delivers no longer; or empty."""
    by_address = {
        (stack, planned.old.address): planned
        for stack, module in modules.items()
        for planned in module.all()
        if planned.old is not None
    }
    for each in recorded:
        planned = _planned(each, by_address)
        on = planned is None or planned.action in _UNINTERRUPTED
        shut_out = reason(each) if planned is None else ""
        yield FlowLog(recording=each, planned=planned, uninterrupted=on and not shut_out, shut_out=shut_out)


def after(
    recorded: Iterable[Recording],
    modules: Mapping[str | None, ModulePlan],
    dependencies: Dependencies,
    failing: Collection[tuple[str | None, Dependency]],
    former: Former,
) -> Iterator[FlowLog]:
    """The flow logs of the new spec. `failing`: the dependencies that an apply fails to create in a stack."""
    by_address = {
        (stack, planned.address): planned
        for stack, module in modules.items()
        for planned in module.all()
        if planned.new is not None
    }
    anywhere = {dependency for _, dependency in failing}
    for meant in recorded:
        planned = _planned(meant, by_address)
        recording, shut_out = former.kept(meant, planned) if planned is not None and planned.ignored else (meant, "")
        destroyed = dependencies.destroyed(recording.destination, recording.stack)
        recreated = dependencies.recreated(recording.destination, recording.stack)
        on = planned is not None and planned.action in _UNINTERRUPTED and destroyed is None and recreated is None
        on = on and not shut_out
        created = planned is not None and planned.action in ("create", "replace")
        needed = ((recording.stack.name, name) for name in needs(recording.destination, recording.stack))
        yield FlowLog(
            recording=recording,
            planned=planned,
            uninterrupted=on,
            destroyed=destroyed,
            recreated=recreated,
            waits=(created and any(each in failing for each in needed)) or recreated in anywhere,
            shut_out=shut_out,
        )


def staying(several: Iterable[FlowLog], dependencies: Dependencies) -> Iterator[FlowLog]:
    """Old flow logs to which nothing is done, after an apply of the other stacks."""
    for each in several:
        destroyed = dependencies.destroyed(each.recording.destination, each.recording.stack)
        recreated = dependencies.recreated(each.recording.destination, each.recording.stack)
        on = destroyed is None and recreated is None
        yield replace(each, uninterrupted=on, destroyed=destroyed, recreated=recreated)


def _planned(recording: Recording, by_address: Mapping[tuple[str | None, str], PlannedChange]) -> PlannedChange | None:
    """Find the planned change; if the keys of a `for_each` are unknown, one is about all of its flow logs."""
    stack, address = recording.stack.name, recording.address
    return by_address.get((stack, address)) or by_address.get((stack, address.partition("[")[0]))
