"""Targets of capture points: what their flow logs are attached to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.model.givens import Reference, Variable

if TYPE_CHECKING:
    from gen_flowlogs.model.annotations import Tags


@dataclass(frozen=True, slots=True)
class Ids:
    """Literal ids; a singular target has one."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """`{lookup: …}`: a data source. `name` is the Name tag; `within` narrows a plural one."""

    tags: Tags
    within: str | None = None  # a VPC or subnet id, or the name of a capture point
    allow_empty: bool = False


Target = Ids | Variable | Reference | Lookup
