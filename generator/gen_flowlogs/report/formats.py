"""The record formats of some specs, each once: its fields, with a record made up for it, and who writes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws.fields import BY_NAME, DEFAULT, TAG_FIELDS
from gen_flowlogs.aws.kinds import BY_KEY, REGIONAL_NAT_GATEWAY
from gen_flowlogs.aws.labels import label
from gen_flowlogs.aws.samples import sample
from gen_flowlogs.aws.weights import record_bytes
from gen_flowlogs.model import S3
from gen_flowlogs.report.phrases import Link, listed, own_words
from gen_flowlogs.report.sections import FieldRow, FormatPart

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gen_flowlogs.aws.kinds import Family
    from gen_flowlogs.model import CapturePoint, Spec
    from gen_flowlogs.report.ground import Ground

_FAMILIES: Final[dict[Family, str]] = {"vpc": "", "transit_gateway": " (transit gateway)"}


@dataclass(frozen=True, slots=True)
class _Layout:
    """The records that cannot be told apart: fields, tags in them, and whether a regional NAT gateway writes them."""

    family: Family
    fields: tuple[str, ...]
    tag_fields: tuple[tuple[str, tuple[str, ...]], ...]
    kind: str | None  # of regional NAT gateways alone, whose records have other widths


@dataclass(slots=True)
class Formats:
    """The layouts of the capture points of some specs, in their order."""

    _points: dict[_Layout, list[tuple[int, CapturePoint]]] = field(default_factory=dict)
    _number: dict[_Layout, int] = field(default_factory=dict)
    _filters: dict[_Layout, dict[str, None]] = field(default_factory=dict)

    @classmethod
    def of(cls, specs: Sequence[Spec]) -> Formats:
        """The layouts of some specs."""
        found = cls()
        for number, spec in enumerate(specs):
            for point in spec.capture_points:
                layout = _layout(point)
                found._number.setdefault(layout, len(found._number) + 1)
                found._points.setdefault(layout, []).append((number, point))
                found._filters.setdefault(layout, {})[point.filter.name] = None
        return found

    def anchor(self, point: CapturePoint) -> str:
        """The anchor of the layout of a capture point."""
        return f"layout-{self._number[_layout(point)]}"

    def title(self, point: CapturePoint) -> str:
        """The names of the filters that make a layout."""
        return self._title(_layout(point))

    def parts(self, grounds: Sequence[Ground]) -> tuple[FormatPart, ...]:
        """The layouts, as they are shown."""
        return tuple(self._part(layout, grounds) for layout in self._points)

    def _title(self, layout: _Layout) -> str:
        names = list(self._filters[layout])
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        nat = " (regional NAT gateway)" if layout.kind else ""
        return f"{', '.join(names[:3])}{more}{_FAMILIES[layout.family]}{nat}"

    def _part(self, layout: _Layout, grounds: Sequence[Ground]) -> FormatPart:
        users = self._points[layout]
        kind = None if layout.kind is None else BY_KEY[layout.kind][0]
        size = record_bytes(layout.fields, kind)
        named = dict.fromkeys((number, point.name) for number, point in users)
        made = [
            each
            for number, name in named
            for each in grounds[number].flow_logs.get(name, ())
            if _layout(each.point) == layout
        ]
        return FormatPart(
            anchor=f"layout-{self._number[layout]}",
            title=self._title(layout),
            family=layout.family,
            parquet=any(
                isinstance(each.destination, S3) and each.destination.file_format == "parquet" for each in made
            ),
            bytes=size,
            ratio=size / record_bytes(DEFAULT[layout.family], kind),
            points=listed([Link(name, grounds[number].point(name)) for number, name in named], 8),
            flow_logs=len(made),
            is_open=any(not isinstance(each.target, str) and each.point.plural for each in made),
            rows=tuple(_rows(layout, users)),
        )


def _layout(point: CapturePoint) -> _Layout:
    family = point.kind.family
    return _Layout(
        family=family,
        fields=point.filter.fields(family),
        tag_fields=point.filter.tag_fields if family == "vpc" else (),
        kind=point.kind.singular if point.kind is REGIONAL_NAT_GATEWAY else None,
    )


def _rows(layout: _Layout, users: Iterable[tuple[int, CapturePoint]]) -> Iterable[FieldRow]:
    rejected = all(point.filter.traffic(layout.family) == "REJECT" for _, point in users)
    values = sample(layout.fields, rejected=rejected, regional_nat=layout.kind is not None)
    tags = _tags(layout)
    for number, (name, value) in enumerate(zip(layout.fields, values, strict=True), 1):
        known = BY_NAME.get(name)
        if known is None:
            continue
        note = f"tag {own_words(tags[name])}" if name in tags else known.note
        yield FieldRow(
            number=number,
            name=name,
            column=name.replace("-", "_"),
            type=known.type,
            sample=value,
            meaning=label(name, value) or "",
            description=known.description,
            note=note,
        )


def _tags(layout: _Layout) -> dict[str, str]:
    """Tag field → the key of its tag."""
    return {
        name: key
        for resource, keys in layout.tag_fields
        for name, key in zip(TAG_FIELDS.get(resource, ()), keys, strict=False)
    }
