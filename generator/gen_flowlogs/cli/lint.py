"""`lint`: the diagnostics of specs, which are its result. Writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.cli import inventories
from gen_flowlogs.cli.findings import note_count, say_findings
from gen_flowlogs.cli.specs import compiled, verdict

if TYPE_CHECKING:
    import argparse


def run(arguments: argparse.Namespace) -> int:
    """Show the diagnostics; exit code 1 where any is an error, or under --strict a warning."""
    known = inventories.given(arguments)
    results, diagnostics = compiled(arguments, files=False, inventory=known.inventory)
    say_findings(diagnostics, arguments)
    specs = [result.spec for result in results]
    inventories.note_untold(known.inventory, specs)
    note_count(diagnostics, arguments)
    return known.verdict_on(verdict(diagnostics, strict=arguments.strict), specs)
