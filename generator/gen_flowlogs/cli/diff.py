"""`diff`: show the effects of a change of a spec on the resources that are applied, and on the records."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from gen_flowlogs.cli import exits, terminal
from gen_flowlogs.cli.findings import note_as_text
from gen_flowlogs.cli.specs import takes_colour
from gen_flowlogs.cli.versions import Version, newest, of_files, of_revision
from gen_flowlogs.compare import compare
from gen_flowlogs.show.changes import Line, Report, as_json, as_markdown, as_text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping

    from gen_flowlogs.compare import Cause, Change, Comparison
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
        note_as_text(version.errors)
        terminal.note(f"gen-flowlogs: {version.title} has errors, so nothing can be compared")
    if broken:
        return exits.FINDINGS
    reports = [_report(old, new) for old, new in pairs]
    terminal.say(_rendered(reports, arguments.format).rstrip("\n"), arguments.format)
    lost = any(report.comparison.disruptive for report in reports)
    return exits.FINDINGS if arguments.exit_code and lost else exits.CLEAN


def _report(old: Version | None, new: Version | None) -> Report:
    comparison = compare(old.spec if old else None, new.spec if new else None)
    return Report(file=newest(old, new).file, comparison=comparison, lines=_lines(comparison, old, new))


def _lines(comparison: Comparison, old: Version | None, new: Version | None) -> dict[Change, Line]:
    """The line that causes each change: the first of its causes that is there."""
    places: dict[Cause, tuple[Position, bool]] = {}
    for version, is_old in ((old, True), (new, False)):
        causes = dict.fromkeys(each for change in comparison.changes for each in change.causes if each.old == is_old)
        if version is not None:
            places |= zip(causes, version.positions([each.origin for each in causes]), strict=True)
    return {change: _line(change, places) for change in comparison.changes}


def _line(change: Change, places: Mapping[Cause, tuple[Position, bool]]) -> Line:
    known = [each for each in change.causes if each in places]
    cause = next((each for each in known if places[each][1]), known[-1])
    position = places[cause][0]
    return Line(file=position.file, number=position.line, before=cause.old)


def _rendered(reports: Iterable[Report], form: str) -> str:
    match form:
        case "text":
            return as_text(reports, colour=takes_colour(sys.stdout))
        case "markdown":
            return as_markdown(reports)
        case "json":
            return as_json(reports)
    raise ValueError(form)
