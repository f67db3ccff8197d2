"""What one address destroys while another one makes the same: nothing says which comes first, so the apply may fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.compare import things
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.compare.flows import Flow
    from gen_flowlogs.compare.sides import Sides

_AGAIN = "nothing says that the old one is destroyed before the new one is made; apply again then (docs/changes.md)"


def races(sides: Sides) -> Iterator[str]:
    """A line for flow logs, and one for the rest."""
    gone: dict[object, list[Flow]] = {}
    for each in sides.old:
        if each.decision is not None and each.decision.action in ("destroy", "replace"):
            gone.setdefault(_same(each), []).append(each)
    names = {
        each.recording.point.name: None
        for each in sides.new
        if each.decision is not None
        and each.decision.action in ("create", "replace")
        and any(_at(other) != _at(each) for other in gone.get(_same(each), ()))
    }
    if names:
        several = listing([quoted(name) for name in names])
        yield f"the apply may fail with FlowLogAlreadyExists for {several}: {_AGAIN}"
    for thing in sides.things.races():
        yield f"the apply may fail because {things.words(thing)} exists: {_AGAIN}"


def _same(flow: Flow) -> object:
    """What AWS takes no second flow log of."""
    return flow.recording.subject, flow.recording.place, flow.recording.traffic, flow.recording.names


def _at(flow: Flow) -> object:
    """Where Terraform knows it: an address that is moved is another one."""
    decision = flow.decision
    return flow.recording.stack.name, decision.address if decision else None
