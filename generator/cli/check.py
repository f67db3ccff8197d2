"""`check`: whether the output folder holds what the specs say. Writes nothing; the differences are its result."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli import exits, terminal
from generator.cli.drift import difference, drift, left_behind, plans
from generator.cli.specs import compiled, say_findings, takes_colour, verdict

if TYPE_CHECKING:
    import argparse


def run(arguments: argparse.Namespace) -> int:
    """Show the findings, then what is stale, missing, edited or orphaned, then a diff of it: `+` is what is missing."""
    results, diagnostics = compiled(arguments)
    planned = plans(results, Path(arguments.out))
    stale = tuple(diagnostic for plan in planned for diagnostic in drift(plan))
    say_findings((*diagnostics, *stale), arguments.format)
    lines = difference(planned)
    if arguments.format == "text":
        if lines:
            terminal.say("\n".join(terminal.painted_diff(lines) if takes_colour(sys.stdout) else lines))
        for plan in planned:
            if not drift(plan):
                terminal.note(f"{plan.folder.as_posix()}: {len(plan.unchanged)} files, up to date")
    elif lines:  # standard output holds one document, or one line for each finding
        terminal.note("\n".join(lines))
    for plan in planned:
        for line in left_behind(plan):
            terminal.note(line)
    return exits.FINDINGS if stale else verdict(diagnostics, strict=arguments.strict)
