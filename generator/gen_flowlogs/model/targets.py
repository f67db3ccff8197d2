"""Targets of capture points: what their flow logs are attached to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gen_flowlogs.model.annotations import Tags


@dataclass(frozen=True, slots=True)
class Ids:
    """Literal ids; a singular target has one."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """`{var: NAME}`: a Terraform variable that the compiler declares."""

    name: str


@dataclass(frozen=True, slots=True)
class Reference:
    """`{ref: module.network.vpc_id}`: a Terraform traversal, its grammar already checked."""

    traversal: str


@dataclass(frozen=True, slots=True)
class Lookup:
    """`{lookup: …}`: a data source. `name` is the Name tag; `within` narrows a plural one."""

    tags: Tags
    within: str | None = None  # a VPC or subnet id, or the name of a capture point
    allow_empty: bool = False


Target = Ids | Variable | Reference | Lookup
