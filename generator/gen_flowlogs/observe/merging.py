"""Merge what several sources tell: addresses from state, values from AWS, references from a plan or code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from gen_flowlogs.captures.locations import may_be_one
from gen_flowlogs.dataclass import fields, replace
from gen_flowlogs.observe import flow_log_merging, state_merging
from gen_flowlogs.observe.attributes import SENSITIVE
from gen_flowlogs.observe.existing import (
    Bucket,
    EncryptionKey,
    Existing,
    LogGroup,
    Note,
    Role,
    Stream,
    Unknown,
    Where,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Around = TypeVar("Around", LogGroup, Role, Bucket, EncryptionKey, Stream)

MOST_NOTES: Final = 1000
"""Upper bound of the notes that are listed."""

_JOINED: Final = frozenset({"inline", "inline_addresses", "attached_documents", "addresses", "alias_addresses"})
"""Fields that are mappings of which each source may know a part."""
_MEANT: Final = frozenset({"retention_days", "key"})
"""Fields whose None says something."""


def merged(parts: Sequence[Existing]) -> Existing:
    """One value of several. A contradiction is noted, and what only one part knows is kept."""
    notes: list[Note] = []
    parts = state_merging.latest(parts, notes)
    notes += (note for part in parts for note in part.notes)
    lineages = {state.file: state.lineage for part in parts for state in part.states if state.lineage}
    flow_logs, dropped = flow_log_merging.merged([each for part in parts for each in part.flow_logs], notes, lineages)
    return Existing(
        flow_logs=flow_logs,
        log_groups=_around((each for part in parts for each in part.log_groups), lambda each: each.name),
        roles=_around((each for part in parts for each in part.roles), lambda each: each.name),
        buckets=_around((each for part in parts for each in part.buckets), lambda each: each.name),
        keys=_around((each for part in parts for each in part.keys), lambda each: each.arn),
        streams=_around((each for part in parts for each in part.streams), lambda each: each.arn),
        states=state_merging.merged([each for part in parts for each in part.states], notes),
        values=_values(parts),
        notes=_bounded(note for note in notes if note.source not in dropped),
        absent=frozenset().union(*(part.absent for part in parts)),
        files=sum(part.files for part in parts),
        complete=all(part.complete for part in parts),
    )


def _around(things: Iterable[Around], name: Callable[[Around], str]) -> tuple[Around, ...]:
    """Things of one kind, each once: those of one name whose locations do not differ are one."""
    found: dict[str, list[Around]] = {}
    for thing in things:
        same = found.setdefault(name(thing), [])
        for number, other in enumerate(same):
            if _may_be_one(thing.where, other.where):
                first, second = sorted((other, thing), key=_rank)
                same[number] = _filled(first, second)
                break
        else:
            same.append(thing)
    return tuple(each for same in found.values() for each in same)


def _may_be_one(one: Where, other: Where) -> bool:
    return may_be_one((one.account, one.region), (other.account, other.region))


def _rank(thing: Around) -> int:
    """The order in which sources are believed: AWS, a state, code."""
    if thing.source.line is not None:
        return 2
    has_address = bool(thing.addresses) if isinstance(thing, Bucket) else thing.address is not None
    return int(has_address)


def _filled(first: Around, second: Around) -> Around:
    """A thing with what another source knows more of it; its source is that which has an address."""
    values: dict[str, object] = {}
    for name in (each.name for each in fields(first)):
        own: Any = getattr(first, name)
        other: Any = getattr(second, name)
        match name:
            case "where":
                values[name] = flow_log_merging.joined_where(own, other)
            case "source":
                values[name] = other if _rank(first) == 0 and _rank(second) == 1 else own
            case "complete":
                values[name] = own or other
            case "attached" | "aliases":
                values[name] = tuple(dict.fromkeys((*own, *other)))
            case _ if SENSITIVE in (own, other):
                values[name] = SENSITIVE
            case "settings":
                values[name] = {type_: _setting(own.get(type_), other.get(type_)) for type_ in {**other, **own}}
            case _ if name in _JOINED:
                values[name] = {**other, **own}
            case _:
                is_blank = isinstance(own, Unknown) or (own in (None, {}) and name not in _MEANT)
                values[name] = other if is_blank and not isinstance(other, Unknown) else own
    return replace(first, **values)  # type: ignore[arg-type] # each value is one of the same field


def _setting(own: Mapping[str, object] | None, other: Mapping[str, object] | None) -> Mapping[str, object]:
    """The arguments of a sub-resource as the first source has them, but for what the other marks as sensitive."""
    if own is None or other is None:
        return own or other or {}
    return {**own, **{name: value for name, value in other.items() if value == SENSITIVE}}


def _values(parts: Sequence[Existing]) -> dict[str, str]:
    """The values of references; none of one that has two, in two root modules."""
    found: dict[str, set[str]] = {}
    for part in parts:
        for name, value in part.values.items():
            found.setdefault(name, set()).add(value)
    return {name: min(values) for name, values in found.items() if len(values) == 1}


def _bounded(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Notes, each once; beyond `MOST_NOTES` their number."""
    found = tuple(dict.fromkeys(notes))
    if len(found) <= MOST_NOTES:
        return found
    left = found[MOST_NOTES:]
    text = f"{len(left)} more notes about this file and others are not listed"
    return (*found[:MOST_NOTES], Note(left[0].source, text, partial=any(each.partial for each in left)))
