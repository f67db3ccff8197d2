"""`renamed_from` → `moved` blocks, one for every address that carries the old name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator import naming
from generator.hcl import Ref
from generator.model import CapturePoint, Destination
from generator.view.flow_logs import FlowLog
from generator.view.resources import resources


@dataclass(frozen=True, slots=True)
class Move:
    """`moved { from … to … }`."""

    source: Ref
    target: Ref


@dataclass(frozen=True, slots=True)
class View:
    """`moves.tf`."""

    moves: tuple[Move, ...]


def view(
    points: tuple[CapturePoint, ...], destinations: tuple[Destination, ...], created: tuple[object, ...]
) -> View | None:
    """The moves of one root module; None where nothing is renamed. `created`: the views of the destinations."""
    moves = sorted((*_flow_logs(points), *_destinations(destinations, created)), key=lambda move: str(move.target))
    return View(tuple(moves)) if moves else None


def _flow_logs(points: tuple[CapturePoint, ...]) -> Iterator[Move]:
    for point in points:
        for destination in point.destinations:
            if point.renamed_from is None and destination.renamed_from is None:
                continue
            before = naming.flow_log_label(
                point.renamed_from or point.name, destination.renamed_from or destination.name
            )
            after = naming.flow_log_label(point.name, destination.name)
            yield Move(Ref(f"{FlowLog.TYPE}.{before}"), Ref(f"{FlowLog.TYPE}.{after}"))


def _destinations(destinations: tuple[Destination, ...], created: tuple[object, ...]) -> Iterator[Move]:
    renamed = {
        naming.label(each.name): naming.label(each.renamed_from)
        for each in destinations
        if each.renamed_from is not None
    }
    if not renamed:
        return
    for resource in resources(created):
        before = renamed.get(str(resource.label))
        if before is not None:
            yield Move(Ref(f"{resource.TYPE}.{before}"), Ref(f"{resource.TYPE}.{resource.label}"))
