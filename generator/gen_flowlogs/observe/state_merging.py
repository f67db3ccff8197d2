"""Merge states: what a raw state, a shown one and a plan tell of one root module is one state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.observe.existing import Managed, Note, Source, State

if TYPE_CHECKING:
    from collections.abc import Iterable

Pairs = frozenset[tuple[str, str]]
"""Addresses with the ids that are there."""


def merged(states: Iterable[State], notes: list[Note]) -> tuple[State, ...]:
    """States, each root module once."""
    given = list(states)
    if len(given) < 2:
        return tuple(given)
    found: list[tuple[State, Pairs]] = []
    for state in given:
        pairs = frozenset((str(each.address), each.id) for each in state.resources if each.id is not None)
        for number, (other, others) in enumerate(found):
            if _is_same(state, pairs, other, others):
                found[number] = (_joined(other, state, notes), others | pairs)
                break
        else:
            found.append((state, pairs))
    return tuple(state for state, _ in found)


def _is_same(one: State, pairs: Pairs, other: State, others: Pairs) -> bool:
    """Whether two are of one root module: by lineage, else by an id that both have at one address."""
    if one.lineage is not None and other.lineage is not None:
        return one.lineage == other.lineage
    return not pairs.isdisjoint(others)


def _joined(one: State, other: State, notes: list[Note]) -> State:
    if one.serial is not None and other.serial is not None and one.serial != other.serial:
        text = f"it is another version of the state in {one.file}"
        notes.append(Note(Source(other.file), text, "give the later one alone: `terraform state pull`"))
    later = (one.serial or 0) >= (other.serial or 0) and one.lineage is not None
    first, second = (one, other) if later or other.lineage is None else (other, one)
    planned = next((each for each in (one, other) if each.declared is not None), None)
    resources: dict[str, Managed] = {str(each.address): each for each in first.resources}
    for each in second.resources:
        own = resources.setdefault(str(each.address), each)
        if own.id != each.id and None not in (own.id, each.id):
            text = f"{first.file} has another id at this address, which is taken"
            notes.append(
                Note(Source(second.file, str(each.address)), text, "make both files again, from the same state")
            )
    return State(
        file=first.file,
        terraform_version=(planned or first).terraform_version or second.terraform_version,
        resources=tuple(resources.values()),
        declared=None if planned is None else planned.declared,
        lineage=first.lineage or second.lineage,
        serial=first.serial if first.serial is not None else second.serial,
    )
