"""Merge states: what a raw state, a shown one and a plan tell of one root module is one state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.observe.existing import Existing, Managed, Note, Source, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Pairs = frozenset[tuple[str, str]]
"""Addresses with the ids that are there."""


def latest(parts: Sequence[Existing], notes: list[Note]) -> tuple[Existing, ...]:
    """Parts without those that are of an earlier version of a state that is here too; they are noted."""
    serials: dict[str, tuple[int, str]] = {}
    for state in (state for part in parts for state in part.states):
        if state.lineage is not None and state.serial is not None:
            best = serials.get(state.lineage, (state.serial, state.file))
            serials[state.lineage] = max(best, (state.serial, state.file), key=lambda pair: pair[0])
    found: list[Existing] = []
    for part in parts:
        later = next((file for state in part.states if (file := _later(state, serials))), None)
        if later is None:
            found.append(part)
            continue
        text = f"it is an earlier version of the state in {later}, and is left out"
        notes.append(Note(Source(part.states[0].file), text, partial=False))
        found.append(Existing(files=part.files))
    return tuple(found)


def _later(state: State, serials: Mapping[str, tuple[int, str]]) -> str | None:
    """The file that has a later version of a state."""
    if state.lineage is None or state.serial is None or state.serial == serials[state.lineage][0]:
        return None
    return serials[state.lineage][1]


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
    first, second = (one, other) if one.lineage is not None or other.lineage is None else (other, one)
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
