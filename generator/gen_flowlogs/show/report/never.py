"""Traffic without records, by the kinds that it concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gen_flowlogs.report import Report
    from gen_flowlogs.report.sections import NeverPart


def never_by_kind(report: Report) -> tuple[tuple[str, tuple[NeverPart, ...]], ...]:
    """The kinds in words, and all entries for them; those of most kinds first."""
    groups: dict[str, list[NeverPart]] = {}
    for part in sorted(report.never, key=lambda each: -len(each.entry.kinds)):
        groups.setdefault(part.at, []).append(part)
    return tuple((at, tuple(parts)) for at, parts in groups.items())
