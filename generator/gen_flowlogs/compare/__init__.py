"""Two Specs → what Terraform does about the difference, and its effects on the records. Pure; reads no state.

Comes in: the old and the new version of a spec, either of which may be missing; both are sound. Goes out: a
`Comparison`. The old spec is taken to be applied, and no resource to have been changed by hand since.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures.now import now
from gen_flowlogs.compare import names
from gen_flowlogs.compare.advice import changed_values, looked_up, moved_blocks, renamed_stacks
from gen_flowlogs.compare.advice.notes import notes
from gen_flowlogs.compare.advice.renames import blocked, renames
from gen_flowlogs.compare.advice.renames import hints as rename_hints
from gen_flowlogs.compare.advice.roles import Roles
from gen_flowlogs.compare.advice.without_gap import hints
from gen_flowlogs.compare.comparison import Action, Cause, Change, Comparison, Edge, Effect
from gen_flowlogs.compare.plan import places
from gen_flowlogs.compare.plan.actions import ModulePlan
from gen_flowlogs.compare.plan.causes import Causes
from gen_flowlogs.compare.plan.instances import instances
from gen_flowlogs.compare.plan.reasons import Reasons
from gen_flowlogs.compare.records.coverage import Coverage
from gen_flowlogs.compare.records.record_format import files
from gen_flowlogs.compare.records.versions import Versions
from gen_flowlogs.compare.risks import ignored, readers
from gen_flowlogs.compare.risks.already_exists import already_existing
from gen_flowlogs.compare.risks.history import effects
from gen_flowlogs.compare.risks.order import races, racing
from gen_flowlogs.compare.risks.retiring import Retiring
from gen_flowlogs.compare.risks.scope import Scope
from gen_flowlogs.compare.weights import changed_weights
from gen_flowlogs.dataclass import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.captures.inventory import Inventory
    from gen_flowlogs.compare.advice.moved_blocks import Kept
    from gen_flowlogs.model import Spec, Stack

__all__ = ["Cause", "Change", "Comparison", "Edge", "Effect", "compare"]

_GRAVEST: tuple[Action, ...] = ("destroy", "replace", "create", "update", "move", "forget")


def compare(old: Spec | None, new: Spec | None, inventory: Inventory | None = None) -> Comparison:
    """Compare two versions of one spec; None if the spec did not exist, or does not any more.

    `inventory`: what their accounts have now, by which lookups have ids and ids have containers.
    """
    known = now(inventory, (old, new))
    before, after = instances(old, known), instances(new, known)
    stacks = sorted({*before, *after}, key=lambda name: name or "")
    apart = old is not None and new is not None and places.is_other(old, new)
    modules = {name: ModulePlan(before.get(name), after.get(name), apart=apart) for name in stacks}
    points, destinations = names.capture_points(old, new), names.destinations(old, new)
    forgotten = renames(points, destinations, modules.values()) if old and new else ()
    advice = {(each.section, name): each.advice for each in forgotten for name in (each.old, each.new)}
    versions = Versions(old, new, modules, known)
    kept = tuple(moved_blocks.kept(versions, modules, forgotten))
    causes = Causes(old, new, points, destinations)
    reasons = Reasons(old, new, points, destinations, advice)
    changes = tuple(
        sorted(_changes(modules.values(), reasons, causes, kept), key=lambda each: (each.stack or "", each.address))
    )
    stacks_renamed = () if apart else tuple(renamed_stacks.renamed_stacks(before, after))
    retiring = Retiring(new)
    scopes = [Scope(module, destinations, retiring) for module in modules.values()]
    history = (
        each for scope in scopes for each in effects(scope, gone=new is None, keeps_files=places.keeps_files(old, new))
    )
    all_effects = [
        *Coverage(versions).effects(),
        *files(versions),
        *history,
        *(each for scope in scopes for each in ignored.effects(scope)),
        *already_existing(versions.taken_names, destinations, retiring),
        *readers.of_existing(destinations),
    ]
    all_effects.sort(
        key=lambda each: (each.capture_point or "", each.destination, each.effect, each.message, str(each.stack))
    )
    return Comparison(
        changes=changes,
        effects=tuple(dict.fromkeys(all_effects)),
        edges=tuple(_edges(old, new, changes)),
        hints=(
            *places.hints(old, new, modules.values()),
            *renamed_stacks.hints(stacks_renamed),
            *blocked(modules.values(), points, destinations),
            *rename_hints(forgotten),
            *moved_blocks.hints(kept),
            *hints(changes, points, destinations, racing(versions.old, versions.begun, versions), Roles(old, new)),
            *races(versions, modules.values()),
        ),
        notes=(
            *looked_up.notes(old, new, known),
            *changed_values.notes(old, new, changes),
            *notes(old, new, {each.old for each in stacks_renamed}),
        ),
        stacks=_stacks(old, new),
        weights=changed_weights(versions),
    )


def _changes(modules: Iterable[ModulePlan], reasons: Reasons, causes: Causes, kept: Iterable[Kept]) -> Iterator[Change]:
    advice = {(each.stack, address): each.advice for each in kept for address in (each.source, each.target)}
    for module in modules:
        for planned in module.all():
            change = reasons.change(planned, module, causes)
            if change is not None:
                yield replace(change, advice=advice.get((change.stack, change.address), change.advice))


def _stacks(old: Spec | None, new: Spec | None) -> tuple[Stack, ...]:
    by_name = {each.name: each for spec in (old, new) if spec for each in spec.stacks if each.name is not None}
    return tuple(by_name[name] for name in sorted(by_name))


def _edges(old: Spec | None, new: Spec | None, changes: tuple[Change, ...]) -> Iterator[Edge]:
    """Every pair of capture point and destination in either version, with the gravest action on its flow logs."""
    actions: dict[tuple[str, str], list[Action]] = {}
    for change in changes:
        if change.capture_point is not None:
            actions.setdefault((change.capture_point, change.destination), []).append(change.action)
    now, before = (
        {(point.name, each.name) for point in spec.capture_points for each in point.destinations} if spec else set()
        for spec in (new, old)
    )
    for pair in sorted(now | (before & actions.keys())):
        states = actions.get(pair, [])
        if pair in now and pair in before and {"create", "destroy"} & set(states):
            states = ["replace"]  # at other addresses, or of several ids some come and some go
        gravest = (action for action in _GRAVEST if action in states)
        yield Edge(capture_point=pair[0], destination=pair[1], state=next(gravest, "same"))
