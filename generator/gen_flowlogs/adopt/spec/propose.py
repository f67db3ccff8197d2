"""`Existing` → `Proposal`: the text of a spec whose flow logs are those that exist.

The compiler judges each text before it is proposed, so that it is clean under `--strict`.
"""

from __future__ import annotations

import os
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from gen_flowlogs.adopt.owned import buckets, groups, roles
from gen_flowlogs.adopt.owned.owning import Owning
from gen_flowlogs.adopt.situation import SameFolder, SameModule
from gen_flowlogs.adopt.spec import drafting, settling, tags, written_givens
from gen_flowlogs.adopt.spec.left_out import LeftOut
from gen_flowlogs.adopt.spec.proposal import Extent, Proposal
from gen_flowlogs.adopt.spec.sinks import BucketSink, GroupSink, StreamSink
from gen_flowlogs.model import Variable
from gen_flowlogs.observe.existing import Note
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from gen_flowlogs.adopt.binding.blocks import Refused
    from gen_flowlogs.adopt.owned.owning import Thing
    from gen_flowlogs.adopt.situation import Situation
    from gen_flowlogs.adopt.spec.destinations import Destination
    from gen_flowlogs.adopt.spec.drafts import Draft
    from gen_flowlogs.adopt.spec.places import Place
    from gen_flowlogs.adopt.spec.plan import Plan
    from gen_flowlogs.adopt.spec.sinks import Sink
    from gen_flowlogs.adopt.spec.yaml_text import Node
    from gen_flowlogs.observe.existing import Existing
    from gen_flowlogs.repository import Root


def propose(  # noqa: PLR0913 - all are keywords
    existing: Existing,
    *,
    name: str,
    situation: Situation,
    own: Extent = "flow-logs",
    today: date,
    file: str | None = None,
    root: Root | None = None,
    refused: Sequence[Refused] = (),
) -> Proposal:
    """Propose a spec.

    Args:
        existing: what exists.
        name: the name of the spec, already checked.
        situation: which state has the flow logs.
        own: the extent of what the spec owns.
        today: the day by which the compiler judges `expires`.
        file: the path of the spec; by default `specs/NAME.yaml`.
        root: the folder that the output must be in; by default that of the spec's file.
        refused: flow logs that no block can adopt, so that a spec which had them would create them again.
    """
    left = LeftOut()
    for each in refused:
        left.add(each.flow_log, each.note.text, each.note.remedy)
    gone = {id(each.flow_log) for each in refused}
    path = file or f"specs/{name}.yaml"
    existing = tags.in_code(existing, situation)
    written = written_givens.of(existing, situation)
    drafts = drafting.drafts((log for log in existing.flow_logs if id(log) not in gone), situation, written, left)
    around = settling.Around(
        name=name,
        file=path,
        today=today,
        root=root,
        terraform=_terraform(situation, path),
        taken=_taken(existing, situation),
        owning=Owning(existing, own),
        about=_about(existing),
    )
    settled = settling.settled(drafts, around, left)
    if settled is None:
        return Proposal(text=None, file=path, left_out=existing.flow_logs, notes=tuple(left.notes))
    used = frozenset(_variables(settled.plan)) if isinstance(situation, SameModule) else frozenset()
    return Proposal(
        text=settled.text,
        file=path,
        left_out=tuple(left.flow_logs),
        inputs=written.inputs(used),
        notes=(
            *left.notes,
            *(note for draft in _drafts(settled.plan) for note in draft.notes),
            *_kept(settled.plan, around.owning),
        ),
    )


def _terraform(situation: Situation, file: str) -> dict[str, Node]:
    match situation:
        case SameFolder(root):
            folder = os.path.relpath(root, Path(file).parent)
            return {"folder": PurePath(folder).as_posix()}
        case SameModule():
            return {"module": True}
    return {}


def _taken(existing: Existing, situation: Situation) -> frozenset[str]:
    """The addresses that the root module of the output has already."""
    if not isinstance(situation, SameFolder):
        return frozenset()
    managed = [resource.address for state in existing.states for resource in state.resources]
    observed = [flow_log.address for flow_log in existing.flow_logs]
    groups_too = [group.address for group in existing.log_groups]
    roles_too = [role.address for role in existing.roles]
    known = [address for address in (*managed, *observed, *groups_too, *roles_too) if address is not None]
    return frozenset(address.base for address in known if not address.calls)


def _about(existing: Existing) -> tuple[str, ...]:
    files = sorted({PurePath(flow_log.source.file).name for flow_log in existing.flow_logs})
    return (
        f"Written by `gen-flowlogs adopt` from {listing(files, limit=5)}. It is yours now. Where you rename",
        "a capture point or destination before the first apply, delete adopt.tf and write it anew:",
        "`gen-flowlogs adopt` with the same sources, and --spec with this file.",
    )


def _drafts(plan: Plan) -> Iterator[Draft]:
    return (draft for point in plan.points for unit in point.drafts for draft in unit)


def _variables(plan: Plan) -> Iterator[str]:
    """The variables that the spec names."""
    for draft in _drafts(plan):
        sink = draft.sink
        match sink:
            case GroupSink():
                several: Iterable[object] = (sink.group, sink.role)
            case StreamSink():
                several = (sink.stream, sink.across, sink.role)
            case _:
                several = (sink.bucket,)
        yield from (each.name for each in (draft.target, *several) if isinstance(each, Variable))


def _kept(plan: Plan, owning: Owning) -> Iterator[Note]:
    """The things that the spec was to own and does not."""
    yield from owning.refused.values()
    seen = set(owning.refused)
    for point in plan.points:
        for number, sink in enumerate(point.sinks):
            destination = plan.of_sinks[sink, point.place]
            for thing, owned in _things(sink, point.place, owning):
                if thing not in seen and not owned(destination):
                    seen.add(thing)
                    text = f"the {thing[0]} {quoted(thing[1])} is not owned by the spec: no source describes it"
                    remedy = "name a source that does, such as the state that manages it"
                    yield Note(point.drafts[0][number].flow_log.source, text, remedy, partial=False)


def _things(sink: Sink, place: Place, owning: Owning) -> Iterator[tuple[Thing, Callable[[Destination], bool]]]:
    """The things of a sink that may be owned, each with the question whether its destination owns it."""
    match sink:
        case GroupSink():
            if owning.extent != "flow-logs":
                yield groups.thing_of(sink, place), lambda each: each.own is not None
            if owning.extent == "all":
                yield roles.thing_of(sink, place), lambda each: each.own_role is not None
        case BucketSink() if owning.extent == "all":
            yield buckets.thing_of(sink, place), lambda each: each.own is not None
