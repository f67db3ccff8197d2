"""`build`: specs → Terraform below the output folder. Writes everything or, where anything is wrong, nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gen_flowlogs import emit, show
from gen_flowlogs.cli import exits, terminal
from gen_flowlogs.cli.drift import foreign, plans
from gen_flowlogs.cli.findings import how_to_ignore, note_count, note_findings
from gen_flowlogs.cli.leftovers import leftovers, refuse_drops
from gen_flowlogs.cli.next_steps import first_built, note_next
from gen_flowlogs.cli.output_above import refuse_output_above
from gen_flowlogs.cli.output_folder import missing_folders, providers
from gen_flowlogs.cli.spec_files import SpecFiles
from gen_flowlogs.cli.specs import compiled, verdict
from gen_flowlogs.cli.twins import about_twin
from gen_flowlogs.diagnostics import shown

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from gen_flowlogs.diagnostics import Diagnostic
    from gen_flowlogs.pipeline import Compiled


def run(arguments: argparse.Namespace) -> int:
    """Check, lint and write; list what was created, changed and deleted."""
    results, diagnostics = compiled(arguments)
    refuse_output_above(arguments, results)
    diagnostics = (*diagnostics, *missing_folders(results))
    code = verdict(diagnostics, strict=arguments.strict)
    if code != exits.CLEAN:
        return _nothing_written(arguments, diagnostics, code)
    known = SpecFiles()
    planned = plans(results, Path(arguments.out), known, drop=frozenset(arguments.drop_stack))
    refuse_drops(planned, arguments.drop_stack)
    strangers = tuple(
        diagnostic for plan, result in zip(planned, results, strict=True) for diagnostic in foreign(plan, result.file)
    )
    if strangers:
        return _nothing_written(arguments, (*diagnostics, *strangers), exits.FINDINGS)
    note_findings(diagnostics, arguments)
    twins = [about_twin(plan, result.file, known) for plan, result in zip(planned, results, strict=True)]
    first = first_built(planned, results)
    try:
        emit.apply(*planned)
    except emit.UnwritableError as error:
        nothing = "" if isinstance(error, emit.HalfWrittenError) else "; nothing was written"
        raise exits.FileError(f"{error}{nothing}") from error
    if not arguments.quiet:
        _say_written(planned, results)
    for line in filter(None, twins):
        terminal.note(line)
    for line in leftovers(planned, results, arguments, known):
        terminal.note(line)
    if not arguments.quiet:
        note_count(diagnostics, arguments)
        note_next(first, arguments, diagnostics)
    return exits.CLEAN


def _nothing_written(arguments: argparse.Namespace, why: tuple[Diagnostic, ...], code: int) -> int:
    """Show the findings, as one document, and their number."""
    note_findings(why, arguments)
    if arguments.format == "text":
        count = show.summary(why, len(arguments.specs))
        terminal.note(f"gen-flowlogs: {count}; nothing was written{how_to_ignore(why)}")
    return code


def _say_written(planned: Sequence[emit.Plan], results: Sequence[Compiled]) -> None:
    for plan in planned:
        terminal.say(_summary(plan))
    for line in providers(results):
        terminal.note(line)


def _summary(plan: emit.Plan) -> str:
    named = (("created", plan.created), ("changed", plan.changed), ("deleted", plan.deleted))
    counts = [f"{len(names)} {verb}" for verb, names in named]
    if plan.alone is not None:
        done = next((verb for verb, names in named if names), "unchanged")
        return f"{shown(plan.place.as_posix(), 500)}: {done}"
    head = f"{shown(plan.folder.as_posix(), 500)}: {', '.join(counts)}, {len(plan.unchanged)} unchanged"
    return "\n".join([head, *(f"  {verb} {shown(name, 500)}" for verb, names in named for name in names)])
