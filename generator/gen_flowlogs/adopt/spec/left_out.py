"""Flow logs that the spec leaves out: a note for each, and comments in the spec."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import givens
from gen_flowlogs.dataclass import dataclass, field
from gen_flowlogs.hcl import recognition
from gen_flowlogs.model import Reference, Variable
from gen_flowlogs.observe.existing import Note, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.observe.existing import FlowLog, Source

_MOST = 50
"""Flow logs that the comments of a spec name; all are in the notes."""


@dataclass(slots=True)
class LeftOut:
    """Flow logs that the spec leaves out, each with the reason."""

    flow_logs: list[FlowLog] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    unknown: set[int] = field(default_factory=set)  # those that lack a value alone, by their identity

    def add(self, flow_log: FlowLog, why: str, remedy: str = "", *, unknown: bool = False) -> None:
        """Leave a flow log out."""
        self.flow_logs.append(flow_log)
        what = "it" if flow_log.source.at else f"the flow log {called(flow_log)}"  # messages begin with the source
        self.notes.append(Note(flow_log.source, f"{what} is left out: {why}", remedy))
        self.reasons.append(why)
        if unknown:
            self.unknown.add(id(flow_log))

    def comments(self) -> Iterator[str]:
        """The lines at the end of the spec, each of which is to be a comment."""
        if self.flow_logs:
            yield "Left out:"
        for flow_log, why in sorted(zip(self.flow_logs, self.reasons, strict=True), key=_order)[:_MOST]:
            yield f"- {called(flow_log)}{place(flow_log.source)}: {why}"
            if id(flow_log) in self.unknown:
                yield from _known(flow_log)
        if len(self.flow_logs) > _MOST:
            yield f"- and {len(self.flow_logs) - _MOST} more"


def called(flow_log: FlowLog) -> str:
    """A flow log in a comment or message: its address and its id, else what its source calls it."""
    known = [str(each) for each in (flow_log.address, flow_log.id) if each is not None]
    return ", ".join(known) or flow_log.source.at or "without an id"


def place(source: Source) -> str:
    """The file of a source and the line in it, in brackets."""
    return f" ({source.file}{'' if source.line is None else f':{source.line}'})"


def _known(flow_log: FlowLog) -> Iterator[str]:
    """List all that is known of a flow log that lacks a value."""
    kind = flow_log.kind
    argument = "" if kind is None else kind.argument
    target: object = flow_log.givens.get(argument, flow_log.target)
    for key, value in (
        ("target" if kind is None else kind.singular, target),
        ("traffic", flow_log.traffic),
        ("interval", flow_log.interval),
        ("fields", flow_log.log_format),
        ("destination", flow_log.log_destination or flow_log.log_group_name),
        ("role", flow_log.role),
    ):
        match value:
            case Unknown(why):
                yield f"    {key}: not known, {why}"
            case Reference() | Variable() as given:
                yield f"    {key}: {recognition.mapping(givens.traversal(given))}"
            case str() | int():
                yield f"    {key}: {value}"


def _order(each: tuple[FlowLog, str]) -> tuple[str, str]:
    return called(each[0]), each[1]
