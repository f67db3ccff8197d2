"""Report: Specs → one value with all that a reader of their records asks: the sections of a page.

Whether and how a form shows them is the business of `show.report`. Nothing here decides anew what a flow log records,
where to, or who may write: `captures` and `policies` are asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.fields import NAMES
from gen_flowlogs.aws.kinds import KINDS
from gen_flowlogs.aws.never_recorded import NEVER_RECORDED
from gen_flowlogs.aws.pitfalls import PITFALLS
from gen_flowlogs.phrasing import listing
from gen_flowlogs.report import destinations, evidence, formats, points, summary
from gen_flowlogs.report.ground import Ground
from gen_flowlogs.report.layouts import Layouts
from gen_flowlogs.report.phrases import Link, Phrase, listed
from gen_flowlogs.report.sections import Edge, NeverPart, PitfallPart, Report, SpecPart, StackPart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gen_flowlogs.aws.kinds import Family, Kind
    from gen_flowlogs.model import Spec
    from gen_flowlogs.report.sections import FormatPart

__all__ = ["Report", "report"]


def report(specs: Sequence[Spec]) -> Report:
    """The report on some specs, of which none has errors, in their order."""
    found = Layouts.of(specs)
    grounds = [Ground.of(spec, number, found) for number, spec in enumerate(specs, 1)]
    layouts = formats.parts(found, grounds)
    spec_parts = tuple(_spec(ground) for ground in grounds)
    never = tuple(_never(grounds))
    return Report(
        title=summary.title(spec_parts),
        lead=summary.lead(spec_parts),
        tiles=summary.tiles(grounds, spec_parts, layouts, never),
        specs=spec_parts,
        never=never,
        pitfalls=tuple(_pitfalls(layouts)),
        formats=layouts,
        evidence=evidence.parts(grounds),
        delivered_twice=_delivered_twice(grounds),
    )


def _spec(ground: Ground) -> SpecPart:
    spec = ground.spec
    edges = dict.fromkeys(
        Edge(each.point.name, each.destination.name, each.point.filter.traffic(each.point.kind.family))
        for made in ground.flow_logs.values()
        for each in made
    )
    count: dict[str | None, int] = {}
    for made in ground.flow_logs.values():
        for each in made:
            count[each.stack.name] = count.get(each.stack.name, 0) + 1
    return SpecPart(
        anchor=f"spec-{ground.number}",
        name=spec.name,
        file=spec.file,
        points=points.parts(ground),
        destinations=destinations.parts(ground),
        edges=tuple(edges),
        stacks=tuple(
            StackPart(stack.name, stack.account or "", stack.region or "", count.get(stack.name, 0))
            for stack in spec.stacks
            if stack.name is not None
        ),
    )


def _never(grounds: Sequence[Ground]) -> Iterator[NeverPart]:
    here = {point.kind.singular for ground in grounds for point in ground.spec.capture_points}
    for entry in NEVER_RECORDED:
        yield NeverPart(entry, _named(entry.kinds), any(kind.singular in here for kind in entry.kinds))


def _named(kinds: tuple[Kind, ...]) -> str:
    return "every kind" if len(kinds) == len(KINDS) else listing([f"{kind.title}s" for kind in kinds])


def _pitfalls(layouts: Sequence[FormatPart]) -> Iterator[PitfallPart]:
    """The pitfalls of the families and fields that there are; also of a field that a family does not have."""
    names: dict[Family, set[str]] = {}
    for layout in layouts:
        names.setdefault(layout.family, set()).update(row.name for row in layout.rows)
    for entry in PITFALLS:
        families = [family for family in entry.families if family in names]
        having = [name for name in entry.fields if any(name in names[family] for family in families)]
        is_absent = any(not NAMES[family] & set(entry.fields) for family in families)
        if families and (not entry.fields or having or is_absent):
            yield PitfallPart(entry, tuple(having))


def _delivered_twice(grounds: Sequence[Ground]) -> Phrase:
    """The capture points of several destinations."""
    return listed(
        [
            Link(name, ground.point(name))
            for ground in grounds
            for name in dict.fromkeys(point.name for point in ground.spec.capture_points if len(point.destinations) > 1)
        ]
    )
