"""The sections of a Markdown page that each spec has for itself: table, capture points, destinations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.phrasing import counted, listing
from gen_flowlogs.report.phrases import LONGEST
from gen_flowlogs.show.markdown_text import code, escaped, plain
from gen_flowlogs.show.report.blocks import ROWS, Block, joined, more, table, words
from gen_flowlogs.show.report.origins import place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gen_flowlogs.diagnostics import Origin, Position
    from gen_flowlogs.report.sections import DestinationPart, Fact, PointPart, SpecPart

_MOST_CASES: Final = 4
_MOST_COLUMNS: Final = 6


def coverage(spec: SpecPart) -> Block:
    """The table of capture points and destinations."""
    used = {edge.destination for edge in spec.edges}
    columns = [each.name for each in spec.destinations if each.name in used]
    traffic: dict[tuple[str, str], list[str]] = {}
    for edge in spec.edges:
        traffic.setdefault((edge.point, edge.destination), []).append(edge.traffic)

    def row(point: PointPart) -> list[str]:
        name = f"{'↳ ' * min(point.level, 3)}{plain(point.name)}"
        if len(columns) > _MOST_COLUMNS:
            return [name, point.title, ", ".join(point.traffic), plain(listing(point.destinations, 6)) or "nowhere"]
        return [name, point.title, *(", ".join(traffic.get((point.name, column), ())) for column in columns)]

    heads = ["capture point", "kind"]
    heads += ["traffic", "destinations"] if len(columns) > _MOST_COLUMNS else [plain(each) for each in columns]
    rows = [row(point) for point in spec.points[: ROWS[0]]]
    return Block(1, tuple(joined([*table(heads, rows[:most]), *more(spec.points, most)]) for most in ROWS))


def points(spec: SpecPart, positions: Mapping[Origin, Position]) -> Block:
    """The capture points of a spec, as many as there is room for."""
    every = [list(_point(point, positions)) for point in spec.points[: ROWS[0]]]
    return Block(6, tuple(_some(every, len(spec.points), most) for most in (*ROWS, 0)))


def destinations(spec: SpecPart, positions: Mapping[Origin, Position]) -> Block:
    """The destinations of a spec, as many as there is room for."""
    every = [list(_destination(each, positions)) for each in spec.destinations[: ROWS[0]]]
    return Block(4, tuple(_some(every, len(spec.destinations), most) for most in (*ROWS, 0)))


def _some(every: Sequence[Sequence[str]], count: int, most: int) -> str:
    lines = [line for lines in every[:most] for line in lines]
    left = count - min(most, len(every))
    return joined([*lines, *([f"… and {left:,} more, which this page leaves out\n"] if left else [])])


def _point(point: PointPart, positions: Mapping[Origin, Position]) -> Iterator[str]:
    traffic = ", ".join(point.traffic)
    yield f"**{plain(point.name)}** · {point.title} · {traffic} → {plain(listing(point.destinations, 4)) or 'nowhere'}"
    yield ""
    if point.description:
        yield f"> {_own(point.description)}"
        yield ""
    yield from _facts(point.facts, place(point.origin, positions))


def _destination(part: DestinationPart, positions: Mapping[Origin, Position]) -> Iterator[str]:
    yield f"**{plain(part.name)}** · {part.service} · {code(part.sink)} · {plain(part.kept)}"
    yield ""
    yield from _facts(part.facts, place(part.origin, positions))


def _own(text: str) -> str:
    """An author's text at the start of a line, where a hyphen or a number would make a list."""
    guard = "&#8203;" if text[:1] in "-+=0123456789" else ""
    return f"{guard}{escaped(text, LONGEST)}"


def _facts(facts: Iterable[Fact], at: str) -> Iterator[str]:
    for fact in facts:
        if len(fact.cases) == 1 and not fact.cases[0].stacks:
            yield f"- {fact.label}: {words(fact.cases[0].phrase)}"
            continue
        yield f"- {fact.label}:"
        for case in fact.cases[:_MOST_CASES]:
            where = f" (in {plain(listing(case.stacks, 3))})" if case.stacks else ""
            yield f"  - {words(case.phrase)}{where}"
        if len(fact.cases) > _MOST_CASES:
            yield f"  - … and {counted(len(fact.cases) - _MOST_CASES, 'other')}, by stack"
    yield f"- spec: {code(at)}"
    yield ""
