"""The commands that follow the first build of a spec: nothing in its output names them, nor region and state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.cli import shell, terminal
from gen_flowlogs.cli.stacks import entries

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from gen_flowlogs import emit
    from gen_flowlogs.diagnostics import Diagnostic
    from gen_flowlogs.model import Spec
    from gen_flowlogs.pipeline import Compiled

_COMMANDS: Final = ("init", "apply")


def first_built(planned: Iterable[emit.Plan], results: Iterable[Compiled]) -> tuple[Spec, ...]:
    """The specs whose root modules a build is about to make; what is not there yet has never been applied."""
    return tuple(
        result.spec
        for plan, result in zip(planned, results, strict=True)
        if plan.alone is None and not result.spec.terraform.module and not plan.folder.exists()
    )


def note_next(specs: tuple[Spec, ...], arguments: argparse.Namespace, diagnostics: Iterable[Diagnostic]) -> None:
    """Name the commands for the first of some specs, and what Terraform takes from elsewhere."""
    if not specs or arguments.format != "text" or getattr(arguments, "hooked", None) is not None:
        return
    spec = specs[0]
    roots = [str(each["path"]) for each in entries(spec, arguments.out)]
    unready = any(each.slug == "placeholder" for each in diagnostics)
    terminal.note("next, after another build without placeholders:" if unready else "next:")
    for word in _COMMANDS:
        terminal.note(f"  {shell.command(['terraform', f'-chdir={roots[0]}', word])}")
    if len(roots) > 1:
        terminal.note("  each stack likewise, in the order of `gen-flowlogs stacks`")
    if len(specs) > 1:
        terminal.note("  the other new specs likewise")
    terminal.note(f"Terraform takes {_location(spec)}.")
    terminal.note(f"Its state is {_state(spec)}.")


def _location(spec: Spec) -> str:
    if any(stack.region is not None for stack in spec.stacks):
        return "the regions from `stacks`, and the credentials from your environment"
    return "region and credentials from your environment, such as AWS_REGION and AWS_PROFILE"


def _state(spec: Spec) -> str:
    if spec.terraform.backend is not None:
        return f"in the backend `{spec.terraform.backend[0]}`"
    return "a local file until the spec has `terraform: {backend: …}`"
