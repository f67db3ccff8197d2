"""The matrix as a table: what was run, and how it ended."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from language import BUCKETS, FILTERS, GROUPS, KINDS, STREAMS
from matrix import RUNNABLE, WANTED, Cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FORMS = ("id", "variable", "reference", "keyed", "tags", "name", "within", "none")
_ROWS = (
    *(("cloudwatch_logs", each.name) for each in GROUPS),
    *(("s3", each.name) for each in BUCKETS),
    *(("firehose", each.name) for each in STREAMS),
    *(("target", each) for each in _FORMS),
    *(("filter", each.name) for each in FILTERS),
)
_KNOWN = {kind.key for kind in RUNNABLE}
_WIDTH = 15


def lines(told: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Rows of text. `told`: the cells of a case as JSON, and the outcome of its test.

    A place has two marks, one where the kind is singular and one where it is plural: `ok`, `FAILED`, `-` where it was
    not run, `v6` where it needs version 6 of the provider, nothing where the language has no such thing.
    """
    outcomes: dict[Cell, set[str]] = {}
    for cells, outcome in told:
        for said in json.loads(cells):
            outcomes.setdefault(Cell(**said), set()).add(outcome)
    titles = (kind.key.replace("transit_gateway_", "").replace("_gateway", "") for kind in KINDS)
    yield " " * 39 + "".join(f"{title:{_WIDTH}}" for title in titles)
    for part, row in _ROWS:
        places = ((Cell(part, row, kind.key, many) for many in (False, True)) for kind in KINDS)
        marks = (" ".join(_mark(cell, outcomes) for cell in place) for place in places)
        yield f"{part:17}{row:22}" + "".join(f"{mark:{_WIDTH}}" for mark in marks)
    passed = sum(outcomes.get(cell) == {"passed"} for cell in WANTED)
    late = sum(cell.kind not in _KNOWN for cell in WANTED)
    yield f"{len(WANTED)} places: {passed} passed, {late} need a newer AWS provider than this machine has"


def _mark(cell: Cell, outcomes: dict[Cell, set[str]]) -> str:
    if cell not in WANTED:
        return "  "
    if cell.kind not in _KNOWN:
        return "v6"
    found = outcomes.get(cell, set())
    return "FAILED" if "failed" in found else "ok" if found else "- "
