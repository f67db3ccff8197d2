"""The sections of a report, as data: what each form of it shows.

Lists are whole here, however long; a form bounds what it shows of them and tells how many there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from gen_flowlogs.aws.controls import Control
    from gen_flowlogs.aws.kinds import Family
    from gen_flowlogs.aws.never_recorded import NeverRecorded
    from gen_flowlogs.aws.pitfalls import Pitfall
    from gen_flowlogs.diagnostics import Origin
    from gen_flowlogs.report.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Case:
    """A phrase, and the stacks in which it holds; none: in all."""

    phrase: Phrase
    stacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled line about a capture point or destination: one case, or several where stacks differ."""

    label: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointPart:
    """A capture point. `level`: how many capture points it is within. `notes`: to be seen without unfolding."""

    anchor: str
    name: str
    title: str  # of its kind
    group: str  # the head under which the map has it
    level: int
    traffic: tuple[str, ...]  # ALL, ACCEPT, REJECT; several where stacks differ
    destinations: tuple[str, ...]
    description: str | None
    notes: tuple[Phrase, ...]
    facts: tuple[Fact, ...]
    flow_logs: int
    is_open: bool  # there are more flow logs where Terraform finds more targets
    around: tuple[str, ...]  # other capture points that record all of its traffic too
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationPart:
    """A destination. `sink`: the name of its log group, bucket and prefix, or stream; `kept`: in a few words."""

    anchor: str
    name: str
    service: str
    sink: str
    kept: str
    facts: tuple[Fact, ...]
    retired: bool
    origin: Origin


@dataclass(frozen=True, slots=True)
class Edge:
    """Traffic from a capture point to a destination, each by its name."""

    point: str
    destination: str
    traffic: str


@dataclass(frozen=True, slots=True)
class StackPart:
    """A stack, and the flow logs that its root module makes at least."""

    name: str
    account: str
    region: str
    flow_logs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecPart:
    """The sections that each spec has for itself. Capture points are in the order of the file, nested."""

    anchor: str
    name: str
    file: str
    points: tuple[PointPart, ...]
    destinations: tuple[DestinationPart, ...]
    edges: tuple[Edge, ...]
    stacks: tuple[StackPart, ...]

    @property
    def flow_logs(self) -> int:
        """The number of flow logs that are certain."""
        return sum(each.flow_logs for each in self.points)

    @property
    def is_open(self) -> bool:
        """Whether Terraform may find more targets."""
        return any(each.is_open for each in self.points)


@dataclass(frozen=True, slots=True)
class Tile:
    """A number of the summary, and what it counts."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """A field of a record format. `meaning`: of the value in the sample, where that needs words."""

    number: int
    name: str
    column: str
    type: str
    sample: str
    meaning: str
    description: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatPart:
    """A record format, with a record made up for it. `bytes`: of a record in text, without its line end."""

    anchor: str
    title: str
    family: Family
    parquet: bool  # whether any destination stores it so
    bytes: int
    ratio: float  # to AWS's default format of the family
    points: Phrase
    flow_logs: int
    is_open: bool
    rows: tuple[FieldRow, ...]

    @property
    def record(self) -> str:
        """The sample record, as it is in a text file."""
        return " ".join(row.sample for row in self.rows)


@dataclass(frozen=True, slots=True)
class NeverPart:
    """Traffic without records. `at`: the kinds that it concerns; `here`: whether there is any of them."""

    entry: NeverRecorded
    at: str
    here: bool


@dataclass(frozen=True, slots=True)
class PitfallPart:
    """A fact that misleads readers. `fields`: those of its fields that some record format has."""

    entry: Pitfall
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvidencePart:
    """A demand, what the specs say to it, and the controls that make it. `state`: intended, partly or not intended."""

    demand: str
    says: Phrase
    state: str
    controls: tuple[Control, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report on some specs."""

    title: str
    lead: tuple[str, ...]
    tiles: tuple[Tile, ...]
    specs: tuple[SpecPart, ...]
    never: tuple[NeverPart, ...]
    pitfalls: tuple[PitfallPart, ...]
    formats: tuple[FormatPart, ...]
    evidence: tuple[EvidencePart, ...]
    delivered_twice: Phrase
