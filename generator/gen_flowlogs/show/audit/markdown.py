"""Audits → Markdown for an issue or the summary of a workflow; a table for each rule.

GitHub takes 65,536 characters in a comment. All text from AWS and of specs is escaped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.secrets import masked_addresses
from gen_flowlogs.show.audit.report import head, where
from gen_flowlogs.show.changes.markdown import LONGEST
from gen_flowlogs.show.markdown_text import code, escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gen_flowlogs.audit.results import Deviation
    from gen_flowlogs.show.audit.report import AuditReport

_MOST: Final = 50  # rows of a table
_MARKS: Final = {"error": "❌", "warning": "⚠️"}


def as_markdown(report: AuditReport) -> str:
    """The whole report, as far as it fits."""
    files = ", ".join(code(each) for each in report.specs[:4])
    text = f"### Audit of flow logs: {files}\n\n**{escaped(head(report))}**\n"
    left = 0
    for section in _sections(report):
        if len((text + section).encode()) > LONGEST:
            left += 1
        else:
            text += section
    return text + (f"\n… and {left} more sections; `--format json` has all\n" if left else "")


def _sections(report: AuditReport) -> Iterator[str]:
    audit = report.audit
    if audit.not_seen:
        seen = [[where(each.location), f"`{each.subject}`", each.why, each.remedy] for each in audit.not_seen]
        yield _table("❓ Not looked at, so that this audit is not complete", ("where", "subject", "why", "to do"), seen)
    for rule, several in report.by_rule():
        controls = f" ({'; '.join(rule.controls)})" if rule.controls else ""
        title = f"{_MARKS[rule.severity]} `{rule.slug}`: {rule.title}{controls}"
        rows = [
            [where(each.location), f"`{each.subject}` {each.text}", _place(each, report), each.remedy]
            for each in several
        ]
        yield _table(title, ("where", "finding", "spec", "to do"), rows)
    if audit.not_judged:
        judged = [[where(each.location), f"`{each.subject}`", each.why] for each in audit.not_judged]
        yield _table("Not judged", ("where", "subject", "why"), judged)
    if audit.exempted:
        exempt = [
            [
                f"`{each.deviation.subject}`",
                each.deviation.slug,
                each.exemption.reason,
                str(each.exemption.expires or ""),
            ]
            for each in audit.exempted
        ]
        yield _table("Exempt", ("subject", "rule", "reason", "until"), exempt)


def _place(each: Deviation, report: AuditReport) -> str:
    return " ".join(part for part in (report.place(each.origin), each.address or "") if part)


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ["", f"#### {title}", "", f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    lines += [f"| {' | '.join(escaped(masked_addresses(cell)) for cell in row)} |" for row in rows[:_MOST]]
    if len(rows) > _MOST:
        lines += ["", f"… and {len(rows) - _MOST} more; `--format json` has all"]
    return "\n".join(lines) + "\n"
