"""Released: what plans forget besides flow logs, and whether it has to leave the state together with them.

A resource that is forgotten stays in AWS, and no Terraform manages it any more: nothing but what the code stops
declaring with the flow logs may go that way. It can be told only where a source is the state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.adopt.binding.surroundings import surroundings
from gen_flowlogs.observe.existing import Note, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from gen_flowlogs.adopt.proven.planned import Action, PlanOfRoot
    from gen_flowlogs.observe.existing import Existing, State

_FLOW_LOG: Final = "aws_flow_log"
_FORGETS: Final = ("forget",)
_KEEPS: Final = frozenset({"no-op", "read", "update"})


def released_too_many(existing: Existing, plans: Sequence[PlanOfRoot]) -> Iterator[Note]:
    """Find what a plan forgets though it need not, and no other plan has it afterwards."""
    keeping = [each for plan in plans for each in plan.actions if _KEEPS.issuperset(each.does)]
    kept = {*map(_identity, keeping), *((each.type, each.id) for each in keeping)} - {
        (each.type, None) for each in keeping
    }
    for plan in plans:
        forgotten = [each for each in plan.actions if each.does == _FORGETS and each.type != _FLOW_LOG]
        several = [each for each in forgotten if _identity(each) not in kept]
        states = [state for state in existing.states if several and _has_any(state, several)]
        if not states:
            continue
        goes_along = {address for state in states for address in _along(state, plan, kept)}
        for each in several:
            if _old(each) not in goes_along:
                text = f"{_old(each)} is forgotten, and no Terraform manages it afterwards"
                remedy = "keep its block in the code, and take the block out that forgets it: no flow log needs that"
                yield Note(Source(plan.file, each.address), text, remedy)


def _identity(action: Action) -> tuple[str, str | None]:
    return action.type, action.import_id if action.imported else action.id


def _old(action: Action) -> str:
    return action.previous or action.address


def _has_any(state: State, actions: Sequence[Action]) -> bool:
    wanted = set(map(_old, actions))
    return any(str(each.address) in wanted for each in state.resources)


def _along(state: State, plan: PlanOfRoot, kept: AbstractSet[tuple[str, str | None]]) -> Iterator[str]:
    """The addresses that leave a state together with what a plan moves, or forgets while another one has it."""
    moved = {each.previous for each in plan.actions if each.previous is not None and each.does != _FORGETS}
    taken = {_old(each) for each in plan.actions if each.does == _FORGETS and _identity(each) in kept}
    stays = any(
        each.type == _FLOW_LOG and (each.imported or each.previous in moved)
        for each in plan.actions
        if each.does != _FORGETS
    )
    near = surroundings(state, {*moved, *taken} - {None}, old_root=not stays)
    return (str(each.address) for each in near.going)
