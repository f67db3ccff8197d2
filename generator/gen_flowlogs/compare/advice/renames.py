"""Definitions that go and come for the same target or sink: probably renames, for which there is `renamed_from`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import sinks
from gen_flowlogs.compare.plan.actions import ModulePlan
from gen_flowlogs.dataclass import dataclass, replace
from gen_flowlogs.hcl import Ref
from gen_flowlogs.model import ONLY, CapturePoint, Destination, Firehose
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.view.cloudwatch_logs import LogGroup
from gen_flowlogs.view.moves import Move
from gen_flowlogs.view.s3 import Bucket

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gen_flowlogs.compare.names import Definition, Definitions
    from gen_flowlogs.compare.plan.actions import PlannedChange
    from gen_flowlogs.view.resources import Resource


_FEW = 8  # hints of one kind


@dataclass(frozen=True, slots=True)
class Rename:
    """A definition that had another name before. `section` is that of the spec."""

    section: str
    old: str
    new: str

    @property
    def advice(self) -> str:
        """The key that the author could write."""
        return (
            f"{self.section}.{self.new} looks like {quoted(self.old)} under another name: write "
            f"`renamed_from: {self.old}` there, and it is moved instead of destroyed and created again"
        )


def renames(
    points: Definitions[CapturePoint], destinations: Definitions[Destination], modules: Iterable[ModulePlan]
) -> tuple[Rename, ...]:
    """Every pair that can be meant in one way only, and of which `renamed_from` moves a resource."""
    pairs = (
        *_pairs("capture_points", points.gone(), points.added()),
        *_pairs("destinations", destinations.gone(), destinations.added()),
    )
    if not pairs:
        return ()
    still = [module for module in modules if not module.changes_region and not module.apart]
    now = {(each.section, each.old): each.new for each in pairs}
    for name in {name for module in still for name in _recreated(_renamed(module, now, points, destinations))}:
        now.pop(("destinations", name), None)
    moving = {name for module in still for name in _kept(_renamed(module, now, points, destinations))} & now.keys()
    return tuple(each for each in pairs if (each.section, each.old) in moving)


def _renamed(
    module: ModulePlan,
    now: Mapping[tuple[str, str], str],
    points: Definitions[CapturePoint],
    destinations: Definitions[Destination],
) -> tuple[PlannedChange, ...]:
    """The planned changes of what moves once the definitions have the names of `now` by `renamed_from`."""
    created = {
        (each.resource.TYPE, each.capture_point, each.destination): each.new.base
        for each in module.all()
        if each.action == "create" and each.new is not None
    }
    moves: dict[str, Move] = {}
    for each in module.all():
        if each.action == "destroy" and each.old is not None:
            point, destination = each.capture_point, each.destination
            renamed = now.get(("destinations", destination), destinations.now(destination))
            recorded = point and now.get(("capture_points", point), points.now(point))
            target = created.get((each.resource.TYPE, recorded, renamed))
            if target is not None:
                source = Ref(each.old.base)
                moves[target] = Move(capture_point=recorded, destination=renamed, source=source, target=Ref(target))
    if not moves or module.new is None:
        return ()
    plan = ModulePlan(module.old, replace(module.new, moves=(*module.new.moves, *moves.values())))
    return tuple(each for each in plan.all() if each.new is not None and each.new.base in moves)


def _recreated(moved: Iterable[PlannedChange]) -> Iterator[str]:
    """The old destinations whose log group or bucket is replaced all the same."""
    for each in moved:
        if each.action == "replace" and each.old and isinstance(each.old.resource, LogGroup | Bucket):
            yield str(each.old.resource.destination)


def _kept(moved: Iterable[PlannedChange]) -> Iterator[tuple[str, str]]:
    """The section and old name of every definition with a resource that stays."""
    for each in moved:
        if each.old is not None and each.action not in ("create", "replace"):
            yield "destinations", str(each.old.resource.destination)
            if each.old.resource.capture_point is not None:
                yield "capture_points", each.old.resource.capture_point


def hints(several: Iterable[Rename]) -> Iterator[str]:
    """One line for each of a few, and one for the number of the rest."""
    advice = [each.advice for each in several]
    yield from advice[:_FEW]
    if len(advice) > _FEW:
        yield f"{len(advice) - _FEW} more definitions look like renamed ones: write `renamed_from` there too"


def _pairs(
    section: str,
    gone: Iterable[tuple[Definition, ...]],
    added: Iterable[tuple[Definition, ...]],
) -> Iterator[Rename]:
    before: dict[object, list[str]] = {}
    after: dict[object, list[str]] = {}
    for definitions, names in ((gone, before), (added, after)):
        for variants in definitions:
            first, *_ = variants
            if isinstance(first, CapturePoint) or not first.retired:  # a retired destination has nothing to move
                names.setdefault(_identity(variants), []).append(first.name)
    for identity, old in before.items():
        new = after.get(identity, [])
        if len(old) == len(new) == 1:
            yield Rename(section=section, old=old[0], new=new[0])


def _identity(variants: Iterable[CapturePoint | Destination]) -> object:
    """Equal for two definitions of the same targets, or of the same sinks, however their variants share the stacks."""
    return frozenset(part for each in variants for part in _parts(each))


def _parts(definition: CapturePoint | Destination) -> Iterator[object]:
    if isinstance(definition, CapturePoint):
        what = definition.kind.singular, definition.plural, definition.target
        yield from ((*what, stack.name) for stack in definition.stacks)
    else:
        yield sinks.sink(definition, ONLY), not isinstance(definition, Firehose) and definition.existing


def blocked(
    modules: Iterable[ModulePlan], points: Definitions[CapturePoint], destinations: Definitions[Destination]
) -> tuple[str, ...]:
    """Advise on each `renamed_from` that Terraform cannot follow, because its state has the new name too."""
    advice: dict[str, None] = {}
    stuck = [each for module in modules for each in _stuck(module)]
    names = {
        "capture_points": {(old.capture_point, new.capture_point) for old, new in stuck},
        "destinations": {(old.destination, new.destination) for old, new in stuck},
    }
    for section, renamed in (("capture_points", points.new.renamed), ("destinations", destinations.new.renamed)):
        for old, new in renamed.items():
            if (old, new) in names[section]:
                advice[
                    f"{section}.{new}: Terraform cannot follow `renamed_from: {old}`, since its state has another "
                    f"{quoted(new)} until this change is applied; choose another name, or remove the old "
                    f"{quoted(new)} in an earlier change"
                ] = None
    return tuple(advice)


def _stuck(module: ModulePlan) -> Iterator[tuple[Resource, Resource]]:
    """Each old resource that cannot move, and the one at the address that it cannot have."""
    for planned in module.all():
        if planned.new is None and planned.old is not None and planned.blocked is not None:
            at = planned.blocked[1]
            target = next(
                (each.resources[at] for each in (module.new, module.old) if each and at in each.resources), None
            )
            if target is not None:
                yield planned.old.resource, target
