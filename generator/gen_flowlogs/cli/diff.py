"""`diff`: what a change of a spec does to what is applied, and to the records. Writes nothing and asks nobody."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from gen_flowlogs.cli import exits, terminal
from gen_flowlogs.cli.specs import note_findings, takes_colour
from gen_flowlogs.cli.versions import Version, newest, of_files, of_revision
from gen_flowlogs.compare import compare
from gen_flowlogs.compare.forms import Report, as_json, as_markdown, as_text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from gen_flowlogs.compare import Change, Comparison
    from gen_flowlogs.diagnostics import Position


def run(arguments: argparse.Namespace) -> int:
    """Show what changes; exit code 1 where a spec has errors, or with --exit-code where anything is lost."""
    if arguments.base is None:
        if len(arguments.specs) != 2:
            raise exits.UsageError("`diff` compares two specs: diff OLD NEW, or diff --base REV SPEC…")
        pairs = [of_files(*arguments.specs)]
    else:
        pairs = of_revision(arguments.base, arguments.specs)
        for old, new in pairs:
            if old and new and old.file != new.file:
                terminal.note(f"{new.title} is compared with {old.title}, which has its name")
    broken = [version for pair in pairs for version in pair if version and version.errors]
    for version in broken:
        note_findings(version.errors, "text")
        terminal.note(f"gen-flowlogs: {version.title} has errors, so nothing can be compared")
    if broken:
        return exits.FINDINGS
    reports = [_report(old, new) for old, new in pairs]
    terminal.say(_rendered(reports, arguments.format).rstrip("\n"), arguments.format)
    lost = any(report.comparison.disruptive for report in reports)
    return exits.FINDINGS if arguments.exit_code and lost else exits.CLEAN


def _report(old: Version | None, new: Version | None) -> Report:
    comparison = compare(old.spec if old else None, new.spec if new else None)
    return Report(newest(old, new).file, comparison, _places(comparison, old, new))


def _places(comparison: Comparison, old: Version | None, new: Version | None) -> dict[Change, Position]:
    """The line of each change, in the version that it comes from."""
    found: dict[Change, Position] = {}
    for version, was in ((old, True), (new, False)):
        changes = [change for change in comparison.changes if change.was == was]
        if version is not None:
            found |= dict(zip(changes, version.positions([change.origin for change in changes]), strict=True))
    return found


def _rendered(reports: Iterable[Report], form: str) -> str:
    match form:
        case "text":
            return as_text(reports, colour=takes_colour(sys.stdout))
        case "markdown":
            return as_markdown(reports)
        case "json":
            return as_json(reports)
    raise ValueError(form)
