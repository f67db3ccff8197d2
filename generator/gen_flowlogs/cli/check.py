"""`check`: whether the output folder holds what the specs say. Writes nothing; the differences are its result."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gen_flowlogs.cli import exits, inputs, terminal
from gen_flowlogs.cli.drift import difference, drift, foreign, plans
from gen_flowlogs.cli.findings import note_count, say_findings
from gen_flowlogs.cli.leftovers import leftovers
from gen_flowlogs.cli.output_above import refuse_output_above
from gen_flowlogs.cli.output_folder import missing_folders
from gen_flowlogs.cli.renewal import note_renewal
from gen_flowlogs.cli.schemas import old_schemas
from gen_flowlogs.cli.spec_files import SpecFiles
from gen_flowlogs.cli.specs import compiled, takes_colour, verdict
from gen_flowlogs.cli.twins import about_twin
from gen_flowlogs.diagnostics import shown

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from gen_flowlogs import emit
    from gen_flowlogs.diagnostics import Diagnostic
    from gen_flowlogs.model import Spec


def run(arguments: argparse.Namespace) -> int:
    """Show the findings, then the files that are stale, missing, edited or orphaned, then a diff that build undoes."""
    results, diagnostics = compiled(arguments)
    refuse_output_above(arguments, results)
    is_staged = getattr(arguments, "staged", False)
    missing = () if is_staged else missing_folders(results)  # a copy of the index has no more than it needs
    absent = {each.position.file for each in missing}
    results = tuple(result for result in results if result.file not in absent)
    known = SpecFiles()
    planned = plans(results, Path(arguments.out), known)
    specs = [result.spec for result in results if result.files is not None]
    wrong = tuple(
        diagnostic
        for plan, spec in zip(planned, specs, strict=True)
        for diagnostic in (*foreign(plan, spec.file), *_stale(plan, spec, arguments.format))
    )
    wrong = (*missing, *wrong)
    say_findings((*diagnostics, *wrong), arguments)
    lines = difference(planned)
    if arguments.format == "text":
        if lines:
            terminal.say("\n".join(terminal.painted_diff(lines) if takes_colour(sys.stdout) else lines))
        for plan in planned:
            if not plan.stale:
                count = "" if plan.alone else f"{len(plan.unchanged)} files, "
                terminal.note(f"{shown(plan.place.as_posix(), 500)}: {count}up to date")
    elif lines:  # standard output holds one document, or one line for each finding
        terminal.note("\n".join(lines))
    twins = [about_twin(plan, spec.file, known) for plan, spec in zip(planned, specs, strict=True)]
    for line in filter(None, twins):
        terminal.note(line)
    for line in (*leftovers(planned, results, arguments, known), *old_schemas([*arguments.specs, *_included(specs)])):
        terminal.note(line)
    note_count((*diagnostics, *wrong), arguments)
    renewable = [
        spec.file
        for plan, spec, twin in zip(planned, specs, twins, strict=True)
        if plan.stale and not plan.refused and twin is None
    ]
    if not is_staged:  # of a commit, `advice` knows what it lacks
        note_renewal(renewable, arguments)
    return exits.FINDINGS if wrong else verdict(diagnostics, strict=arguments.strict)


def _included(specs: Iterable[Spec]) -> list[str]:
    """The files that specs include and have definitions of."""
    files = {
        each.origin.file
        for spec in specs
        for several in (spec.stacks, spec.filters, spec.destinations, spec.capture_points)
        for each in several
        if each.origin is not None
    }
    return sorted(files - {spec.file for spec in specs})


def _stale(plan: emit.Plan, spec: Spec, form: str) -> tuple[Diagnostic, ...]:
    """GitHub shows annotations in the diff of a pull request, where the output is folded and the spec is not."""
    if form == "github" and inputs.has_file_name(spec.file):
        from gen_flowlogs.cli.drift_origin import drift_at_spec  # noqa: PLC0415 - for this form alone

        return drift_at_spec(plan, spec)
    return drift(plan)
