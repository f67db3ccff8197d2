"""Capture points → the record formats that they write: each list of fields, in order, once.

A format comes from a filter and the family of the capture points that use it, as `flow_logs` writes `log_format`; so
queries and flow logs cannot disagree about it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.model import CapturePoint

if TYPE_CHECKING:
    from gen_flowlogs.aws.kinds import Family
    from gen_flowlogs.model import CapturePoint

_WORDS: dict[Family, str] = {"vpc": "", "transit_gateway": "/transit-gateway"}


@dataclass(frozen=True, slots=True, order=True)
class RecordFormat:
    """One list of fields. `title`: the first filter that makes it, with `/transit-gateway` for that family."""

    title: str
    fields: tuple[str, ...]


def record_formats(points: tuple[CapturePoint, ...]) -> tuple[RecordFormat, ...]:
    """The record formats that capture points write, sorted by title."""
    titles: dict[tuple[str, ...], str] = {}
    for point in points:
        family = point.kind.family
        fields = point.filter.fields(family)
        title = point.filter.name + _WORDS[family]
        titles[fields] = min(title, titles.get(fields, title))
    return tuple(sorted(RecordFormat(title, fields) for fields, title in titles.items()))
