"""Holders: flow logs that exist, and plans → which planned change holds each of them, and whether exactly one does.

A flow log that nobody holds is recorded and managed by no Terraform; one that two hold is destroyed by the one that
lets it go.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

from gen_flowlogs.adopt.spec.cloudformation import stack_of
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.observe.existing import Note, Source
from gen_flowlogs.phrasing import listing

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from gen_flowlogs.adopt.proven.planned import Action, PlanOfRoot
    from gen_flowlogs.observe.existing import Existing, FlowLog, State

_FLOW_LOG: Final = "aws_flow_log"
_KEEPS: Final = frozenset({"no-op", "read", "update"})
_LET_GO: Final = "let all root modules but one forget it, as the old-root file does"
_BEFORE_REMOVED: Final = (1, 7)  # Terraform that has no `removed` blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A planned change of the flow log, and its plan."""

    plan: PlanOfRoot
    action: Action

    @property
    def keeps(self) -> bool:
        """Whether its state has the flow log afterwards."""
        return frozenset(self.action.does) <= _KEEPS

    @property
    def forgets(self) -> bool:
        """Whether its state lets the flow log go, and AWS keeps it."""
        return self.action.does == ("forget",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holders:
    """The holders of flow logs: by id, and by each address that one has or had."""

    by_id: Mapping[str, tuple[Holder, ...]]
    by_address: Mapping[str, tuple[Holder, ...]]

    def of(self, flow_log: FlowLog) -> tuple[Holder, ...]:
        """The holders of a flow log that exists."""
        if flow_log.id is not None:
            return self.by_id.get(flow_log.id, ())
        return () if flow_log.address is None else self.by_address.get(str(flow_log.address), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Managers:
    """The number of flow logs with exactly one manager afterwards, and what is wrong with the others."""

    kept: int
    failures: tuple[Note, ...]
    told: tuple[Note, ...]


def holders_of(plans: Sequence[PlanOfRoot]) -> Holders:
    """All planned changes of flow logs."""
    by_id: dict[str, list[Holder]] = {}
    by_address: dict[str, list[Holder]] = {}
    for plan in plans:
        for action in plan.actions:
            if action.type != _FLOW_LOG or action.deposed:
                continue
            holder = Holder(plan=plan, action=action)
            known = action.import_id if action.imported else action.id
            if known is not None:
                by_id.setdefault(known, []).append(holder)
            if action.previous is not None or action.address in plan.prior:
                # Code alone may have the new block already: a moved flow log is found by either address.
                for address in {action.previous or action.address, action.address}:
                    by_address.setdefault(address, []).append(holder)
    return Holders(
        by_id={key: tuple(each) for key, each in by_id.items()},
        by_address={key: tuple(each) for key, each in by_address.items()},
    )


def manager_problems(existing: Existing, holders: Holders) -> Managers:
    """Judge each flow log that exists, and each that a plan forgets."""
    failures: list[Note] = []
    told: list[Note] = []
    kept = 0
    plans = {each.plan.file: each.plan for several in holders.by_id.values() for each in several}
    foreign = frozenset(_foreign(existing.states, plans.values()))
    for flow_log in existing.flow_logs:
        found = tuple(_problems(flow_log, holders.of(flow_log), existing.states, foreign))
        failures += [note for note in found if note.partial]
        told += [note for note in found if not note.partial]
        kept += not any(note.partial for note in found) and any(each.keeps for each in holders.of(flow_log))
    sources = {each.id for each in existing.flow_logs}
    for known, several in holders.by_id.items():
        if known not in sources and not any(each.keeps for each in several):
            failures += [_orphaned(each, known) for each in several if each.forgets]
    return Managers(kept=kept, failures=tuple(failures), told=tuple(told))


def _problems(
    flow_log: FlowLog, holders: Sequence[Holder], states: Sequence[State], foreign: Container[tuple[str, str]]
) -> Iterator[Note]:
    name = flow_log.id or "the flow log"
    keeping = [each for each in holders if each.keeps]
    forgetting = [each for each in holders if each.forgets]
    if not keeping:
        if forgetting:
            yield from (_orphaned(each, name) for each in forgetting)
        elif not holders:
            yield _unheld(flow_log, name)
        return  # what is created, replaced or destroyed is reported where its plan does it
    if len(keeping) > 1:
        places = listing([f"{each.action.address} ({each.plan.file})" for each in keeping], 4)
        text = f"{name} has several managers afterwards: {places}"
        several = len({each.plan.file for each in keeping}) > 1
        remedy = _LET_GO if several else "take its old block out of the code, and let adopt.tf move or forget it"
        yield Note(flow_log.source, text, remedy)
        return
    if len(keeping) + len(forgetting) < len(holders):
        return  # the others destroy or replace it, which is reported where their plans do it
    if flow_log.address is None or forgetting:
        return
    plan, action = keeping[0].plan, keeping[0].action
    is_elsewhere = action.previous is None and (flow_log.source.file, plan.file) in foreign
    if is_elsewhere or not _stays_in(str(flow_log.address), action):
        yield _unreleased(flow_log, name, keeping[0], states)


def _stays_in(address: str, action: Action) -> bool:
    """Whether a change keeps the flow log in the state that has it at an address."""
    return not action.imported and address in {action.previous, action.address}


def _foreign(states: Sequence[State], plans: Iterable[PlanOfRoot]) -> Iterator[tuple[str, str]]:
    """The states and plans, by their files, that are of two root modules: they have less than half in common."""
    for state in states:
        there = frozenset(str(each.address) for each in state.resources)
        for plan in plans:
            before = {*plan.prior, *(each.previous for each in plan.actions)}  # what is moved has its new address there
            if plan.prior and 2 * len(there & before) < len(there):
                yield state.file, plan.file


def _unreleased(flow_log: FlowLog, name: str, keeping: Holder, states: Sequence[State]) -> Note:
    """Tell that a state still has a flow log which another root module imports; no failure where it is too old."""
    text = f"{name} is in another state too, and no plan forgets it there: {keeping.plan.file} has it afterwards"
    if any(_is_old(each) for each in states if each.file == flow_log.source.file):
        remedy = "run the `terraform state rm` lines before the old root module is applied"
        return Note(flow_log.source, text, remedy, partial=False)
    remedy = "give the plan of the old root too, with the old-root file in the place of the blocks"
    if not keeping.action.imported:
        remedy += "; where it is a plan of the same root, pull its state again"
    return Note(flow_log.source, text, remedy)


def _is_old(state: State) -> bool:
    """Whether the Terraform of a state has no `removed` blocks."""
    parts = (state.terraform_version or "").split(".")
    numbers = tuple(int(part) for part in parts[:2] if part.isascii() and part.isdigit() and len(part) < 5)
    return len(numbers) == 2 and numbers < _BEFORE_REMOVED


def _orphaned(holder: Holder, name: str) -> Note:
    at = Source(holder.plan.file, holder.action.address)
    return Note(at, f"is forgotten, and no plan has {name} afterwards", "give the plan that imports it too")


def _unheld(flow_log: FlowLog, name: str) -> Note:
    stack = stack_of(flow_log)
    if stack is not None:
        text = f"{name} stays with CloudFormation (stack {stack})"
        return Note(flow_log.source, text, partial=False)
    if flow_log.tainted:
        text = f"{name} is tainted, and no plan has it"
        return Note(
            flow_log.source, text, f"run `terraform untaint {shlex.quote(str(flow_log.address))}` first, if it works"
        )
    text = f"{name} is neither imported nor moved, and no plan has it in its state"
    return Note(flow_log.source, text, "give the plans of all roots of the adoption, or adopt it too")
