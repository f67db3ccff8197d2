"""Matches → the blocks with which the first plan of a spec replaces and destroys nothing, as texts of files.

A `moved` or `import` block is taken in a root module alone, so a module that is called has its blocks beside the call.
What leaves the old code together with the flow logs is forgotten by blocks too: Terraform would delete it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from gen_flowlogs.adopt.binding import files as files_of
from gen_flowlogs.adopt.binding import reasons
from gen_flowlogs.adopt.binding.adoptee import FLOW_LOG, Adoptee, Holdings
from gen_flowlogs.adopt.binding.counterparts import counterparts
from gen_flowlogs.adopt.binding.forgetting import Leaving, in_blocks, leaving
from gen_flowlogs.adopt.binding.module_call import call_label
from gen_flowlogs.adopt.binding.obstacles import without_obstacle
from gen_flowlogs.adopt.binding.selection import selection
from gen_flowlogs.adopt.situation import OtherRoot, SameFolder, SameModule, Unmanaged
from gen_flowlogs.dataclass import dataclass, field, replace
from gen_flowlogs.observe import addresses
from gen_flowlogs.observe.addresses import Call

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from gen_flowlogs.adopt.situation import Situation
    from gen_flowlogs.match import Matches
    from gen_flowlogs.model import Given, Spec
    from gen_flowlogs.observe.existing import Existing, FlowLog, Note


@dataclass(frozen=True, slots=True)
class Refused:
    """A flow log that exists and is in the spec, and the reason that no block adopts it."""

    flow_log: FlowLog
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """The files of an adoption, and what each resource comes to; addresses are as Terraform writes them.

    `files`: path → text; none of them may exist before. `adopted`: address in the output → id, of all that is
    imported or moved. `already`: flow logs that the new root module has. `forgotten`: old addresses that Terraform
    takes out of the state and leaves in AWS, besides those of flow logs. `leave`: old blocks that go out of the code.
    `count`: the flow logs that are adopted, or in the new root module already. `stay`: old block → the reason that it
    must stay in the code. `deleted`: old address → the reason that Terraform would delete it. `created`: addresses of
    the output that exist nowhere. `refused`: flow logs that no block adopts, so that Terraform would create them a
    second time. `terraform`: the lowest version of Terraform that has the blocks; None without any.
    `notes`: what was not adopted, with the next action.
    """

    files: Mapping[Path, str] = field(default_factory=dict)
    adopted: Mapping[str, str] = field(default_factory=dict)
    already: tuple[FlowLog, ...] = ()
    forgotten: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    count: int = 0
    stay: Mapping[str, str] = field(default_factory=dict)
    deleted: Mapping[str, str] = field(default_factory=dict)
    created: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    terraform: str | None = None
    notes: tuple[Note, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing is left out, and nothing would be deleted."""
        return not self.deleted and not any(note.partial for note in self.notes)


def blocks(  # noqa: PLR0913 - most are keywords
    spec: Spec,
    matches: Matches,
    existing: Existing,
    situation: Situation,
    *,
    out: Path,
    inputs: Mapping[str, Given] = MappingProxyType({}),
    left_out: Sequence[FlowLog] = (),
) -> Blocks:
    """The blocks of an adoption.

    Args:
        spec: the spec, compiled without errors.
        matches: which of its recordings is which flow log.
        existing: what exists.
        situation: which state has the flow logs, and where the output will be.
        out: the folder of all output, as `--out` names it.
        inputs: variable of the output as a module → what the call of the module passes for it.
        left_out: flow logs that the spec is known to lack, and that are reported elsewhere.
    """
    calls = (Call(call_label(spec)),) if isinstance(situation, SameModule) else ()
    holdings = Holdings(existing)
    chosen = selection(matches.matched, holdings, situation, calls)
    others, created = counterparts(spec, existing, holdings, situation, calls)
    told = {note.source for note in existing.notes if note.partial}
    adoptees, obstacles = without_obstacle((*chosen.adoptees, *others), holdings, situation)
    leaves = _leaving(existing, adoptees, situation)
    match situation:
        case SameFolder(root):
            made = files_of.same_root(spec, root, adoptees, leaves)
        case SameModule(root):
            made = files_of.calling_root(spec, root, out, adoptees, leaves, inputs=inputs, alias=chosen.alias)
        case OtherRoot():
            made = files_of.new_root(spec, out, adoptees, leaves)
        case Unmanaged():
            made = files_of.new_root(spec, out, adoptees, leaves)
    return Blocks(
        files=made.files,
        adopted={str(each.target): each.id or "" for each in adoptees if not each.there},
        already=chosen.already,
        forgotten=tuple(str(each) for one in leaves for each in one.along),
        leave=_old_blocks(adoptees, leaves),
        count=sum(each.target.type == FLOW_LOG for each in adoptees),
        stay={block: why for one in leaves for block, why in one.stay.items()},
        deleted={address: why for one in leaves for address, why in one.deleted.items()},
        refused=tuple(_refused(matches, chosen.tainted + chosen.notes, obstacles, calls, situation)),
        created=(*(str(replace(addresses.parse(each.address), calls=calls)) for each in matches.absent), *created),
        terraform=made.terraform,
        notes=(
            *(note for note in chosen.tainted if note.source not in told),
            *chosen.notes,
            *(note for _, note in obstacles),
            *reasons.of_matches(spec, matches, told | {each.source for each in left_out}),
            *reasons.of_call(spec, situation, inputs),
            *reasons.of_providers(situation, leaves),
            *reasons.of_versions(situation, leaves, made.terraform),
        ),
    )


def _refused(
    matches: Matches,
    notes: Iterable[Note],
    obstacles: Iterable[tuple[Adoptee, Note]],
    calls: tuple[Call, ...],
    situation: Situation,
) -> Iterator[Refused]:
    """Find what no block adopts. Code alone has no ids, so a spec of it for another root keeps what it says."""
    by_source = {note.source: note for note in notes}
    by_target = {each.target: note for each, note in obstacles}
    for match in matches.matched:
        note = by_target.get(replace(match.address, calls=calls)) or by_source.get(match.flow_log.source)
        if note is not None and (match.flow_log.id is not None or isinstance(situation, SameFolder | SameModule)):
            yield Refused(match.flow_log, note)


def _old_blocks(adoptees: Sequence[Adoptee], leaves: Sequence[Leaving]) -> tuple[str, ...]:
    """The blocks that leave the code, also where no state was read."""
    found = {holding.managed.address.base for each in adoptees for holding in each.held if holding.state is None}
    return tuple(sorted(found.union(*(one.blocks for one in leaves))))


def _leaving(existing: Existing, adoptees: tuple[Adoptee, ...], situation: Situation) -> tuple[Leaving, ...]:
    match situation:
        case Unmanaged():
            return ()
        case OtherRoot():
            found = (leaving(state, adoptees, old_root=True) for state in existing.states)
        case _:
            found = (in_blocks(leaving(state, adoptees)) for state in existing.states)
    return tuple(each for each in found if each is not None)
