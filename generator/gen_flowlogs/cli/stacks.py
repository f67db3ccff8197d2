"""`stacks`: the root modules of specs as JSON, in an order in which they can be applied."""

from __future__ import annotations

import json
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from gen_flowlogs.captures import locations
from gen_flowlogs.cli import exits, terminal
from gen_flowlogs.cli.findings import without_errors
from gen_flowlogs.output import identity, output
from gen_flowlogs.root_modules import owners_first, ownership

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from gen_flowlogs.model import Spec


def run(arguments: argparse.Namespace) -> int:
    """Print a list of objects, one for each root module: its location, its folder, and its place in the order."""
    results = without_errors(arguments)
    if isinstance(results, int):
        return results
    listed = [entry for result in results for entry in entries(result.spec, arguments.out)]
    terminal.say(json.dumps(listed, indent=2), "json")
    return exits.CLEAN


def entries(spec: Spec, out: str) -> list[dict[str, object]]:
    """One object for each root module, by wave and name.

    A root module of wave 0 needs no other; one of a later wave writes to buckets of the stacks in `after`, which are of
    earlier waves. Without stacks, the fields that only stacks have are None. `kind`: `root`, or where a root module of
    the author's has the output, `module` (it calls the output) or `folder` (the output is one file there).
    """
    after = owners_first(spec, ownership(spec))
    waves, place = _waves(after), output(spec, out)
    return [
        {
            "spec": spec.name,
            "name": stack.name,
            "path": (place.folder / (stack.name or "")).as_posix(),
            "account": stack.account,
            "region": stack.region,
            "partition": None if stack.account is None else locations.of(stack).partition,
            "wave": waves[stack.name],
            "after": list(after[stack.name]),
            "kind": identity(spec)[0],
        }
        for stack in sorted(spec.stacks, key=lambda each: (waves[each.name], each.name or ""))
    ]


def _waves(after: Mapping[str | None, tuple[str | None, ...]]) -> dict[str | None, int]:
    """Stack → the length of the longest chain of stacks that must be applied before it."""
    waves: dict[str | None, int] = {}
    for name in TopologicalSorter(after).static_order():
        waves[name] = max((waves[each] + 1 for each in after[name]), default=0)
    return waves
