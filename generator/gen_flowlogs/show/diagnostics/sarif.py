"""Diagnostics → SARIF 2.1.0, which code scanning services take.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from gen_flowlogs import __version__
from gen_flowlogs.rules import RULES
from gen_flowlogs.show.diagnostics import phrases

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gen_flowlogs.diagnostics import Diagnostic, Position

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(diagnostics: Iterable[Diagnostic]) -> str:
    """One run, with every rule of the catalogue; paths are relative URIs, columns count Unicode code points."""
    numbers = {slug: number for number, slug in enumerate(RULES)}
    rules = [
        {
            "id": rule.slug,
            "shortDescription": {"text": rule.title},
            "defaultConfiguration": {"level": rule.severity},
        }
        for rule in RULES.values()
    ]
    driver = {"name": "gen-flowlogs", "version": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic, numbers[diagnostic.slug]) for diagnostic in diagnostics],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _result(diagnostic: Diagnostic, number: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": diagnostic.slug,
        "ruleIndex": number,
        "level": diagnostic.severity,
        "message": {"text": phrases.message(diagnostic)},
        "locations": [_location(diagnostic.position)],
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {"id": id_, **_location(at), "message": {"text": text}}
            for id_, (text, at) in enumerate(diagnostic.related, 1)
        ]
    return result


def _location(at: Position) -> dict[str, Any]:
    region = {"startLine": at.line, "startColumn": at.column, "endColumn": at.column + at.width}
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(at.file)}, "region": region}}


def _uri(file: str) -> str:
    """A path as a URI reference: relative where the path is; a colon is escaped, or it would read as a scheme."""
    return quote(PurePath(file).as_posix(), safe="/~", errors="surrogateescape")
