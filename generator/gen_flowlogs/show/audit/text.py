"""Audits → text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.diagnostics import shown
from gen_flowlogs.secrets import masked_addresses
from gen_flowlogs.show.audit.report import head, where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.audit.results import Deviation, NotJudged, NotSeen
    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.show.audit.report import AuditReport

_RESET, _BOLD, _GREY, _RED, _YELLOW = "\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[33m"
_COLOURS: Final = {"error": _RED, "warning": _YELLOW}
_LONGEST: Final = 2_000  # characters of a line
MOST: Final = 100
"""Lines of one section that a person is shown; JSON has all."""


def as_text(report: AuditReport, *, colour: bool = False) -> str:
    """The whole report. Only the colours can steer a terminal."""
    return "".join(f"{line}\n" for line in _lines(report, colour=colour))


def _lines(report: AuditReport, *, colour: bool) -> Iterator[str]:
    def paint(text: str, style: str) -> str:
        return f"{style}{text}{_RESET}" if colour else text

    audit = report.audit
    yield paint(f"audit: {head(report)}", _BOLD)
    for rule, several in report.by_rule():
        controls = f" ({'; '.join(rule.controls)})" if rule.controls else ""
        yield f"{paint(f'{rule.severity}[{rule.slug}]', _COLOURS[rule.severity])} {rule.title}{controls}"
        for each in several[:MOST]:
            yield from _deviation(each, report)
        yield from _rest(len(several))
    if audit.not_seen:
        yield paint("not looked at, so that this audit is not complete", _RED)
        for seen in audit.not_seen[:MOST]:
            yield from _other(seen, seen.remedy)
        yield from _rest(len(audit.not_seen))
    if audit.not_judged:
        yield paint("not judged", _YELLOW)
        for judged in audit.not_judged[:MOST]:
            yield from _other(judged, "")
        yield from _rest(len(audit.not_judged))
    if audit.exempted:
        yield paint("exempt", _GREY)
        for exempted in audit.exempted[:MOST]:
            until = f" until {exempted.exemption.expires.isoformat()}" if exempted.exemption.expires else ""
            at = report.place(exempted.exemption.origin)
            yield _safe(
                f"  {exempted.deviation.subject} [{exempted.deviation.slug}]{until}: {exempted.exemption.reason}  {at}"
            )
        yield from _rest(len(audit.exempted))


def _deviation(each: Deviation, report: AuditReport) -> Iterator[str]:
    yield _safe(f"  {_at(each.location)}{each.subject} {each.text}")
    place = " ".join(part for part in (report.place(each.origin), each.address or "") if part)
    for line in (place, each.remedy):
        if line:
            yield _safe(f"      {line}")


def _other(each: NotSeen | NotJudged, remedy: str) -> Iterator[str]:
    yield _safe(f"  {_at(each.location)}{each.subject}: {each.why}")
    if remedy:
        yield _safe(f"      {remedy}")


def _rest(count: int) -> Iterator[str]:
    if count > MOST:
        yield f"  … and {count - MOST} more; `--format json` has all"


def _at(location: LocationKey) -> str:
    known = where(location)
    return f"{known}  " if known else ""


def _safe(text: str) -> str:
    return masked_addresses(shown(text, _LONGEST))
