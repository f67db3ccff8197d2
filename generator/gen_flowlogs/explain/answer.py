"""Answers: which flow logs record a thing, how certain that is, and what would record it where none does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from gen_flowlogs.aws.kinds import Kind
    from gen_flowlogs.captures.recordings import Recording
    from gen_flowlogs.diagnostics import Origin

Via = Literal["itself", "subnet", "vpc", "transit_gateway_attachment", "transit_gateway"]
"""The thing that has the flow log: the one that was asked for, or the kind of one of its containers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A flow log that records what was asked for. `decides`: of a possible one, the condition; empty: it is certain."""

    recording: Recording
    via: Via
    decides: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """Flow logs that bring the same traffic into one sink. `traffic`: of `BOTH`, in its order."""

    traffic: tuple[str, ...]
    recorded: tuple[Recorded, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A definition that makes a part of the output. `note`: `by defaults`, or empty."""

    text: str
    origin: Origin | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer for one WHAT.

    `heads`: what it is, a line each. `judged`: whether it asks for a recording, so that the exit code depends on one;
    a name, a Terraform address and a line do not. `of_point`: whether it is a capture point of the spec.
    `outwards`: whether the flow logs are those of a resource and of its containers; else they are a list.
    `traffic`: whether accepted and rejected traffic are told apart. `parts`: of a thing that consists of several, such
    as an instance, the answer for each; it is recorded where each of them is.
    """

    what: str
    heads: tuple[str, ...]
    judged: bool = True
    of_point: bool = False
    outwards: bool = False
    traffic: bool = True
    flow_logs: tuple[Recorded, ...] = ()
    possible: tuple[Recorded, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    causes: tuple[Cause, ...] = ()
    to_record: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    parts: tuple[Answer, ...] = ()

    @property
    def recorded(self) -> bool:
        """Whether it is certainly recorded; of several parts, each."""
        return all(part.recorded for part in self.parts) if self.parts else bool(self.flow_logs)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of the flow logs that record a resource or a capture point, or may; none for other answers."""
        asked = self.judged or self.of_point
        every = (*self.flow_logs, *self.possible) if asked else ()
        return tuple(dict.fromkeys(each.recording.point.kind for each in every))


class NotUnderstoodError(Exception):
    """A WHAT that is none of the forms, or of nothing in the spec; the message says what is legal."""
