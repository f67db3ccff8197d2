"""Matches → the blocks with which the first plan of a spec replaces and destroys nothing, as texts of files."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from gen_flowlogs.adopt.situation import Situation
    from gen_flowlogs.match import Matches
    from gen_flowlogs.model import Given, Spec
    from gen_flowlogs.observe.existing import Existing, FlowLog, Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """The files of an adoption, and what each resource comes to; addresses are as Terraform writes them.

    `files`: path → text; none of them may exist before. `adopted`: address in the output → id, of all that is
    imported or moved. `already`: flow logs that the new root module has. `forgotten`: old addresses that Terraform
    takes out of the state and leaves in AWS. `stay`: old block → the reason that it must stay in the code.
    `deleted`: old address → the reason that Terraform would delete it. `created`: addresses of the output that exist
    nowhere. `terraform`: the lowest version of Terraform that has the blocks; None without any. `notes`: what was not
    adopted, with the next action.
    """

    files: Mapping[Path, str] = field(default_factory=dict)
    adopted: Mapping[str, str] = field(default_factory=dict)
    already: tuple[FlowLog, ...] = ()
    forgotten: tuple[str, ...] = ()
    stay: Mapping[str, str] = field(default_factory=dict)
    deleted: Mapping[str, str] = field(default_factory=dict)
    created: tuple[str, ...] = ()
    terraform: str | None = None
    notes: tuple[Note, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing is left out, and nothing would be deleted."""
        return not self.deleted and not any(note.partial for note in self.notes)


def blocks(  # noqa: PLR0913 - most are keywords
    spec: Spec,
    matches: Matches,
    existing: Existing,
    situation: Situation,
    *,
    out: Path,
    inputs: Mapping[str, Given] = MappingProxyType({}),
) -> Blocks:
    """The blocks of an adoption.

    Args:
        spec: the spec, compiled without errors.
        matches: which of its recordings is which flow log.
        existing: what exists.
        situation: which state has the flow logs, and where the output will be.
        out: the folder of all output, as `--out` names it.
        inputs: variable of the output as a module → what the call of the module passes for it.
    """
    raise NotImplementedError
