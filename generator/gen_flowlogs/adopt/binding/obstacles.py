"""Obstacles: adoptees → those that have none, and a note on each other.

An obstacle is another state, an address that is taken, or an old one that no block can have. Terraform is silent about
most of them: it leaves out an `import` to an address that is taken, and destroys what a `moved` block cannot move.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from gen_flowlogs.adopt.binding.adoptee import command_of
from gen_flowlogs.adopt.binding.terraform_text import is_expressible
from gen_flowlogs.adopt.situation import SameFolder, SameModule
from gen_flowlogs.dataclass import replace
from gen_flowlogs.observe.existing import Note, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from gen_flowlogs.adopt.binding.adoptee import Adoptee, Holdings
    from gen_flowlogs.adopt.situation import Situation
    from gen_flowlogs.observe.existing import State


def without_obstacle(
    adoptees: Sequence[Adoptee], holdings: Holdings, situation: Situation
) -> tuple[tuple[Adoptee, ...], tuple[tuple[Adoptee, Note], ...]]:
    """The adoptees that have no obstacle, and each other with the note on it."""
    kept: list[Adoptee] = []
    notes: list[tuple[Adoptee, Note]] = []
    if isinstance(situation, SameFolder | SameModule):
        state = _commonest(adoptees)
        for each in adoptees:
            note = _in_another(each, state) or _unnamed(each) or _in_the_way(each, holdings, lambda one: one is state)
            if note is None:
                kept.append(replace(each, held=tuple(one for one in each.held if one.state in (None, state))))
            else:
                notes.append((each, note))
        return tuple(kept), tuple(notes)
    stacks = _stacks(adoptees, holdings)
    old = {id(one.state) for each in adoptees for one in each.held}
    for each in adoptees:
        stack = each.stack

        def is_new(state: State | None, stack: str | None = stack) -> bool:
            known = stacks.get(id(state), None if stack is None and id(state) not in old else _NO_STACK)
            return known == stack

        note = _in_the_way(each, holdings, is_new)
        if note is None:
            kept.append(each)
        else:
            notes.append((each, note))
    return tuple(kept), tuple(notes)


_NO_STACK: Final = "/"  # no name of a stack


def _commonest(adoptees: Iterable[Adoptee]) -> State | None:
    """The state that has most of them: that of the root module which is named."""
    states = {id(one.state): one.state for each in adoptees for one in each.held}
    counts = Counter(id(one.state) for each in adoptees for one in each.held if one.state is not None)
    return states[counts.most_common(1)[0][0]] if counts else None


def _stacks(adoptees: Iterable[Adoptee], holdings: Holdings) -> Mapping[int, str | None]:
    """The states that have adoptees at their new addresses: those of the output's root modules, by their stacks."""
    return {
        id(one.state): each.stack
        for each in adoptees
        if each.there
        for one in holdings.exactly(each.target)
        if one.managed.id == each.id
    }


def _in_another(each: Adoptee, state: State | None) -> Note | None:
    """The note on a resource that only a state of another root module has."""
    if not each.held or state is None or any(one.state in (None, state) for one in each.held):
        return None
    address, other = each.held[0].managed.address, each.held[0].state
    text = f"its state is not {state.file}, which has most of the others"
    return Note(
        Source("" if other is None else other.file, str(address)), text, "adopt each root module with a spec of its own"
    )


def _unnamed(each: Adoptee) -> Note | None:
    """The note on a resource whose old address no block can have."""
    old = next((one for one in each.held if not is_expressible(one.managed.address)), None)
    if old is None:
        return None
    address = old.managed.address
    source = Source("" if old.state is None else old.state.file, str(address))
    text = "no block can have this name, which Terraform before 0.12 allowed"
    return Note(source, text, f"run `terraform state mv {command_of(address)} {command_of(each.target)}`")


def _in_the_way(each: Adoptee, holdings: Holdings, is_new: Callable[[State | None], bool]) -> Note | None:
    """The note on a resource whose new address has another one in the state of the root module that is to have it."""
    if each.there:
        return None
    for one in holdings.exactly(each.target):
        if one.managed.id != each.id and one.managed.id is not None and is_new(one.state):
            source = Source("" if one.state is None else one.state.file, str(each.target))
            text = f"{one.managed.id} has the address that {each.id or 'the adopted one'} would get"
            return Note(source, text, "give the capture point or the destination another name")
    return None
