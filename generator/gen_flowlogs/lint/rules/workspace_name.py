"""Names of workspaces that are longer than HCP Terraform takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs import naming
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index

LIMIT = 90
"""Characters. Source: HCP Terraform API, "Create a Workspace", read 2026-11."""


def check(index: Index) -> Iterator[Finding]:
    """Find the stacks whose workspace would have too long a name. That of a spec without stacks never is."""
    spec = index.spec
    if spec.terraform.backend is None or spec.terraform.backend[0] != "cloud":
        return
    for stack in spec.stacks:
        name = naming.workspace(spec.name, stack)
        if len(name) > LIMIT and stack.origin is not None:
            yield Finding(
                "workspace-name",
                f"the workspace {quoted(name)} would have {len(name)} characters, and HCP Terraform takes {LIMIT}; "
                f"shorten the names of the spec and the stack by {len(name) - LIMIT}",
                stack.origin.key(),
            )
