"""`stacks`: the root modules of specs as JSON, in an order in which they can be applied."""

from __future__ import annotations

import json
from graphlib import TopologicalSorter
from pathlib import PurePath
from typing import TYPE_CHECKING

from generator import stacks
from generator.cli import exits, terminal
from generator.cli.specs import compiled, note_findings, verdict

if TYPE_CHECKING:
    import argparse

    from generator.model import Spec


def run(arguments: argparse.Namespace) -> int:
    """Print a list of objects: name, path, account, region, and the names of those to be applied first."""
    results, diagnostics = compiled(arguments, files=False)
    code = verdict(diagnostics, strict=False)
    if code != exits.CLEAN:
        note_findings(diagnostics, "text")
        return code
    listed = [entry for result in results for entry in entries(result.spec, arguments.out)]
    terminal.say(json.dumps(listed, indent=2))
    return exits.CLEAN


def entries(spec: Spec, out: str) -> list[dict[str, object]]:
    """One object for each root module: owners of buckets before those who write to them."""
    after = stacks.owners_first(spec)
    by_name = {stack.name: stack for stack in spec.stacks}
    order = [by_name[name] for name in TopologicalSorter(after).static_order()]
    return [
        {
            "name": stack.name,
            "path": (PurePath(out) / spec.name / (stack.name or "")).as_posix(),
            "account": stack.account,
            "region": stack.region,
            "after": list(after[stack.name]),
        }
        for stack in order
    ]
