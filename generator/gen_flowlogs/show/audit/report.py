"""The report of an audit: its result, and the lines of the specs that its deviations are at."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from gen_flowlogs.audit.catalogue import RULES
from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gen_flowlogs.audit import Audit
    from gen_flowlogs.audit.catalogue import AuditRule
    from gen_flowlogs.audit.results import Deviation
    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.diagnostics import Origin, Position


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """All that is shown. `places`: the lines of the origins; `specs`: the files of the specs."""

    audit: Audit
    specs: tuple[str, ...]
    places: Mapping[Origin, Position]

    def by_rule(self) -> Iterator[tuple[AuditRule, list[Deviation]]]:
        """The deviations of each rule that has some."""
        for slug, several in groupby(self.audit.deviations, key=lambda each: each.slug):
            yield RULES[slug], list(several)

    def place(self, origin: Origin | None) -> str:
        """The file and line of an origin; empty without one."""
        at = None if origin is None else self.places.get(origin)
        return "" if at is None else f"{at.file}:{at.line}"


def head(report: AuditReport) -> str:
    """The result in a line."""
    audit = report.audit
    found = [_count(audit.count("error"), "error"), _count(audit.count("warning"), "warning")]
    if audit.exempted:
        found.append(f"{len(audit.exempted)} exempt")
    seen = f"{_count(audit.vpcs, 'VPC')} and {_count(audit.flow_logs, 'flow log')} looked at"
    blind = f"; {_count(len(audit.not_seen), 'thing')} not looked at" if audit.not_seen else ""
    return f"{', '.join(found)}; {seen}{blind}"


def where(location: LocationKey) -> str:
    """An account and region; empty where neither is known."""
    return " ".join(part for part in location if part)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
