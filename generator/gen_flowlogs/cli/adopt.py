"""`adopt`: flow logs that exist → a spec, and the blocks with which its first plan keeps them as they are.

Writes new files only, all of them or none. With `--prove` it judges plans and writes nothing.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from gen_flowlogs import observe
from gen_flowlogs.cli import exits, terminal
from gen_flowlogs.cli.adoption import usage
from gen_flowlogs.cli.adoption.files import write
from gen_flowlogs.cli.adoption.outcome import adopted
from gen_flowlogs.cli.adoption.plans import plans
from gen_flowlogs.cli.adoption.reports import adoption_report, incomplete_report, nothing_report
from gen_flowlogs.cli.adoption.specs import refuse_taken
from gen_flowlogs.cli.findings import note_as_text
from gen_flowlogs.cli.specs import takes_colour
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.observe import SourceError
from gen_flowlogs.show.adoption import as_json, as_text, proof_report

if TYPE_CHECKING:
    import argparse

    from gen_flowlogs.observe.existing import Existing
    from gen_flowlogs.show.adoption import AdoptionReport


def run(arguments: argparse.Namespace) -> int:
    """Observe, then prove or adopt; 1 where something is left to be put right."""
    usage.refuse(arguments)
    if arguments.prove is None:
        refuse_taken(arguments)
    try:
        existing = _observed(arguments)
        if not existing.complete and not arguments.live:
            _say(incomplete_report(existing), arguments)
            return exits.FAILED
        if not existing.flow_logs:
            return _say(nothing_report(existing), arguments)
        if arguments.prove is not None:
            return _proved(existing, arguments)
    except SourceError as error:
        raise exits.FileError(str(error)) from error
    return _adopt(existing, arguments)


def _observed(arguments: argparse.Namespace) -> Existing:
    """All that the sources tell. Raises SourceError."""
    parts = []
    if arguments.sources:
        stdin = None if sys.stdin is None else sys.stdin.buffer
        variables = usage.variables(arguments)
        found = observe.read(arguments.sources, stdin=stdin, variables=variables, var_files=arguments.var_file)
        parts.append(found)
    if arguments.live:
        from gen_flowlogs.observe import live  # noqa: PLC0415 - an extra

        parts.append(
            live.read(
                arguments.region, profile=arguments.profile, roles=arguments.role, external_id=arguments.external_id
            )
        )
    return parts[0] if len(parts) == 1 else observe.merged(parts)


def _proved(existing: Existing, arguments: argparse.Namespace) -> int:
    from gen_flowlogs.adopt.proven.proof import prove  # noqa: PLC0415 - the rarer half of the command

    proof = prove(existing, plans(arguments.prove))
    notes = [note for note in existing.notes if note.partial]
    return _say(proof_report(proof, flow_logs=len(existing.flow_logs), notes=notes), arguments)


def _adopt(existing: Existing, arguments: argparse.Namespace) -> int:
    situation = usage.situation(arguments, existing)
    outcome = adopted(existing, situation, arguments)
    note_as_text(outcome.diagnostics)
    if outcome.refused:
        terminal.note(f"gen-flowlogs: {shown(outcome.file, 200)} has errors; nothing was written")
        return exits.FINDINGS
    write(outcome)
    return _say(adoption_report(existing, situation, outcome, arguments), arguments)


def _say(report: AdoptionReport, arguments: argparse.Namespace) -> int:
    """Show a report; the exit code says whether anything is left to be put right."""
    if arguments.format == "json":
        terminal.say(as_json(report), "json")
    else:
        terminal.say(as_text(report, colour=takes_colour(sys.stdout)).rstrip("\n"))
    return exits.CLEAN if report.whole else exits.FINDINGS
