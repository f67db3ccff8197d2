"""The origins that a report shows as places in a spec."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gen_flowlogs.diagnostics import Origin, Position
    from gen_flowlogs.report import Report

LONGEST_FILE = 200


def origins(report: Report) -> Iterator[Origin]:
    """Every origin of a report."""
    for spec in report.specs:
        yield from (each.origin for each in spec.points)
        yield from (each.origin for each in spec.destinations)


def place(origin: Origin, positions: Mapping[Origin, Position]) -> str:
    """`specs/prod.yaml:19`."""
    position = positions.get(origin)
    file = shown(origin.file, LONGEST_FILE)
    return file if position is None else f"{file}:{position.line}"
