"""A flow log that exists → a draft of its part of a spec, or the reason why no spec can say it."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from gen_flowlogs.adopt.spec import fields, sinks, tags
from gen_flowlogs.adopt.spec.cloudformation import stack_of
from gen_flowlogs.adopt.spec.left_out import called
from gen_flowlogs.adopt.spec.sinks import Unsayable
from gen_flowlogs.aws.kinds import AGGREGATION_INTERVALS, KINDS, of_id
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.observe.existing import Unknown
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from gen_flowlogs.adopt.spec.places import Place
    from gen_flowlogs.adopt.spec.sinks import Sink
    from gen_flowlogs.adopt.spec.written_givens import WrittenGivens
    from gen_flowlogs.aws.kinds import Family, Kind
    from gen_flowlogs.model import Given
    from gen_flowlogs.observe.existing import FlowLog, Note


@dataclass(frozen=True, slots=True)
class Chosen:
    """The filter of a flow log: what two flow logs of one filter have in common."""

    family: Family
    traffic: str
    interval: int
    fields: tuple[str, ...]
    tag_fields: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draft:
    """A flow log that a spec can say. `unknown_tags`: the reason why its tags are not known; empty: they are."""

    flow_log: FlowLog
    place: Place
    kind: Kind
    target: Given
    filter: Chosen
    sink: Sink
    tags: tuple[tuple[str, str], ...]
    unknown_tags: str = ""
    called: str = ""  # in comments and messages
    notes: tuple[Note, ...] = ()

    @property
    def identity(self) -> tuple[object, ...]:
        """Equal for two flow logs of which AWS refuses the second; it does not ask for the interval."""
        recorded = (self.filter.traffic, self.filter.fields, self.filter.tag_fields)
        return (self.place, self.kind.singular, self.target, recorded, sinks.store(self.sink))


def draft(flow_log: FlowLog, place: Place, written: WrittenGivens) -> Draft:
    """The draft of a flow log. Raises Unsayable."""
    if flow_log.tainted:
        address = shlex.quote(str(flow_log.address))
        raise Unsayable(
            "it is tainted, so Terraform would replace it",
            remedy=f"if it records as it should, run `terraform untaint {address}` and adopt again",
        )
    stack = stack_of(flow_log)
    if stack is not None:
        raise Unsayable(
            f"CloudFormation has it, in the stack {quoted(stack)}",
            remedy="leave it there, or take it out of the template with `DeletionPolicy: Retain` and adopt again",
        )
    kind = _kind(flow_log)
    target = _target(flow_log, kind, written)
    observed = tags.of(flow_log, written.situation)
    return Draft(
        flow_log=flow_log,
        place=place,
        kind=kind,
        target=target,
        filter=_filter(flow_log, kind),
        sink=sinks.of(flow_log, place, written),
        tags=tags.said(observed),
        unknown_tags=observed.why if isinstance(observed, Unknown) else "",
        notes=tuple(tags.lost(observed, flow_log)),
        called=called(flow_log),
    )


def _kind(flow_log: FlowLog) -> Kind:
    if flow_log.kind is not None:
        return flow_log.kind
    found = of_id(flow_log.target) if isinstance(flow_log.target, str) else None
    by_argument = next((kind for kind in KINDS if kind.argument in flow_log.givens), None)
    if found is None and by_argument is None:
        why = flow_log.target.why if isinstance(flow_log.target, Unknown) else f"{quoted(flow_log.target)} is no id"
        raise Unsayable(f"its target is not known: {why}", unknown=isinstance(flow_log.target, Unknown))
    return found or by_argument  # type: ignore[return-value] # one of them is there


def _target(flow_log: FlowLog, kind: Kind, written: WrittenGivens) -> Given:
    match flow_log.target:
        case Unknown(why):
            given = written.of(flow_log, kind.argument, None)
            if given is None:
                raise Unsayable(f"its target is not known: {why}", unknown=True)
            return given
        case target if re.fullmatch(kind.id_pattern, target) and not target.endswith("\n"):
            return written.of(flow_log, kind.argument, target) or target
        case target:
            raise Unsayable(f"its target {quoted(target)} is no id of a {kind.title}")


def _filter(flow_log: FlowLog, kind: Kind) -> Chosen:
    family = kind.family
    traffic, interval, text = flow_log.traffic, flow_log.interval, flow_log.log_format
    for value, what in ((traffic, "traffic"), (interval, "aggregation interval"), (text, "format")):
        if isinstance(value, Unknown):
            raise Unsayable(f"its {what} is not known: {value.why}", unknown=True)
    if family == "transit_gateway":
        traffic = "ALL"
        interval = AGGREGATION_INTERVALS[family][0] if flow_log.id is None else interval
    if traffic not in {"ALL", "ACCEPT", "REJECT"}:
        raise Unsayable("its traffic is not known" if traffic is None else f"its traffic is {quoted(traffic)}")
    if interval not in AGGREGATION_INTERVALS[family]:
        raise Unsayable(f"it aggregates over {interval} seconds, which AWS does not have for a {kind.title}")
    try:
        named = fields.read(text if isinstance(text, str) and text else None, family)
    except fields.UnknownFormat as error:
        raise Unsayable(str(error)) from error
    keys = tuple(sorted((resource, tuple(each)) for resource, each in flow_log.tag_fields))
    return Chosen(family, str(traffic), int(str(interval)), named, keys)
