"""`renamed_from` → `moved` blocks for every address that carries an old name; `retired` → `removed` blocks."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from gen_flowlogs import naming
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.hcl import Ref
from gen_flowlogs.view.flow_logs import FlowLog
from gen_flowlogs.view.resources import address, resources
from gen_flowlogs.view.roles import Role, RolePolicy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.hcl import Label
    from gen_flowlogs.model import CapturePoint, Destination

_WITHOUT_HISTORY = {Role.TYPE, RolePolicy.TYPE}
"""Resources of a retired destination that are destroyed: deliveries have stopped, and these hold no records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """`moved { from … to … }`."""

    capture_point: str | None  # None: a move of a destination's own resource
    destination: str
    source: Ref
    target: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """`removed { from … }`, which leaves the resource in AWS as it is."""

    capture_point: ClassVar[None] = None

    destination: str
    source: Ref


@dataclass(frozen=True, slots=True)
class View:
    """`moves.tf`."""

    moves: tuple[Move, ...]
    removals: tuple[Removal, ...]


def view(
    points: tuple[CapturePoint, ...],
    destinations: tuple[Destination, ...],
    created: tuple[object, ...],
    retired: tuple[object, ...],
) -> View | None:
    """The moves of one root module; None where there are none.

    `destinations` are all of the root module, `created` the views of those in use, `retired` the views that the retired
    ones would have.
    """
    moves = sorted((*_flow_logs(points), *_destinations(destinations, created)), key=lambda move: str(move.target))
    removals = sorted(_removals(retired, _renamed(destinations)), key=lambda removal: str(removal.source))
    return View(tuple(moves), tuple(removals)) if moves or removals else None


def _flow_logs(points: tuple[CapturePoint, ...]) -> Iterator[Move]:
    """A chain through every address that a flow log may have: of two renames either may be applied already.

    A step takes no address from another flow log, since a former name is no longer defined.
    """
    for point in points:
        for destination in point.destinations:
            if point.renamed_from is None and destination.renamed_from is None:
                continue
            labels = [naming.flow_log_label(name, to) for name in _names(point) for to in _names(destination)]
            for before, after in pairwise(labels):
                yield Move(
                    capture_point=point.name,
                    destination=destination.name,
                    source=Ref(f"{FlowLog.TYPE}.{before}"),
                    target=Ref(f"{FlowLog.TYPE}.{after}"),
                )


def _names(thing: CapturePoint | Destination) -> tuple[str, ...]:
    """The former name, if any, and the name."""
    return (thing.name,) if thing.renamed_from is None else (thing.renamed_from, thing.name)


def _destinations(destinations: tuple[Destination, ...], created: tuple[object, ...]) -> Iterator[Move]:
    renamed = _renamed(destinations)
    if not renamed:
        return
    for resource in resources(created):
        if resource.destination in renamed:
            yield Move(
                capture_point=None,
                destination=resource.destination,
                source=Ref(f"{resource.TYPE}.{renamed[resource.destination]}"),
                target=address(resource),
            )


def _removals(retired: tuple[object, ...], renamed: dict[str, Label]) -> Iterator[Removal]:
    """The addresses of retired resources; also their former addresses where the destination was renamed."""
    for resource in resources(retired):
        if resource.TYPE in _WITHOUT_HISTORY or resource.destination is None:
            continue
        yield Removal(destination=resource.destination, source=address(resource))
        if resource.destination in renamed:
            source = Ref(f"{resource.TYPE}.{renamed[resource.destination]}")
            yield Removal(destination=resource.destination, source=source)


def _renamed(destinations: tuple[Destination, ...]) -> dict[str, Label]:
    """The name of each destination that was renamed → its former label."""
    return {each.name: naming.block_label(each.renamed_from) for each in destinations if each.renamed_from is not None}
