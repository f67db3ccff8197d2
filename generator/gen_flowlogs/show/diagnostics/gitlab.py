"""Diagnostics → GitLab's code quality report: a list of issues, in the subset of Code Climate's form that GitLab reads.

Source: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Final

from gen_flowlogs.show.diagnostics import phrases

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gen_flowlogs.diagnostics import Diagnostic
    from gen_flowlogs.rules import Severity

_SEVERITIES: Final[dict[Severity, str]] = {"error": "major", "warning": "minor"}


def as_gitlab(diagnostics: Iterable[Diagnostic]) -> str:
    """One list, indented, with a line end; empty brackets where there are none. ASCII, as JSON may be."""
    seen: Counter[str] = Counter()
    return json.dumps([_issue(diagnostic, seen) for diagnostic in diagnostics], indent=2) + "\n"


def _issue(diagnostic: Diagnostic, seen: Counter[str]) -> dict[str, object]:
    at = diagnostic.position
    return {
        "description": phrases.message(diagnostic),
        "check_name": diagnostic.slug,
        "fingerprint": _fingerprint(diagnostic, seen),
        "severity": _SEVERITIES[diagnostic.severity],
        "location": {"path": phrases.path(at), "lines": {"begin": at.line, "end": at.line}},
    }


def _fingerprint(diagnostic: Diagnostic, seen: Counter[str]) -> str:
    """The identity of a finding by which GitLab compares two branches: the same wherever its line moves to.

    Of several findings that are alike but for their lines, each has its number among them in it.
    """
    parts = (diagnostic.slug, diagnostic.position.file, diagnostic.message, diagnostic.source.strip())
    known = json.dumps(parts)
    seen[known] += 1
    from hashlib import sha256  # noqa: PLC0415 - slow to import, and for this form alone

    return sha256(f"{seen[known]}{known}".encode()).hexdigest()
