"""What a comparison says: changes of resources, their effects on what is recorded, and what is worth knowing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from gen_flowlogs.diagnostics import Origin

Action = Literal["create", "update", "replace", "destroy", "move", "forget"]

EffectKind = Literal[
    "lost",  # traffic is no longer recorded in a destination
    "gained",  # traffic is newly recorded
    "moved",  # the records go to another place
    "covered",  # no longer by this flow log, but by one of the same target or of what contains it
    "twice",  # two flow logs record the same
    "gap",  # nothing is recorded while a flow log is replaced
    "fields",  # a record has other fields
    "interval",  # records are made more or less often
    "kept",  # Terraform keeps what the spec no longer says
    "history",  # records that exist are, or will be, deleted or unreadable
    "unmanaged",  # records that exist, or a flow log, stay, and nobody manages them
    "blocked",  # Terraform refuses, or its apply fails
]


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one resource instance."""

    stack: str | None
    address: str
    action: Action
    forced_by: tuple[str, ...]  # arguments; of a replacement alone
    reason: str
    origin: Origin  # of the capture point or destination: in the new spec, and of what is gone in the old one
    was: bool  # whether `origin` is one of the old spec
    moved_from: str | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change means for the records of one destination. `capture_point` is None where it is about all of them."""

    capture_point: str | None
    destination: str
    effect: EffectKind
    message: str
    stack: str | None = None  # in whose state what it comes of is; None in a spec without stacks


@dataclass(frozen=True, slots=True)
class Edge:
    """One capture point and one destination, for the map. `state` is that of its flow logs, the gravest of them."""

    capture_point: str
    destination: str
    state: Action | Literal["same"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything about two versions of one spec."""

    changes: tuple[Change, ...]
    effects: tuple[Effect, ...]
    edges: tuple[Edge, ...]
    hints: tuple[str, ...]  # what the author could write instead
    notes: tuple[str, ...]  # about the comparison itself
    stacks: tuple[str, ...] = ()  # those of both versions; words tell them apart where there are several

    @property
    def disruptive(self) -> bool:
        """Whether anything is replaced or destroyed."""
        return any(change.action in ("replace", "destroy") for change in self.changes)
