"""Forgetting: the blocks or commands with which a state lets resources go, and AWS keeps them.

A `removed` block names a whole block that no code declares any more. For one instance, and for what a module may go on
to declare, a `moved` block takes it to a dummy first, which no code declares, and `removed` names that.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from gen_flowlogs.adopt.binding.adoptee import FLOW_LOG, command_of
from gen_flowlogs.adopt.binding.surroundings import surroundings
from gen_flowlogs.adopt.binding.terraform_text import Moved, Removed, dummy, is_expressible
from gen_flowlogs.dataclass import dataclass, replace
from gen_flowlogs.observe.addresses import Address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gen_flowlogs.adopt.binding.adoptee import Adoptee
    from gen_flowlogs.adopt.binding.terraform_text import Block
    from gen_flowlogs.observe.existing import State

_REMOVED: Final = (1, 7)  # the first Terraform with `removed` blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Whatever leaves a state, and what must not.

    `adopted`: old addresses of adopted resources; `along`: those that go with them. `stay`: block → the reason that it
    must stay in the code. `deleted`: address → the reason that Terraform deletes it all the same.
    """

    state: State
    adopted: tuple[Address, ...]
    along: tuple[Address, ...]
    stay: Mapping[str, str]
    deleted: Mapping[str, str]

    @property
    def blocks(self) -> tuple[str, ...]:
        """The blocks that leave the code, as a person finds them there; of a block that stays, the instances."""
        going = frozenset((*self.adopted, *self.along))
        stays = {each.address.base for each in self.state.resources if each.address not in going}
        return tuple(sorted({str(each) if each.base in stays else each.base for each in going}))


def leaving(state: State, adoptees: Iterable[Adoptee], *, old_root: bool = False) -> Leaving | None:
    """Find what leaves a state with some adopted resources; None where it has none of them.

    `old_root`: whether they leave its root module for another one.
    """
    several = tuple(adoptees)
    taken = {each.managed.address: None for one in several for each in one.held if each.state is state}
    if not taken:
        return None
    near = surroundings(state, {str(each) for each in taken}, old_root=old_root)
    along = tuple(each.address for each in near.going)
    ours = {str(each.target) for each in several}
    return Leaving(
        state=state,
        adopted=tuple(sorted(taken, key=str)),
        along=along,
        stay={**dict(near.shared), **_others(state, taken, ours)},
        deleted=_undeclared(state, taken, along, ours),
    )


def _others(state: State, taken: Iterable[Address], ours: set[str]) -> dict[str, str]:
    """Flow logs that are not adopted, in a module or a block of one that is."""
    known = {str(each) for each in taken} | ours
    modules = {each.calls for each in taken if each.calls}
    bases = {each.base for each in taken}
    found: dict[str, str] = {}
    for address in (each.address for each in state.resources if each.address.type == FLOW_LOG):
        if str(address) not in known and (address.calls in modules or address.base in bases):
            found[str(address)] = "it is not adopted"
    return found


def _undeclared(state: State, taken: Iterable[Address], along: Iterable[Address], ours: set[str]) -> dict[str, str]:
    """Resources that the code declares no more, and that nothing keeps; empty where the code is the old one."""
    bases = {each.base for each in taken}
    if state.declared is None or bases & state.declared:
        return {}
    kept = {str(each) for each in (*taken, *along)} | ours
    return {
        str(each.address): "the code does not declare it any more"
        for each in state.resources
        if each.address.base not in state.declared and str(each.address) not in kept
    }


def in_blocks(leaves: Leaving | None) -> Leaving | None:
    """The same where nothing but blocks can forget it: a name that no block can have is deleted."""
    if leaves is None or all(map(is_expressible, leaves.along)):
        return leaves
    unnamed = {
        str(each): f"no block can have this name: run `terraform state rm {command_of(each)}` before you apply"
        for each in leaves.along
        if not is_expressible(each)
    }
    along = tuple(each for each in leaves.along if is_expressible(each))
    return replace(leaves, along=along, deleted={**leaves.deleted, **unnamed})


def by_way_of_dummies(old: Iterable[Address]) -> Iterator[Block]:
    """The blocks that forget instances whose blocks a module may go on to declare."""
    count: Counter[str] = Counter()
    for each in old:
        yield Moved(each, dummy(each.type, count[each.type]))
        count[each.type] += 1
    for type_ in count:
        yield Removed(dummy(type_))


def in_old_root(leaves: Leaving) -> Iterator[Block]:
    """The blocks that forget all that leaves a state whose root module the output is no part of."""
    going = frozenset((*leaves.adopted, *leaves.along))
    stays = {each.address.base for each in leaves.state.resources if each.address not in going}
    plain = {each.base: each for each in going if not each.calls and each.base not in stays}
    for base in sorted(plain):
        yield Removed(Address(type=plain[base].type, label=plain[base].label))
    yield from by_way_of_dummies(sorted((each for each in going if each.base not in plain), key=str))


def is_by_command(leaves: Leaving) -> bool:
    """Whether only commands forget what leaves: Terraform is too old for blocks, or a name is."""
    return is_older(leaves.state, _REMOVED) or not all(map(is_expressible, (*leaves.adopted, *leaves.along)))


def commands(leaves: Leaving) -> Iterator[str]:
    """The commands that forget all that leaves a state, as lines of a shell."""
    for each in sorted((*leaves.adopted, *leaves.along), key=str):
        yield f"terraform state rm {command_of(each)}"


def is_older(state: State, version: tuple[int, int]) -> bool:
    """Whether the Terraform that wrote a state last is older than a version; False where the state does not say."""
    parts = (state.terraform_version or "").split(".")
    numbers = tuple(int(part) for part in parts[:2] if part.isascii() and part.isdigit() and len(part) < 5)
    return len(numbers) == 2 and numbers < version
