"""Adoption: parts of flow logs that existed before Terraform managed them, which stay as AWS has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from gen_flowlogs.diagnostics import Origin

Part: TypeAlias = Literal["destination", "format"]
"""A part of a flow log that AWS may spell in another way than the compiler."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """One part of the flow logs of a capture point to one destination."""

    destination: str  # its name
    part: Part
    origin: Origin
