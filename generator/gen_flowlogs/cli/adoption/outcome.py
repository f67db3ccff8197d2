"""The outcome of an adoption: a spec, compiled by the real compiler, and the blocks that bind it to what exists."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING

from gen_flowlogs import pipeline
from gen_flowlogs.adopt.binding.blocks import Blocks, blocks
from gen_flowlogs.adopt.situation import SameFolder, SameModule
from gen_flowlogs.adopt.spec.propose import propose
from gen_flowlogs.cli import inputs, roots
from gen_flowlogs.cli.adoption.others import of_other_specs
from gen_flowlogs.cli.adoption.specs import spec_file
from gen_flowlogs.cli.adoption.usage import spec_name
from gen_flowlogs.cli.exits import UsageError
from gen_flowlogs.dataclass import dataclass, field, replace
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.match import Matches, match
from gen_flowlogs.output import folder_path

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from gen_flowlogs.adopt.binding.blocks import Refused
    from gen_flowlogs.adopt.situation import Situation
    from gen_flowlogs.adopt.spec.proposal import Extent, Proposal
    from gen_flowlogs.diagnostics import Diagnostic
    from gen_flowlogs.model import Spec
    from gen_flowlogs.observe.existing import Existing, FlowLog


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The outcome of an adoption.

    `file`: the path of the spec. `proposal`: the spec to write; None where the author has one. `spec`: None where
    it has errors, or where no flow log can be in it.
    """

    file: str
    proposal: Proposal | None
    spec: Spec | None
    diagnostics: tuple[Diagnostic, ...] = ()
    matches: Matches = field(default_factory=Matches)
    blocks: Blocks = field(default_factory=Blocks)

    @property
    def name(self) -> str:
        """The name of the spec; empty where there is none."""
        return "" if self.spec is None else self.spec.name

    @property
    def refused(self) -> bool:
        """Whether the spec has errors."""
        return self.spec is None and bool(self.diagnostics)


def adopted(existing: Existing, situation: Situation, arguments: argparse.Namespace) -> Outcome:
    """Propose a spec, or read the author's, and bind it to what exists.

    A flow log that no block adopts would be created a second time, so a proposal is made again without it. Those of
    other specs stay with them.
    """
    refused = of_other_specs(existing, situation)
    for _ in existing.flow_logs:
        outcome = _adopted(existing, situation, arguments, refused)
        if outcome.proposal is None or not outcome.blocks.refused:
            break
        refused += outcome.blocks.refused
    else:
        outcome = _adopted(existing, situation, arguments, refused)
    return outcome


def _adopted(
    existing: Existing, situation: Situation, arguments: argparse.Namespace, refused: tuple[Refused, ...]
) -> Outcome:
    file = spec_file(arguments)
    root = roots.named(arguments.root, [file])
    today = dt.datetime.now().astimezone().date()
    proposal = None
    if arguments.spec is None:
        own: Extent = arguments.own or "flow-logs"
        name = spec_name(arguments)
        proposal = propose(
            existing, name=name, situation=situation, own=own, today=today, file=file, root=root, refused=refused
        )
        if proposal.text is None:
            return Outcome(file=file, proposal=proposal, spec=None)
        data = proposal.text.encode()
    else:
        file, data = inputs.spec(arguments.spec)
    compiled = pipeline.compile(data, file, read=inputs.content, today=today, root=root)
    if compiled.files is None:
        return Outcome(file=file, proposal=proposal, spec=None, diagnostics=compiled.diagnostics)
    _refuse_elsewhere(compiled.spec, situation, file)
    passed = {} if proposal is None else proposal.inputs
    left_out = () if proposal is None else proposal.left_out
    matches = match(compiled.spec, _without(existing, left_out), inputs=passed)
    return Outcome(
        file=file,
        proposal=proposal,
        spec=compiled.spec,
        diagnostics=compiled.diagnostics,
        matches=matches,
        blocks=blocks(
            compiled.spec,
            matches,
            existing,
            situation,
            out=Path(arguments.out),
            inputs=passed,
            left_out=left_out,
        ),
    )


def _without(existing: Existing, left_out: Iterable[FlowLog]) -> Existing:
    """Leave out the flow logs that the spec lacks: one of them may look like one that the spec has."""
    lacking = {id(each) for each in left_out}
    return replace(existing, flow_logs=tuple(each for each in existing.flow_logs if id(each) not in lacking))


def _refuse_elsewhere(spec: Spec, situation: Situation, file: str) -> None:
    """Raise UsageError for a spec of the author's whose output is in another place than the options say."""
    terraform, named = spec.terraform, shown(file, 200)
    match situation:
        case SameFolder(root):
            wanted = os.path.relpath(root, Path(file).parent)
            same = terraform.folder is not None and _is_same(folder_path(file, terraform.folder), root)
            says = f"terraform: {{folder: {wanted}}}"
        case SameModule():
            same, says = terraform.module, "terraform: {module: true}"
        case _:
            same, says = terraform.folder is None and not terraform.module, ""
    if not same:
        rule = f"write `{says}` into it" if says else "take `folder` or `module` out of its `terraform`"
        raise UsageError(
            f"--spec: the output of {named} is in another place than --state and --folder or --module set: {rule}"
        )


def _is_same(one: str, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)
