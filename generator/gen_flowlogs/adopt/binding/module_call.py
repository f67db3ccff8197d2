"""The call of the output as a module: its label, and the file of the root module that it is in."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import TYPE_CHECKING

from gen_flowlogs import naming
from gen_flowlogs.adopt.binding.terraform_text import ModuleCall, file
from gen_flowlogs.captures import givens
from gen_flowlogs.hcl import Ref
from gen_flowlogs.output import output
from gen_flowlogs.root_modules import root_modules
from gen_flowlogs.view import variables

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from gen_flowlogs.model import Given, Spec


def call_label(spec: Spec) -> str:
    """The label of the call."""
    return f"flowlogs_{naming.label(spec.name)}"


def call_file(spec: Spec) -> str:
    """The name of the file that has the call alone, and that stays when the blocks go."""
    return f"{call_label(spec)}.tf"


def call_text(spec: Spec, root: Path, out: Path, inputs: Mapping[str, Given], alias: str | None) -> str:
    """The text of that file. `alias`: that of the AWS provider which the flow logs are under."""
    call = ModuleCall(
        label=call_label(spec),
        source=_source(root, output(spec, out).folder),
        arguments=tuple((name, givens.terraform(inputs[name])) for name in _variables(spec) if name in inputs),
        provider=None if alias is None else Ref(f"aws.{alias}"),
    )
    return file([f"The output of the spec {spec.name}, as a module."], [call])


def missing_inputs(spec: Spec, inputs: Mapping[str, Given]) -> tuple[str, ...]:
    """The variables of the output that nothing says the value of."""
    return tuple(name for name in _variables(spec) if name not in inputs)


def _variables(spec: Spec) -> tuple[str, ...]:
    root = root_modules(spec)[0]
    view = variables.view(root.points, tuple(variables.uses(root.destinations, root.creates)))
    return () if view is None else tuple(str(each.label) for each in view.variables)


def _source(root: Path, folder: Path) -> str:
    """The path from the root module to the output, links resolved, as Terraform takes it for a path."""
    relative = PurePath(os.path.relpath(os.path.realpath(folder), os.path.realpath(root))).as_posix()
    return relative if relative.startswith("../") or relative == ".." else f"./{relative}"
