"""Matches → the flow logs that blocks can adopt, and a note with the next action on each that they cannot."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from gen_flowlogs.adopt.binding.adoptee import Adoptee, command_of, old_ones
from gen_flowlogs.adopt.situation import SameFolder, SameModule
from gen_flowlogs.dataclass import dataclass, replace
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.observe.existing import Note
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gen_flowlogs.adopt.binding.adoptee import Holding, Holdings
    from gen_flowlogs.adopt.situation import Situation
    from gen_flowlogs.match import Match
    from gen_flowlogs.observe.addresses import Call
    from gen_flowlogs.observe.existing import FlowLog

_ALIAS: Final = pattern(r'(?:"\]|(?:^|\.)provider\.\w+)\.([\w-]+)$')
"""The alias at the end of a provider, as states of Terraform 0.13 and of 0.12 have it."""

_OF_MODULE: Final = pattern(r"(module\..+)\.provider[.\[]")
"""The start of a provider that a module configures itself."""

_REMEDIES: Final = {
    "log_destination": "write `adopted: [destination]` in its capture point",
    "log_format": "write `adopted: [format]` in its capture point",
}
"""Argument that differs → the way to keep it; of any other, the spec must say what there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The flow logs of an adoption. `already`: those that the root module of the output has.

    `alias`: that of the AWS provider which the call of the output must pass. `tainted`: the notes on flow logs that
    Terraform would replace, whatever blocks there are.
    """

    adoptees: tuple[Adoptee, ...]
    already: tuple[FlowLog, ...]
    alias: str | None
    tainted: tuple[Note, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    match: Match
    held: tuple[Holding, ...]


def selection(matched: Iterable[Match], holdings: Holdings, situation: Situation, calls: tuple[Call, ...]) -> Selection:
    """Select the flow logs that blocks can adopt. `calls`: the module calls before each address of the output."""
    notes: list[Note] = []
    tainted: list[Note] = []
    chosen: list[_Held] = []
    for match in matched:
        each = _Held(match, holdings.of_flow_log(match.flow_log))
        if taint := _taint(each):
            tainted.append(taint)
        elif note := _refusal(each, situation):
            notes.append(note)
        else:
            chosen.append(each)
    if all(each.match.recording.stack.name is None for each in chosen):
        chosen = _of_one_location(chosen, notes)
    alias = None
    if isinstance(situation, SameFolder | SameModule):
        chosen, alias = _of_one_provider(chosen, situation, notes)
    adoptees = tuple(_adoptee(each, calls, situation) for each in chosen)
    return Selection(
        adoptees=adoptees,
        already=tuple(each.match.flow_log for each, one in zip(chosen, adoptees, strict=True) if one.there),
        alias=alias,
        tainted=tuple(tainted),
        notes=tuple(notes),
    )


def name(log: FlowLog) -> str:
    """A flow log in a sentence."""
    if log.id is not None:
        return log.id
    return str(log.address) if log.address is not None else f"the flow log of {log.target}"


def _adoptee(each: _Held, calls: tuple[Call, ...], situation: Situation) -> Adoptee:
    recording, log = each.match.recording, each.match.flow_log
    target = replace(each.match.address, calls=calls)
    held, there = old_ones(each.held, target, situation)
    return Adoptee(
        target=target,
        id=log.id,
        stack=recording.stack.name,
        held=held,
        there=there,
        on_paper=recording.point.kind.family == "transit_gateway" and log.traffic is not None,
    )


def _taint(each: _Held) -> Note | None:
    """The note on a tainted flow log; None for any other."""
    log = each.match.flow_log
    tainted = next((holding.managed.address for holding in each.held if holding.managed.tainted), None)
    address = log.address if tainted is None else tainted
    if address is None or not (log.tainted or tainted is not None):
        return None
    remedy = f"if it works, run `terraform untaint {command_of(address)}`, and adopt it after that"
    return Note(log.source, f"{name(log)} is tainted, so Terraform would replace it", remedy)


def _refusal(each: _Held, situation: Situation) -> Note | None:
    """The note on a flow log that cannot be adopted; None for one that can."""
    log = each.match.flow_log
    if each.match.replaces:
        remedies = [_REMEDIES[argument] for argument in each.match.replaces if argument in _REMEDIES]
        rest = [argument for argument in each.match.replaces if argument not in _REMEDIES]
        if rest:
            remedies.append(f"set {listing(rest)} in the spec to the value that AWS has")
        why = f"Terraform would replace {name(log)}, since {listing(each.match.replaces)} would change"
        return Note(log.source, why, listing(remedies))
    moves = isinstance(situation, SameFolder | SameModule) and each.held and not _is_on_paper(each)
    if log.id is None and not moves:
        return Note(
            log.source, f"the id of {name(log)} is not known", "name the state of its root module as a source too"
        )
    return None


def _is_on_paper(each: _Held) -> bool:
    return each.match.recording.point.kind.family == "transit_gateway" and each.match.flow_log.traffic is not None


def _of_one_location(chosen: Sequence[_Held], notes: list[Note]) -> list[_Held]:
    """The flow logs of the account and region that most of them are in: an output without stacks has one."""
    account = _commonest(each.match.flow_log.where.account for each in chosen)
    region = _commonest(each.match.flow_log.where.region for each in chosen)
    kept: list[_Held] = []
    for each in chosen:
        where = each.match.flow_log.where
        if where.account in (None, account) and where.region in (None, region):
            kept.append(each)
        else:
            here = f"{where.account or account or 'its account'} in {where.region or region or 'its region'}"
            why = f"{name(each.match.flow_log)} is in {here}, and the others in {account} in {region}"
            notes.append(Note(each.match.flow_log.source, why, "give the spec `stacks`, or each location its own spec"))
    return kept


def _of_one_provider(
    chosen: Sequence[_Held], situation: SameFolder | SameModule, notes: list[Note]
) -> tuple[list[_Held], str | None]:
    """The flow logs under the one configuration of the AWS provider that the output has, and its alias."""
    chosen = _under_the_root(chosen, notes)
    of = {id(each): next((_alias(holding.managed.provider) for holding in each.held), "") for each in chosen}
    alias = _commonest(of[id(each)] for each in chosen if each.held) if isinstance(situation, SameModule) else ""
    kept: list[_Held] = []
    for each in chosen:
        own = of[id(each)]
        if not each.held or own == (alias or ""):
            kept.append(each)
            continue
        log = each.match.flow_log
        under = f"the provider configuration {quoted(f'aws.{own}')}" if own else "the provider without an alias"
        other = quoted(f"aws.{alias}") if alias else "the one without an alias"
        remedy = (
            "adopt it with `--module`, whose call passes a provider"
            if isinstance(situation, SameFolder)
            else "give the flow logs of each provider configuration a spec of their own"
        )
        notes.append(Note(log.source, f"{name(log)} is under {under}, and the output has {other}", remedy))
    return kept, alias or None


def _under_the_root(chosen: Sequence[_Held], notes: list[Note]) -> list[_Held]:
    """The flow logs but those under a provider that their module configures itself: no other module can have that."""
    kept: list[_Held] = []
    for each in chosen:
        found = next((found for holding in each.held if (found := _OF_MODULE.match(holding.managed.provider))), None)
        if found is None:
            kept.append(each)
            continue
        log = each.match.flow_log
        why = f"{name(log)} is under a provider that {found[1]} configures itself, and the output has one of the root"
        remedy = f"let the call of {found[1]} pass it one (`providers`), apply that, and adopt then"
        notes.append(Note(log.source, why, remedy))
    return kept


def _alias(provider: str) -> str:
    """The alias of a provider as a state has it; empty without one."""
    found = _ALIAS.search(provider)
    return found[1] if found else ""


def _commonest(values: Iterable[str | None]) -> str | None:
    """The value that most have; of several the first in order. None where none has any."""
    counts = Counter(value for value in values if value is not None)
    return min(counts, key=lambda value: (-counts[value], value), default=None)
