"""The record formats of some specs, each once: its fields, with a record made up for it, and who writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.fields import BY_NAME, DEFAULT, TAG_FIELDS
from gen_flowlogs.aws.kinds import BY_KEY
from gen_flowlogs.aws.labels import label
from gen_flowlogs.aws.samples import sample
from gen_flowlogs.aws.spellings import column
from gen_flowlogs.aws.weights import record_bytes
from gen_flowlogs.model import S3
from gen_flowlogs.report.layouts import layout
from gen_flowlogs.report.phrases import Link, listed, own_words
from gen_flowlogs.report.sections import FieldRow, FormatPart

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gen_flowlogs.model import CapturePoint
    from gen_flowlogs.report.ground import Ground
    from gen_flowlogs.report.layouts import Layout, Layouts


def parts(layouts: Layouts, grounds: Sequence[Ground]) -> tuple[FormatPart, ...]:
    """The layouts, as they are shown."""
    return tuple(_part(each, layouts, grounds) for each in layouts.points)


def _part(of: Layout, layouts: Layouts, grounds: Sequence[Ground]) -> FormatPart:
    users = layouts.points[of]
    kind = None if of.kind is None else BY_KEY[of.kind][0]
    size = record_bytes(of.fields, kind)
    named = dict.fromkeys((number, point.name) for number, point in users)
    made = [
        each for number, name in named for each in grounds[number].flow_logs.get(name, ()) if layout(each.point) == of
    ]
    return FormatPart(
        anchor=layouts.anchor(of),
        title=layouts.title(of),
        family=of.family,
        parquet=any(isinstance(each.destination, S3) and each.destination.file_format == "parquet" for each in made),
        bytes=size,
        ratio=size / record_bytes(DEFAULT[of.family], kind),
        points=listed([Link(name, grounds[number].point(name)) for number, name in named], 8),
        flow_logs=len(made),
        is_open=any(not isinstance(each.target, str) and each.point.plural for each in made),
        rows=tuple(_rows(of, users)),
    )


def _rows(of: Layout, users: Iterable[tuple[int, CapturePoint]]) -> Iterable[FieldRow]:
    rejected = all(point.filter.traffic(of.family) == "REJECT" for _, point in users)
    values = sample(of.fields, rejected=rejected, regional_nat=of.kind is not None)
    tags = _tags(of)
    for number, (name, value) in enumerate(zip(of.fields, values, strict=True), 1):
        known = BY_NAME.get(name)
        if known is None:
            continue
        note = f"tag {own_words(tags[name])}" if name in tags else known.note
        yield FieldRow(
            number=number,
            name=name,
            column=column(name),
            type=known.type,
            sample=value,
            meaning=label(name, value) or "",
            description=known.description,
            note=note,
        )


def _tags(of: Layout) -> dict[str, str]:
    """Tag field → the key of its tag."""
    return {
        name: key
        for resource, keys in of.tag_fields
        for name, key in zip(TAG_FIELDS.get(resource, ()), keys, strict=False)
    }
