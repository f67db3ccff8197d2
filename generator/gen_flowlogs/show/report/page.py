"""The parts of a report that a page shows, and the numbers of those that it leaves out.

A page of a thousand capture points is about 2 MB and still opens at once; what is longer helps nobody, so the rest is
counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.show.report.coverage_map import Picture, picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gen_flowlogs.report import Report
    from gen_flowlogs.report.sections import DestinationPart, PointPart, SpecPart, StackPart

MOST_SPECS: Final = 100
MOST_POINTS: Final = 1000
MOST_DESTINATIONS: Final = 300
MOST_STACKS: Final = 1000
MOST_LAYOUTS: Final = 12
"""Layouts whose fields are described one by one; each further one is a list of names, up to `MOST_LISTED`."""
MOST_LISTED: Final = 200
MOST_CASES: Final = 6
MOST_COLUMNS: Final = 6
FEW: Final = 6
"""Up to so many capture points or destinations are unfolded from the first; of more capture points, the first one."""


@dataclass(frozen=True, slots=True)
class Row:
    """A capture point in the table: for each destination its kinds of traffic, or its destinations as one list."""

    point: PointPart
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecPage:
    """One spec on the page. `columns`: the destinations of the table; none where they are too many for columns."""

    spec: SpecPart
    picture: Picture | None
    columns: tuple[DestinationPart, ...]
    rows: tuple[Row, ...]
    points: tuple[PointPart, ...]
    points_left: int
    points_open: int  # so many of the first
    destinations: tuple[DestinationPart, ...]
    destinations_left: int
    destinations_open: bool
    stacks: tuple[StackPart, ...]
    stacks_left: int


def pages(report: Report) -> tuple[SpecPage, ...]:
    """The specs that are shown."""
    shown = report.specs[:MOST_SPECS]
    points, destinations, stacks = (
        list(_shares([len(part) for part in parts], most))
        for parts, most in (
            ([each.points for each in shown], MOST_POINTS),
            ([each.destinations for each in shown], MOST_DESTINATIONS),
            ([each.stacks for each in shown], MOST_STACKS),
        )
    )
    unfolded = len(shown) == 1
    return tuple(
        _page(spec, *most, unfolded=unfolded)
        for spec, most in zip(shown, zip(points, destinations, stacks, strict=True), strict=True)
    )


def anchors(report: Report, several: Sequence[SpecPage]) -> frozenset[str]:
    """The ids that links can lead to."""
    return frozenset(
        {
            *(each.anchor for page in several for each in page.points),
            *(each.anchor for page in several for each in page.destinations),
            *(each.anchor for each in report.formats[:MOST_LISTED]),
        }
    )


def _shares(sizes: Sequence[int], most: int) -> Iterator[int]:
    """The share of each of several lists in `most`; small ones leave theirs to the large ones."""
    left, lists = most, len(sizes)
    share: dict[int, int] = {}
    for number in sorted(range(len(sizes)), key=lambda each: sizes[each]):
        share[number] = min(sizes[number], left // lists)
        left -= share[number]
        lists -= 1
    yield from (share[number] for number in range(len(sizes)))


def _page(spec: SpecPart, points: int, destinations: int, stacks: int, *, unfolded: bool) -> SpecPage:
    used = {edge.destination for edge in spec.edges}
    columns = tuple(each for each in spec.destinations if each.name in used)
    if len(columns) > MOST_COLUMNS:
        columns = ()
    traffic: dict[tuple[str, str], list[str]] = {}
    for edge in spec.edges:
        traffic.setdefault((edge.point, edge.destination), []).append(edge.traffic)
    shown = spec.points[:points]
    return SpecPage(
        spec=spec,
        picture=picture(spec),
        columns=columns,
        rows=tuple(
            Row(each, tuple(tuple(traffic.get((each.name, column.name), ())) for column in columns)) for each in shown
        ),
        points=shown,
        points_left=len(spec.points) - points,
        points_open=(len(spec.points) if len(spec.points) <= FEW else 1) * unfolded,
        destinations=spec.destinations[:destinations],
        destinations_left=len(spec.destinations) - destinations,
        destinations_open=len(spec.destinations) <= FEW and unfolded,
        stacks=spec.stacks[:stacks],
        stacks_left=len(spec.stacks) - stacks,
    )
