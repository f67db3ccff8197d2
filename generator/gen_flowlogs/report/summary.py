"""The summary of a report: its title, the sentences that it begins with, and the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures.sinks import kept_days
from gen_flowlogs.phrasing import counted, listing
from gen_flowlogs.report.sections import Tile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gen_flowlogs.report.ground import Ground
    from gen_flowlogs.report.sections import FormatPart, NeverPart, PointPart, SpecPart

_TRAFFIC = (("ALL", "All traffic"), ("REJECT", "Only rejected traffic"), ("ACCEPT", "Only accepted traffic"))


def title(specs: Sequence[SpecPart]) -> str:
    """The names of the specs, or their number."""
    return listing([spec.name for spec in specs], 3) if len(specs) < 4 else f"{len(specs):,} specs"


def lead(specs: Sequence[SpecPart]) -> tuple[str, ...]:
    """A few sentences."""
    points = [point for spec in specs for point in spec.points]
    logs = sum(spec.flow_logs for spec in specs)
    to = sum(not each.retired for spec in specs for each in spec.destinations)
    stacks = sum(len(spec.stacks) for spec in specs)
    found = [_named(point, spec, specs) for spec in specs for point in spec.points if point.is_open]
    more = f" There may be more: Terraform finds the targets of {listing(found, 4)}." if found else ""
    across = f" in {counted(stacks, 'stack')}" if stacks else ""
    verb = "makes" if len(points) == 1 else "make"
    first = f"{counted(len(points), 'capture point')} {verb} {counted(logs, 'flow log')}{across}{',' * bool(across)}"
    return (f"{first} into {counted(to, 'destination')}.{more}", *_traffic(specs))


def _traffic(specs: Sequence[SpecPart]) -> Iterator[str]:
    points = [(spec, point) for spec in specs for point in spec.points if point.destinations]
    for kind, words in _TRAFFIC:
        of_kind = [(spec, point) for spec, point in points if kind in point.traffic]
        names = [_named(point, spec, specs) for spec, point in of_kind if kind == "ALL" or not point.around]
        if names and len(names) == len(points):
            yield f"{words} is recorded of each."
        elif names:
            yield f"{words} is recorded of {listing(names, 5)}."
        inner = [] if kind == "ALL" else [(spec, point) for spec, point in of_kind if point.around]
        if inner:
            names = [_named(point, spec, specs) for spec, point in inner]
            outer = dict.fromkeys(_label(name, spec, specs) for spec, point in inner for name in point.around)
            record = "records" if len(outer) == 1 else "record"
            again = f"{words.removeprefix('Only ')} is recorded once more"
            yield f"{listing(list(outer), 5)} {record} all traffic of {listing(names, 5)}, whose {again}."


def _named(point: PointPart, spec: SpecPart, specs: Sequence[SpecPart]) -> str:
    return _label(point.name, spec, specs)


def _label(name: str, spec: SpecPart, specs: Sequence[SpecPart]) -> str:
    return f"{name} ({spec.name})" if len(specs) > 1 else name


def tiles(
    grounds: Sequence[Ground], specs: Sequence[SpecPart], formats: Sequence[FormatPart], never: Sequence[NeverPart]
) -> tuple[Tile, ...]:
    """The numbers."""
    points = sum(len(spec.points) for spec in specs)
    logs, more = sum(spec.flow_logs for spec in specs), any(spec.is_open for spec in specs)
    sizes = sorted({each.bytes for each in formats})
    here = sum(each.here for each in never)
    return (
        *((Tile(f"{len(specs):,}", "specs"),) if len(specs) > 1 else ()),
        Tile(f"{points:,}", "capture point" if points == 1 else "capture points"),
        Tile(f"{logs:,}{'+' if more else ''}", f"flow logs{'; Terraform may find more targets' if more else ''}"),
        _kept(grounds),
        Tile(f"{here}", "kinds of traffic are never recorded"),
        *(
            (Tile(f"{sizes[0]}" if len(sizes) == 1 else f"{sizes[0]}–{sizes[-1]}", "bytes a record, uncompressed"),)  # noqa: RUF001 - a range
            if sizes
            else ()
        ),
    )


def _kept(grounds: Sequence[Ground]) -> Tile:
    every = [kept_days(each) for ground in grounds for each in ground.spec.destinations if not each.retired]
    decided = [each for each in every if not isinstance(each, str)]
    by_others = ", where the spec decides it" if len(decided) < len(every) else ""
    if not decided:
        return Tile("–", "others decide how long records are kept")  # noqa: RUF001 - a dash for want of a number
    counts = [each for each in decided if each is not None]
    if not counts:
        return Tile("for ever", f"kept{by_others}")
    return Tile(f"{'≥ ' if len(set(decided)) > 1 else ''}{min(counts):,} days", f"kept{by_others}")
