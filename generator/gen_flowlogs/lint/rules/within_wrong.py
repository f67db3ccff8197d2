"""A `within` of ids that, by an inventory, are in something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.suppression import Suppressible
from gen_flowlogs.phrasing import listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index
    from gen_flowlogs.model import CapturePoint, Stack

_FEW = 3


def check(index: Index) -> Iterator[Suppressible]:
    """Find the capture points with ids that are in another container of the kind that `within` names."""
    for point in index.spec.capture_points if index.observed else ():
        for stack in point.stacks:
            wrong = dict(_elsewhere(index, point, point.within, stack)) if point.within is not None else {}
            if wrong:
                yield _warning(index, point, wrong, stack)
                break


def _elsewhere(index: Index, point: CapturePoint, within: str, stack: Stack) -> Iterator[tuple[str, str]]:
    """The ids of a capture point that are in none of its containers, each with the one of their kind that it is in."""
    several = index.keys.inside(within, stack)
    if not all(isinstance(each, str) for each in several):
        return
    kind = index.containment.named(within, stack).kind
    for target in index.keys.in_stack(point, stack):
        for container in index.containment.holding(target, stack):
            if container.kind is kind and not set(container.targets) & set(several):
                yield str(target), str(container.targets[0])


def _warning(index: Index, point: CapturePoint, wrong: dict[str, str], stack: Stack) -> Suppressible:
    assert point.within is not None  # noqa: S101 - it is what is wrong
    here = listing([f"{id_} is in {outer}" for id_, outer in wrong.items()], _FEW)
    there = listing([str(each) for each in index.keys.inside(point.within, stack)], _FEW, "or")
    return Suppressible(
        Finding(
            "within-wrong",
            f"by the inventory {here}, not in {there}; write what holds it in `within`, or take that out",
            point.origin.at("within"),
        ),
        (point,),
    )
