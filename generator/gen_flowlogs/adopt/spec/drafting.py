"""`Existing` → drafts: each flow log at its place, without those that no spec, or not this one, can say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.adopt.situation import SameFolder, SameModule
from gen_flowlogs.adopt.spec import grouping, places
from gen_flowlogs.adopt.spec.drafts import draft
from gen_flowlogs.adopt.spec.sinks import Unsayable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.adopt.situation import Situation
    from gen_flowlogs.adopt.spec.drafts import Draft
    from gen_flowlogs.adopt.spec.left_out import LeftOut
    from gen_flowlogs.adopt.spec.places import Place
    from gen_flowlogs.adopt.spec.written_givens import WrittenGivens
    from gen_flowlogs.observe.existing import FlowLog


def drafts(
    flow_logs: Iterable[FlowLog], situation: Situation, written: WrittenGivens, left: LeftOut
) -> tuple[Draft, ...]:
    """The drafts in an order of their own, each flow log once."""
    placed = tuple(_placed(flow_logs))
    kept, again = grouping.twice(_sayable(_here(placed, situation, left), written, left))
    for each, first in again:
        left.add(
            each.flow_log,
            f"it is the same as {first.called} to AWS, which has one of the two at most",
            "give sources of one time, and only one of two files that have the same flow log",
        )
    return tuple(kept)


def _placed(flow_logs: Iterable[FlowLog]) -> Iterator[tuple[FlowLog, Place]]:
    several = [(flow_log, places.of(flow_log)) for flow_log in flow_logs]
    whole = places.completed(place for _, place in several)
    return ((flow_log, whole[place]) for flow_log, place in several)


def _here(
    placed: tuple[tuple[FlowLog, Place], ...], situation: Situation, left: LeftOut
) -> Iterator[tuple[FlowLog, Place]]:
    """The flow logs of places that the spec can have: all of them, or the one of a state that stays."""
    if len({place for _, place in placed}) <= 1:
        yield from placed
        return
    is_one = isinstance(situation, SameFolder | SameModule)
    main = places.commonest(place for _, place in placed)
    for flow_log, place in placed:
        if is_one and places.may_be(place, main):
            yield flow_log, main
        elif is_one:
            left.add(
                flow_log,
                f"it is in {place}, and most of the others in {main}, but one root module has one provider",
                "adopt it with `--state other`, into a spec with stacks",
            )
        elif not is_one and not place.is_known:
            left.add(
                flow_log,
                f"it is in {place}, and others are elsewhere, so its stack is not known",
                "name a source that has the account and the region, such as the state that manages it",
            )
        else:
            yield flow_log, place


def _sayable(placed: Iterable[tuple[FlowLog, Place]], written: WrittenGivens, left: LeftOut) -> Iterator[Draft]:
    for flow_log, place in placed:
        try:
            yield draft(flow_log, place, written)
        except Unsayable as error:
            left.add(flow_log, str(error), error.remedy, unknown=error.unknown)
