"""Diagnostics → JSON for programs.

The shape is public and stable, and `docs/findings.schema.json` describes it. Lines and columns count from 1, columns in
Unicode code points. `end_column` is the column after the last one that is meant, on `end_line`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gen_flowlogs.show.diagnostics import phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gen_flowlogs.diagnostics import Diagnostic, Position


def as_json(diagnostics: Sequence[Diagnostic]) -> str:
    """One object, indented, with a line end; ASCII, so that no stream can spoil it."""
    errors, warnings = phrases.counts(diagnostics)
    report = {
        "diagnostics": [
            {
                "severity": one.severity,
                "slug": one.slug,
                "message": one.message,
                **_place(one.position),
                "related": [{"message": text, **_place(at)} for text, at in one.related],
            }
            for one in diagnostics
        ],
        "summary": {"errors": errors, "warnings": warnings},
    }
    return json.dumps(report, indent=2) + "\n"


def _place(at: Position) -> dict[str, Any]:
    return {
        "file": phrases.path(at),
        "line": at.line,
        "column": at.column,
        "end_line": at.line,
        "end_column": at.column + at.width,
        "width": at.width,
    }
