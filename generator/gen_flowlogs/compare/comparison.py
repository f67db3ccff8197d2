"""The values of a comparison: changes of resources, their effects on the records, hints and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from gen_flowlogs.dataclass import dataclass, field

if TYPE_CHECKING:
    from gen_flowlogs.aws.delivery_prices import Service
    from gen_flowlogs.diagnostics import Origin
    from gen_flowlogs.model import Stack

Action = Literal["create", "update", "replace", "destroy", "move", "forget"]

EffectKind = Literal[
    "lost",  # traffic is no longer recorded in a destination
    "gained",  # traffic is newly recorded
    "moved",  # the records go to another sink
    "covered",  # no longer by this flow log, but by one of the same target or of a container of it
    "twice",  # two flow logs record the same
    "gap",  # no flow log records while one is replaced
    "fields",  # a record has other fields
    "interval",  # records are made more or less often
    "kept",  # Terraform keeps a value that the spec no longer has
    "history",  # records that exist are, or will be, deleted or unreadable
    "unmanaged",  # records that exist, or a flow log, stay, and no state has them
    "blocked",  # Terraform refuses, or its apply fails
    "opened",  # somebody else can read the records
    "closed",  # somebody else can no longer read them
]

GRAVE: Final[tuple[EffectKind, ...]] = ("blocked", "history", "lost", "gap")
"""Effects that cost records, or that need somebody before they can be applied; the gravest first."""

HERE: Final = "\ue000"
"""The mark of its own destination in a message. It cannot be printed, so that no text of a spec has it unescaped."""


@dataclass(frozen=True, slots=True)
class Cause:
    """An origin in the old or the new spec."""

    origin: Origin
    old: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """The action for one resource instance."""

    stack: str | None
    address: str
    capture_point: str | None  # of a flow log
    destination: str
    action: Action
    forced_by: tuple[str, ...]  # arguments; of a replacement alone
    reason: str
    causes: tuple[Cause, ...]  # the line that the author changed; the first that is there, and at least one
    moved_from: str | None = None
    advice: str = ""  # also among the hints
    follows: tuple[str, ...] = ()  # new addresses, if it is replaced only because it refers to them


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect of a change on the records of one destination. `capture_point` is None if it concerns all of them."""

    capture_point: str | None
    destination: str
    effect: EffectKind
    template: str  # the message, with HERE for the destination
    stack: str | None = None  # the stack whose state causes it; None in a spec without stacks
    ignored: bool = False  # `kept` because of `adopted`: the author changed it, and Terraform does nothing
    subject: str = ""  # the part of the template that names its capture point or address, if others may stand there

    @property
    def message(self) -> str:
        """The message about this destination alone."""
        return self.template.replace(HERE, self.destination)


@dataclass(frozen=True, slots=True)
class Edge:
    """One capture point and one destination, for the map. `state` is the gravest action among its flow logs."""

    capture_point: str
    destination: str
    state: Action | Literal["same"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordWeight:
    """The bytes of a record in one destination, before and after.

    `alike`: traffic, interval and target stay, so that there are as many records as before. `everywhere`: it is so in
    all destinations that the capture point had and has. `price`: that of a GB in relation to before, 1 where the
    service stays; None where it is not known.
    """

    stack: str | None
    capture_point: str
    destination: str
    before: int
    after: int
    alike: bool
    everywhere: bool
    price: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceChange:
    """Another service that a capture point delivers to. `factor`: of the price per GB; None where it is not known."""

    stack: str | None
    capture_point: str
    destination: str
    before: Service
    after: Service
    factor: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryCount:
    """Flow logs more (or less, below 0) from a capture point to a destination, with records of so many bytes.

    `each_target`: as many as targets, whose number only Terraform knows.
    """

    stack: str | None
    capture_point: str
    destination: str
    count: int
    bytes: int
    each_target: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """All that makes delivery cost more or less per record."""

    records: tuple[RecordWeight, ...] = ()
    services: tuple[ServiceChange, ...] = ()
    deliveries: tuple[DeliveryCount, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """The difference between two versions of one spec."""

    changes: tuple[Change, ...]
    effects: tuple[Effect, ...]
    edges: tuple[Edge, ...]
    hints: tuple[str, ...]  # other ways to write the change
    notes: tuple[str, ...]  # about the comparison itself
    stacks: tuple[Stack, ...] = ()  # of both versions, by name; the new version of those in both
    weights: Weights = field(default_factory=Weights)

    @property
    def disruptive(self) -> bool:
        """Whether a reviewer has to look: it replaces, destroys or is ignored, records are at risk, or it fails."""
        replaced = any(change.action in ("replace", "destroy") for change in self.changes)
        return replaced or any(each.effect in GRAVE or each.ignored for each in self.effects)
