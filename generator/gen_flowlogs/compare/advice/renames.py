"""Definitions that go and come for the same target or sink: probably renames, for which there is `renamed_from`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gen_flowlogs.captures import sinks
from gen_flowlogs.compare.plan.values import unknowns
from gen_flowlogs.model import ONLY, CapturePoint, Destination, Firehose
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.view.cloudwatch_logs import LogGroup
from gen_flowlogs.view.s3 import Bucket

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gen_flowlogs.compare.names import Definitions
    from gen_flowlogs.compare.plan.actions import Difference, ModulePlan
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
    still = [module for module in modules if not module.changes_region]
    now = {(each.section, each.old): each.new for each in pairs}
    for name in {name for module in still for name in _recreated(module, now)}:
        del now["destinations", name]
    moving = {
        name for module in still for name in _moving(module, now, points=points, destinations=destinations)
    } & now.keys()
    return tuple(each for each in pairs if (each.section, each.old) in moving)


def _recreated(module: ModulePlan, now: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """The old destinations whose log group or bucket is replaced under the name of `now` too, for another reason."""
    created = {
        (each.resource.TYPE, each.destination): each.new
        for each in module.all()
        if each.action == "create" and isinstance(each.resource, LogGroup | Bucket)
    }
    for each in module.all():
        renamed = now.get(("destinations", each.destination), "")
        begun = created.get((each.resource.TYPE, renamed)) if each.action == "destroy" else None
        if begun is not None and each.old is not None and module.forcing(each.old, begun):
            yield each.destination


def _moving(
    module: ModulePlan,
    now: Mapping[tuple[str, str], str],
    *,
    points: Definitions[CapturePoint],
    destinations: Definitions[Destination],
) -> Iterator[tuple[str, str]]:
    """The section and old name of every definition with a resource that would stay under the names of `now`."""
    created = {
        (each.new.resource.TYPE, each.new.key, each.capture_point, each.destination): each.new
        for each in module.all()
        if each.action == "create" and each.new is not None
    }
    for each in module.all():
        if each.action == "destroy" and each.old is not None:
            point, destination = each.capture_point, each.destination
            renamed = now.get(("destinations", destination), destinations.now(destination))
            recorded = point and now.get(("capture_points", point), points.now(point))
            begun = created.get((each.old.resource.TYPE, each.old.key, recorded, renamed))
            if begun is not None and _would_stay(module.forcing(each.old, begun)):
                yield "destinations", destination
                if point is not None:
                    yield "capture_points", point


def _would_stay(forcing: Iterable[Difference]) -> bool:
    """Whether nothing forces a replacement but references to resources that would stay as well."""
    return all(any(unknowns(each.new)) for each in forcing)


def hints(several: Iterable[Rename]) -> Iterator[str]:
    """One line for each of a few, and one for the number of the rest."""
    advice = [each.advice for each in several]
    yield from advice[:_FEW]
    if len(advice) > _FEW:
        yield f"{len(advice) - _FEW} more names look like others before: write `renamed_from` there too"


def _pairs(
    section: str,
    gone: Iterable[CapturePoint] | Iterable[Destination],
    added: Iterable[CapturePoint] | Iterable[Destination],
) -> Iterator[Rename]:
    before: dict[object, list[str]] = {}
    after: dict[object, list[str]] = {}
    for definitions, names in ((gone, before), (added, after)):
        for each in definitions:
            if isinstance(each, CapturePoint) or not each.retired:  # a retired destination has nothing to move
                names.setdefault(_identity(each), []).append(each.name)
    for identity, old in before.items():
        new = after.get(identity, [])
        if len(old) == len(new) == 1:
            yield Rename(section=section, old=old[0], new=new[0])


def _identity(definition: CapturePoint | Destination) -> object:
    if isinstance(definition, CapturePoint):
        stacks = tuple(each.name for each in definition.stacks)
        return definition.kind.singular, definition.plural, definition.target, stacks
    return sinks.sink(definition, ONLY), not isinstance(definition, Firehose) and definition.existing


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
    sections = (("capture_points", points.new.values()), ("destinations", destinations.new.values()))
    for section, definitions in sections:
        for each in definitions:
            old, new = each.renamed_from, each.name
            if old and (old, new) in names[section]:
                advice[
                    f"{section}.{new}: Terraform has another {quoted(new)} until this change is applied, so it cannot "
                    f"follow `renamed_from: {old}`; take the old {quoted(new)} out in a change of its own and rename "
                    "in the next one, or choose another name"
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
