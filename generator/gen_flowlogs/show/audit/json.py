"""Audits → JSON: one object, which `docs/audit.schema.json` describes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from gen_flowlogs.secrets import masked_addresses

if TYPE_CHECKING:
    from gen_flowlogs.audit.results import Deviation, NotJudged, NotSeen
    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.diagnostics import Origin
    from gen_flowlogs.show.audit.report import AuditReport


def as_json(report: AuditReport) -> str:
    """The whole report; no section is cut."""
    audit = report.audit
    return json.dumps(
        {
            "version": 1,
            "specs": list(report.specs),
            "complete": not audit.not_seen,
            "summary": {
                "errors": audit.count("error"),
                "warnings": audit.count("warning"),
                "exempt": len(audit.exempted),
                "not_seen": len(audit.not_seen),
                "not_judged": len(audit.not_judged),
                "vpcs": audit.vpcs,
                "flow_logs": audit.flow_logs,
            },
            "findings": [_deviation(each, report) for each in audit.deviations],
            "exempt": [
                {
                    **_deviation(each.deviation, report),
                    "reason": each.exemption.reason,
                    "expires": each.exemption.expires.isoformat() if each.exemption.expires else None,
                    "exempt_at": _place(each.exemption.origin, report),
                }
                for each in audit.exempted
            ],
            "not_seen": [{**_other(each), "remedy": _safe(each.remedy)} for each in audit.not_seen],
            "not_judged": [_other(each) for each in audit.not_judged],
        },
        indent=2,
    )


def _deviation(each: Deviation, report: AuditReport) -> dict[str, object]:
    return {
        "rule": each.slug,
        "severity": each.rule.severity,
        "controls": list(each.rule.controls),
        **_location(each.location),
        "subject": _safe(each.subject),
        "text": _safe(each.text),
        "remedy": _safe(each.remedy),
        "at": _place(each.origin, report),
        "stack": each.stack,
        "address": each.address,
    }


def _place(origin: Origin | None, report: AuditReport) -> dict[str, object] | None:
    at = None if origin is None else report.places.get(origin)
    return None if at is None else {"file": at.file, "line": at.line}


def _other(each: NotSeen | NotJudged) -> dict[str, object]:
    return {**_location(each.location), "subject": _safe(each.subject), "why": _safe(each.why)}


def _location(location: LocationKey) -> dict[str, object]:
    account, region = location
    return {"account": account, "region": region}


def _safe(text: str) -> str:
    return masked_addresses(text)
