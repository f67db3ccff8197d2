"""Recordings and what Terraform does → flow logs, and whether each of them goes on recording through the change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gen_flowlogs.compare.recordings import Recording, recordings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gen_flowlogs.compare.decide import Decision, Decisions
    from gen_flowlogs.compare.things import Thing, Things
    from gen_flowlogs.model import Spec

_GOES_ON = (None, "update", "move", "forget")


@dataclass(frozen=True, slots=True)
class Flow:
    """One flow log of one version of a spec, which Terraform changes (`decision`) or loses sight of (None).

    `goes_on`: it is touched by nobody, nor is anything that it needs. `lost`, `anew`: what it needs and is destroyed
    by the change, for good or to be made again.
    """

    recording: Recording
    decision: Decision | None
    goes_on: bool
    lost: Thing | None = None
    anew: Thing | None = None


def before(spec: Spec | None, decided: Mapping[str | None, Decisions]) -> Iterator[Flow]:
    """The flow logs of the old spec."""
    known = {
        (stack, decision.old.address): decision
        for stack, each in decided.items()
        for decision in each.all()
        if decision.old is not None
    }
    for each in recordings(spec):
        decision = _of(each, known)
        yield Flow(each, decision, decision is None or decision.action in _GOES_ON)


def after(spec: Spec | None, decided: Mapping[str | None, Decisions], all_things: Things) -> Iterator[Flow]:
    """The flow logs of the new spec."""
    known = {
        (stack, decision.address): decision
        for stack, each in decided.items()
        for decision in each.all()
        if decision.new is not None
    }
    for each in recordings(spec):
        decision = _of(each, known)
        lost = all_things.lost(each.destination, each.stack)
        anew = all_things.anew(each.destination, each.stack)
        on = decision is not None and decision.action in _GOES_ON and lost is None and anew is None
        yield Flow(each, decision, on, lost, anew)


def _of(recording: Recording, known: Mapping[tuple[str | None, str], Decision]) -> Decision | None:
    """Where the keys of a `for_each` are open on one side, one decision stands for all of them."""
    stack, address = recording.stack.name, recording.address
    return known.get((stack, address)) or known.get((stack, address.partition("[")[0]))
