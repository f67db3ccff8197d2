"""Merge flow logs that several sources have: by their ids, and by their addresses where code has no ids."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from gen_flowlogs.captures.locations import may_be_one
from gen_flowlogs.dataclass import replace
from gen_flowlogs.observe.attributes import SENSITIVE
from gen_flowlogs.observe.existing import FlowLog, Note, Source, Unknown, Where

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ONE_ALONE: Final = "let one address alone manage it: `terraform state rm` the other"
"""The remedy for a flow log that has two addresses."""

_COMPARED: Final = (
    "target",
    "traffic",
    "destination_type",
    "log_destination",
    "log_group_name",
    "role",
    "cross_account_role",
    "log_format",
    "interval",
    "options",
    "tag_fields",
    "tags",
)
"""Fields of which two sources may have different values."""


def merged(
    flow_logs: Iterable[FlowLog], notes: list[Note], lineages: Mapping[str, str] = MappingProxyType({})
) -> tuple[tuple[FlowLog, ...], frozenset[Source]]:
    """Flow logs, each once, and the sources of those that are left out since the others have them already.

    `lineages`: file of a state → the lineage of the state, where the file tells it.

    One without an id is in code or in a plan. It is kept only where no flow log has an id: a spec that had it beside
    those that exist would make Terraform create it.
    """
    by_id: dict[str, FlowLog] = {}
    planned: list[FlowLog] = []
    for each in sorted(flow_logs, key=lambda each: each.address is None):  # what AWS says is taken last
        if each.id is None:
            planned.append(each)
        else:
            by_id[each.id] = _joined(by_id[each.id], each, notes) if each.id in by_id else each
    _note_two_ids(by_id.values(), notes, lineages)
    if not by_id:
        return tuple(planned), frozenset()
    dropped = frozenset(each.source for each in planned if _is_covered(each, by_id, notes))
    return tuple(by_id.values()), dropped


def _is_covered(each: FlowLog, by_id: dict[str, FlowLog], notes: list[Note]) -> bool:
    """Whether flow logs that exist have the address of one without an id; they get the references of its code."""
    address = each.address
    base = "" if address is None else address.base
    addressed = {id_: other for id_, other in by_id.items() if other.address is not None}
    exact = {id_: other for id_, other in addressed.items() if other.address == address}
    same = exact or {id_: other for id_, other in addressed.items() if other.address and other.address.base == base}
    for id_, other in same.items():
        by_id[id_] = replace(other, givens={**each.givens, **other.givens})
    if same or any(other.address and other.address.base.endswith(f".{base}") for other in addressed.values()):
        return True
    if each.source.line is None:
        return False  # of a plan, which has noted that it is not applied
    if addressed:
        text, remedy = "it is in the code and in no state that was given", "apply it first, or leave its file out"
    else:
        text, remedy = "code alone does not show which flow log of AWS it is", "give the state of its root module too"
    notes.append(Note(each.source, text, remedy))
    return False


def _note_two_ids(flow_logs: Iterable[FlowLog], notes: list[Note], lineages: Mapping[str, str]) -> None:
    """Note addresses that have two flow logs in what may be two versions of one state."""
    seen: dict[str, dict[tuple[str | None, Where], FlowLog]] = {}
    for each in flow_logs:
        if each.address is None:
            continue
        state = lineages.get(each.source.file), each.where
        same = seen.setdefault(each.source.at or str(each.address), {})
        first = next((other for key, other in same.items() if _may_be_one(key, state)), None)
        same.setdefault(state, each)
        if first is not None:
            text = f"it is {first.id} in {first.source.file} and {each.id} here"
            remedy = "give the latest version of a state alone"
            notes.append(Note(each.source, text, remedy))


def _may_be_one(one: tuple[str | None, Where], other: tuple[str | None, Where]) -> bool:
    """Whether two lineages, and the locations of two flow logs, may be those of one state."""
    lineages_differ = one[0] is not None and other[0] is not None and one[0] != other[0]
    places = ((each.account, each.region) for _, each in (one, other))
    return not lineages_differ and may_be_one(*places)


def _joined(one: FlowLog, other: FlowLog, notes: list[Note]) -> FlowLog:
    """One flow log of two with the same id."""
    if one.address is None and other.address is not None:
        return _joined(other, one, notes)
    if one.address is not None and other.address is not None and one.address != other.address:
        text = f"{one.id} is there too, and at {one.address} in {one.source.file}"
        notes.append(Note(other.source, text, ONE_ALONE))
    told, base = (one, other) if one.givens and other.address is not None else (other, one)
    differing = [name for name in _COMPARED if _differ(name, getattr(told, name), getattr(base, name))]
    if differing:
        text = f"{told.source.file} has another {', '.join(differing)} of it, which is taken"
        notes.append(Note(base.source, text, "apply or fix what differs, and adopt after that", partial=False))
    values = {name: _taken(getattr(told, name), getattr(base, name)) for name in _COMPARED}
    if told.kind is not None:
        values["kind"] = told.kind
    return replace(
        base,
        **values,
        where=joined_where(told.where, base.where),
        error=told.error or base.error,
        tainted=told.tainted or base.tainted,
        own_tags=base.own_tags if base.own_tags is not None else told.own_tags,
        givens={**base.givens, **told.givens},
    )


def _taken(told: Any, base: Any) -> Any:
    """The value of one field: what is told; but what one source marks as sensitive another does not reveal."""
    if SENSITIVE in (told, base):
        return SENSITIVE
    return told if _is_told(told) else base


def joined_where(one: Where, other: Where) -> Where:
    """A location with what another source knows of it."""
    return Where(
        account=one.account or other.account,
        region=one.region or other.region,
        partition=one.partition or other.partition,
    )


def _is_told(value: object) -> bool:
    return not isinstance(value, Unknown) and value not in (None, {}, ())


def _differ(name: str, one: object, other: object) -> bool:
    if not (_is_told(one) and _is_told(other)):
        return False
    if name == "tags" and isinstance(one, dict) and isinstance(other, dict):
        return _own(one) != _own(other)
    return one != other


def _own(tags: dict[str, str]) -> dict[str, str]:
    """Tags without those that AWS itself sets, which a state does not have."""
    return {key: value for key, value in tags.items() if not key.startswith("aws:")}
