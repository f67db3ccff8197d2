"""Proposal: the text of a spec for what exists, and what it leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from gen_flowlogs.dataclass import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.model import Reference, Variable
    from gen_flowlogs.observe.existing import FlowLog, Note

Extent: TypeAlias = Literal["flow-logs", "groups", "all"]
"""Extent of what the spec owns: flow logs alone, log groups too, or all that their policies allow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The proposal of a spec.

    `text`: the YAML of the spec; None where no flow log can be in one. `file`: the path that it is meant for, from
    which its `folder` is relative. `left_out`: the flow logs that the spec does not have. `inputs`: variable of the
    output as a module → the reference or variable of the root module that its call must pass. `notes`: what could not
    be said, each with its place and the reason.
    """

    text: str | None
    file: str
    left_out: tuple[FlowLog, ...] = ()
    inputs: Mapping[str, Reference | Variable] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
