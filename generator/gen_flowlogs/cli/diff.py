"""`diff`: show the effects of a change of a spec on the resources that are applied, and on the records."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gen_flowlogs.cli import exits, inventories, roots, shell, terminal
from gen_flowlogs.cli.findings import note_as_text
from gen_flowlogs.cli.git.applied import is_written_otherwise
from gen_flowlogs.cli.git.base import of_branch
from gen_flowlogs.cli.git.process import Repository
from gen_flowlogs.cli.options import OUT
from gen_flowlogs.cli.specs import takes_colour
from gen_flowlogs.cli.versions import Version, newest, of_files, of_revision, refuse_without_revision, unnamed
from gen_flowlogs.compare import compare
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.output import output
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.repository import ENDINGS
from gen_flowlogs.show.changes import Line, Report, Since, as_json, as_markdown, as_text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from gen_flowlogs.captures.inventory import Inventory
    from gen_flowlogs.cli.git.base import Base
    from gen_flowlogs.cli.versions import Pair
    from gen_flowlogs.compare import Cause, Change, Comparison
    from gen_flowlogs.diagnostics import Position
    from gen_flowlogs.repository import Root


def run(arguments: argparse.Namespace) -> int:
    """Show what changes; exit code 1 where a spec has errors, or with --exit-code where anything is lost."""
    specs, form, exit_code = arguments.specs, arguments.format, arguments.exit_code
    root = roots.named(arguments.root, specs)
    known = inventories.given(arguments)
    if arguments.base is not None:
        refuse_without_revision(specs)
        base = of_branch(arguments.base, Repository.around(specs[0]))
        return since(base, specs, form, root=root, exit_code=exit_code, known=known, out=arguments.out)
    if len(specs) != 2:
        raise exits.UsageError(
            "`diff` compares two specs: `gen-flowlogs diff OLD NEW`, or `gen-flowlogs diff --base main`"
        )
    old, new = specs
    if old != "-" and Path(old).suffix not in ENDINGS and not Path(old).exists() and Path(new).is_file():
        command = shell.command(["gen-flowlogs", "diff", "--base", old, new])
        raise exits.FileError(f"there is no file {quoted(old)}; for a revision run `{command}`")
    return _show([of_files(old, new, root)], None, form, exit_code=exit_code, known=known)


def since(  # noqa: PLR0913 - most are keywords
    base: Base,
    specs: Sequence[str],
    form: str,
    *,
    root: Root | None = None,
    exit_code: bool = False,
    known: inventories.Given = inventories.NOTHING,
    out: str = OUT,
) -> int:
    """Show what changes since a commit, as `run` does. `out`: the folder of all output."""
    pairs = of_revision(base.revision, specs, root)
    for old, new in pairs:
        if old and new and old.file != new.file:
            terminal.note(f"{new.title} is compared with {old.title}, which has its name")
    left_out = unnamed(base.revision, specs, pairs)
    for each in left_out:
        was = f"{shown(each, 200)} is a spec at {shown(base.revision.name)} and no longer here"
        terminal.note(f"{was}: name it too, and it is compared")
    described = Since(commit=base.revision.commit, described=base.described)
    code = _show(
        pairs, described, form, exit_code=exit_code, known=known, other_output=lambda old: _other_output(old, base, out)
    )
    return exits.FINDINGS if exit_code and left_out and code != exits.FAILED else code


def _other_output(old: Version, base: Base, out: str) -> str:
    """The output that the base has, where this version does not write it; else empty."""
    place = output(old.spec, out).path.as_posix()
    return (
        f"{shown(place, 200)} at {shown(base.revision.name)}"
        if is_written_otherwise(base.revision, old.spec, out)
        else ""
    )


def _show(  # noqa: PLR0913 - most are keywords
    pairs: Sequence[Pair],
    base: Since | None,
    form: str,
    *,
    exit_code: bool,
    known: inventories.Given,
    other_output: Callable[[Version], str] = lambda _: "",
) -> int:
    broken = [version for pair in pairs for version in pair if version and version.errors]
    for version in broken:
        note_as_text(version.errors)
        terminal.note(f"gen-flowlogs: {version.title} has errors, so the specs cannot be compared")
    if broken:
        return exits.FINDINGS
    reports = [_report(old, new, known.inventory, other_output(old) if old and new else "") for old, new in pairs]
    terminal.say(_rendered(reports, base, form).rstrip("\n"), form)
    lost = any(report.disruptive for report in reports)
    specs = [version.spec for pair in pairs for version in pair if version]
    inventories.note_absent(known.inventory, specs)
    return known.verdict_on(exits.FINDINGS if exit_code and lost else exits.CLEAN, specs)


def _report(old: Version | None, new: Version | None, inventory: Inventory | None, other_output: str) -> Report:
    comparison = compare(old.spec if old else None, new.spec if new else None, inventory)
    lines = _lines(comparison, old, new)
    return Report(file=newest(old, new).file, comparison=comparison, lines=lines, other_output=other_output)


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


def _rendered(reports: Iterable[Report], base: Since | None, form: str) -> str:
    match form:
        case "text":
            return as_text(reports, base, colour=takes_colour(sys.stdout))
        case "markdown":
            return as_markdown(reports, base)
        case "json":
            return as_json(reports, base)
    raise ValueError(form)
