"""The map of a spec: capture points on the left, destinations on the right, and a line for each kind of traffic.

A picture is for a few things that fit on a screen; the table beside it has all of them. Lengths are in units of the
picture, which is scaled to the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gen_flowlogs.report.sections import DestinationPart, PointPart, SpecPart

MOST_POINTS: Final = 40
MOST_DESTINATIONS: Final = 16

WIDTH: Final = 1040
_LEFT: Final = 400  # width of a capture point
_RIGHT: Final = 340  # width of a destination
_EDGE: Final = 1  # so that no border is cut
_ROW, _BOX, _INDENT, _GAP, _HEAD = 36, 28, 26, 14, 26
_TALL: Final = 62  # height of a destination
_SMALL, _MONO, _BOLD = 7.4, 7.3, 1.13  # widths of a character of a kind and of a sink; of bold to regular
_WIDTHS: Final = dict.fromkeys("ijl", 4.3) | dict.fromkeys("frt-", 6.0) | {"m": 13.8, "w": 11.6}
_WIDTH: Final = 9.1
"""Widths of the characters of a name, in the widest of the usual fonts: DejaVu Sans, 14 px."""


@dataclass(frozen=True, slots=True)
class Label:
    """A text at a place."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A capture point or a destination; `title` is its text in full."""

    x: float
    y: float
    width: float
    height: float
    title: str
    name: Label
    kind: Label
    more: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A path of SVG. `traffic`: all, accept or reject; empty for a line between two capture points."""

    path: str
    traffic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A map."""

    width: int
    height: int
    description: str
    groups: tuple[Label, ...]
    points: tuple[Box, ...]
    destinations: tuple[Box, ...]
    lines: tuple[Line, ...]
    ties: tuple[Line, ...]


def picture(spec: SpecPart) -> Picture | None:
    """The map of a spec; None where it has too much for one, or nothing to draw."""
    used = {edge.destination for edge in spec.edges}
    destinations = [each for each in spec.destinations if each.name in used]
    if not spec.edges or len(spec.points) > MOST_POINTS or len(destinations) > MOST_DESTINATIONS:
        return None
    rows, groups, bottom = _rows(spec.points)
    ordered = _ordered(destinations, spec, rows)
    needed = len(ordered) * _TALL + (len(ordered) - 1) * _GAP
    height = max(bottom, needed + 2 * _GAP)
    boxes = _boxes(ordered, height)
    return Picture(
        width=WIDTH,
        height=round(height),
        description=_description(spec, len(destinations)),
        groups=groups,
        points=tuple(_point(each, rows[each.name]) for each in spec.points),
        destinations=tuple(boxes.values()),
        lines=tuple(_lines(spec, rows, boxes)),
        ties=tuple(_ties(spec.points, rows)),
    )


def _description(spec: SpecPart, destinations: int) -> str:
    return (
        f"{len(spec.points)} capture points on the left, {destinations} destinations on the right, a line for each "
        "kind of traffic between them. The table below has the same in words."
    )


def _rows(points: Sequence[PointPart]) -> tuple[dict[str, float], tuple[Label, ...], float]:
    """The middle of each capture point's row, the heads of the groups, and the end of it all."""
    rows: dict[str, float] = {}
    heads: list[Label] = []
    y = 0.0
    for each in points:
        if not heads or heads[-1].text != each.group:
            y += _GAP if heads else 0
            heads.append(Label(_EDGE, y + 15, each.group))
            y += _HEAD
        rows[each.name] = y + _BOX / 2
        y += _ROW
    return rows, tuple(heads), y


def _ordered(
    destinations: Sequence[DestinationPart], spec: SpecPart, rows: Mapping[str, float]
) -> list[DestinationPart]:
    """The destinations by the middle of the capture points that send to them, so that few lines cross."""
    senders: dict[str, list[float]] = {}
    for edge in spec.edges:
        senders.setdefault(edge.destination, []).append(rows[edge.point])
    return sorted(destinations, key=lambda each: sum(senders[each.name]) / len(senders[each.name]))


def _boxes(destinations: Sequence[DestinationPart], height: float) -> dict[str, Box]:
    free = (height - len(destinations) * _TALL) / len(destinations)
    x = WIDTH - _RIGHT - _EDGE
    found: dict[str, Box] = {}
    for number, each in enumerate(destinations):
        y = free / 2 + number * (_TALL + free)
        service = Label(x + _RIGHT - 12, round(y + 19, 1), each.service)
        room = _RIGHT - 36 - len(each.service) * _SMALL
        found[each.name] = Box(
            x=x,
            y=round(y, 1),
            width=_RIGHT,
            height=_TALL,
            title=f"{each.name}: {each.sink}",
            name=Label(x + 12, round(y + 19, 1), cut_name(each.name, room / _BOLD)),
            kind=service,
            more=(
                Label(x + 12, round(y + 37, 1), cut_middle(each.sink, int((_RIGHT - 24) / _MONO))),
                Label(x + 12, round(y + 53, 1), each.kept),
            ),
        )
    return found


def _point(part: PointPart, middle: float) -> Box:
    x = _EDGE + min(part.level, 6) * _INDENT
    width = _LEFT - x
    room = width - 36 - len(part.title) * _SMALL
    return Box(
        x=x,
        y=middle - _BOX / 2,
        width=width,
        height=_BOX,
        title=f"{part.name}: {part.title}",
        name=Label(x + 11, middle + 4.5, cut_name(part.name, room)),
        kind=Label(_LEFT - 11, middle + 4.5, part.title),
    )


def _lines(spec: SpecPart, rows: Mapping[str, float], boxes: Mapping[str, Box]) -> Iterator[Line]:
    """The lines, spread over the side of each destination in the order of the capture points."""
    for name, box in boxes.items():
        edges = sorted((each for each in spec.edges if each.destination == name), key=lambda each: rows[each.point])
        step = box.height / (len(edges) + 1)
        for number, edge in enumerate(edges, 1):
            start, end = rows[edge.point], round(box.y + number * step, 1)
            bend = round(_LEFT + (box.x - _LEFT) * 0.5, 1)
            yield Line(
                f"M{_LEFT} {start:g}C{bend:g} {start:g} {bend:g} {end:g} {box.x:g} {end:g}", edge.traffic.lower()
            )


def _ties(points: Sequence[PointPart], rows: Mapping[str, float]) -> Iterator[Line]:
    """From each capture point down to those that are inside of it."""
    above: list[PointPart] = []
    for each in points:
        above = above[: each.level]
        if above:
            x = _EDGE + min(len(above) - 1, 6) * _INDENT + 12
            top, middle = rows[above[-1].name] + _BOX / 2, rows[each.name]
            yield Line(f"M{x} {top:g}V{middle:g}H{_EDGE + min(each.level, 6) * _INDENT}")
        above.append(each)


def cut_name(name: str, room: float) -> str:
    """A name without its end, if it is wider than the room."""
    left = room
    for number, character in enumerate(name):
        left -= _WIDTHS.get(character, _WIDTH)
        if left < 0:
            return f"{name[: max(number - 1, 1)]}…"
    return name


def cut_middle(text: str, most: int) -> str:
    """A text without its middle, if it has more characters."""
    return text if len(text) <= most else f"{text[: (most - 1) // 2]}…{text[len(text) - most // 2 :]}"
