"""Diagnostics → SARIF 2.1.0, which code scanning services take.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; of the limits
https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning (2026-11).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from gen_flowlogs import DOCS, HOMEPAGE, __version__
from gen_flowlogs.rules import RULES, Rule
from gen_flowlogs.show.diagnostics import phrases

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import PurePath

    from gen_flowlogs.diagnostics import Diagnostic, Position

MOST_RESULTS: Final = 25_000
"""GitHub refuses a run with more."""

_MOST_RELATED = 100  # places of one result
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT = "%SRCROOT%"


def as_sarif(diagnostics: Sequence[Diagnostic], root: PurePath | None = None) -> str:
    """One run, with every rule of the catalogue; columns count Unicode code points.

    A relative path is a URI from `root`, which is absolute. Of more than MOST_RESULTS diagnostics, errors are kept
    before warnings, and a notification has the number of the rest.
    """
    numbers = {slug: number for number, slug in enumerate(RULES)}
    order = sorted(range(len(diagnostics)), key=lambda number: diagnostics[number].severity != "error")
    most, rest = sorted(order[:MOST_RESULTS]), order[MOST_RESULTS:]
    run: dict[str, Any] = {
        "tool": {"driver": _driver()},
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostics[each], numbers[diagnostics[each].slug], root) for each in most],
    }
    if root is not None:
        run["originalUriBaseIds"] = {_ROOT: {"uri": f"{root.as_uri().rstrip('/')}/"}}
    if rest:
        run["invocations"] = [_cut([diagnostics[each] for each in rest])]
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _driver() -> dict[str, Any]:
    return {
        "name": "gen-flowlogs",
        "version": __version__,
        "informationUri": HOMEPAGE,
        "rules": [_rule(rule) for rule in RULES.values()],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.slug,
        "shortDescription": {"text": rule.title},
        "helpUri": f"{DOCS}/rules.md#{rule.slug}",
        "defaultConfiguration": {"level": rule.severity},
    }


def _cut(left: Sequence[Diagnostic]) -> dict[str, Any]:
    errors, warnings = phrases.counts(left)
    text = f"{len(left)} more findings are not listed ({errors} errors, {warnings} warnings): run `gen-flowlogs lint`"
    return {
        "executionSuccessful": True,
        "toolExecutionNotifications": [{"level": "warning", "message": {"text": text}}],
    }


def _result(diagnostic: Diagnostic, number: int, root: PurePath | None) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": diagnostic.slug,
        "ruleIndex": number,
        "level": diagnostic.severity,
        "message": {"text": phrases.message(diagnostic)},
        "locations": [_location(diagnostic.position, root)],
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {"id": id_, **_location(at, root), "message": {"text": text}}
            for id_, (text, at) in enumerate(diagnostic.related[:_MOST_RELATED], 1)
        ]
    return result


def _location(at: Position, root: PurePath | None) -> dict[str, Any]:
    region = {"startLine": at.line, "startColumn": at.column, "endColumn": at.column + at.width}
    return {"physicalLocation": {"artifactLocation": _artifact(at.file, root), "region": region}}


def _artifact(file: str, root: PurePath | None) -> dict[str, str]:
    """An absolute path as a `file://` URI; a relative one as a URI from the root.

    A colon is escaped, or it would read as a scheme.
    """
    path = Path(file)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    uri = quote(path.as_posix(), safe="/~", errors="surrogateescape")
    return {"uri": uri} if root is None else {"uri": uri, "uriBaseId": _ROOT}
