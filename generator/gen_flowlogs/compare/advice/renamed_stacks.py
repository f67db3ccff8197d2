"""Stacks that go and come with one account and region → the advice to move the state, which keeps what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.compare.plan.actions import ModulePlan
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gen_flowlogs.compare.plan.instances import Instances

_FEW = 4
MOVE_STATE = "`terraform state pull` in the old folder, `terraform init` and `terraform state push` in the new one"


@dataclass(frozen=True, slots=True)
class RenamedStack:
    """A stack that had another name before. `stays`, `count`: its resources with the state moved along."""

    old: str
    new: str
    stays: int
    count: int


def renamed_stacks(
    before: Mapping[str | None, Instances], after: Mapping[str | None, Instances]
) -> Iterator[RenamedStack]:
    """Every pair that can be meant in one way only, and that has a resource in common."""
    gone, added = _by_location(before, after), _by_location(after, before)
    for location, old in gone.items():
        new = added.get(location, [])
        if len(old) == len(new) == 1:
            source, target = old[0], new[0]
            plan = ModulePlan(before[source], after[target])
            actions = [planned.action for planned in plan.all() if planned.new is not None]
            stays = sum(action not in ("create", "replace") for action in actions)
            if stays:
                yield RenamedStack(old=source, new=target, stays=stays, count=len(actions))


def _by_location(
    these: Mapping[str | None, Instances], others: Mapping[str | None, Instances]
) -> dict[object, list[str]]:
    names: dict[object, list[str]] = {}
    for name, module in these.items():
        if name is not None and name not in others and None not in others:
            names.setdefault((module.stack.account, module.stack.region), []).append(name)
    return names


def hints(several: Sequence[RenamedStack]) -> Iterator[str]:
    """One line for all of them."""
    if not several:
        return
    stays, count = sum(each.stays for each in several), sum(each.count for each in several)
    if len(several) == 1:
        which = (
            f"the stack {quoted(several[0].new)} looks like {quoted(several[0].old)} under another name: move its state"
        )
    else:
        which = (
            f"the stacks {_names(each.new for each in several)} look like {_names(each.old for each in several)} under "
            "other names, in this order: move each state"
        )
    result = "nothing is replaced" if stays == count else f"{stays} of {count} resources stay"
    yield f"{which} before you apply ({MOVE_STATE}), and {result}"


def _names(names: Iterable[str]) -> str:
    return listing([quoted(name) for name in names], _FEW)
