"""Folders that no spec of a call writes any more: of stacks that are gone, of stacks to drop, of renamed specs.

Nothing of them is removed here. A person is told what Terraform still has there, and what to do before the folder goes.
"""

from __future__ import annotations

import contextlib
import itertools
import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from gen_flowlogs import emit, header
from gen_flowlogs.cli.exits import UsageError
from gen_flowlogs.cli.inputs import has_file_name
from gen_flowlogs.cli.old_places import old_places, signer_of
from gen_flowlogs.cli.renewal import renewal
from gen_flowlogs.cli.spec_files import existing
from gen_flowlogs.cli.spent_blocks import spent_blocks
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.output import output
from gen_flowlogs.phrasing import listing, quoted
from gen_flowlogs.repository import STANDARD_INPUT

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence

    from gen_flowlogs.cli.spec_files import SpecFiles
    from gen_flowlogs.pipeline import Compiled

_OF_EVERY_MODULE: Final = "terraform.tf"
_MOST_LOOKED_AT: Final = 10_000  # folders
_MOST_TOLD: Final = 20  # folders


def refuse_drops(planned: Iterable[emit.Plan], names: Iterable[str]) -> None:
    """Raise UsageError for a stack to drop that left nothing behind, or that a spec still has."""
    planned = tuple(planned)
    gone = {module for plan in planned for module in (_modules(plan.deleted) | {*plan.emptied}) - _modules(plan.files)}
    spared = {module: plan.spared[module] for plan in planned for module in plan.spared}
    there = {module for plan in planned for module in _modules(plan.files)}
    for name in sorted(set(names) - gone):
        if name in there:
            why = "is still in the spec; take it out and apply that first"
        elif name in spared:
            why = f"is made from {existing(spared[name], may=True)}"
        else:
            left = sorted({quoted(module) for plan in planned for module in plan.left})
            why = "has left nothing behind here" + (f", but {listing(left)} did" if left else "")
        raise UsageError(f"--drop-stack: {quoted(name)} {why}")


def leftovers(
    planned: Iterable[emit.Plan], results: Sequence[Compiled], arguments: argparse.Namespace, known: SpecFiles
) -> Iterator[str]:
    """A line for each folder that is left over, and whose resources may still be in AWS."""
    if not results:
        return
    out, planned = Path(arguments.out), tuple(planned)
    for plan, result in zip(planned, (each for each in results if each.files is not None), strict=True):
        yield from _of_stacks(plan, result.file, arguments)
    yield from old_places(planned, results, known)
    yield from spent_blocks(planned, results)
    told = tuple(itertools.islice(_of_specs(results, out, known), _MOST_TOLD + 1))
    yield from told[:_MOST_TOLD]
    if told[_MOST_TOLD:]:
        yield f"{_path(out)}: more folders like these, of specs that have another name or are gone"


def _of_stacks(plan: emit.Plan, spec: str, arguments: argparse.Namespace) -> Iterator[str]:
    for module in plan.left:
        yield (
            f"{_path(plan.folder / module)}: no longer in the spec; apply it once more, which destroys its resources, "
            f"then run `{renewal(spec, arguments, drop=module)}`"
        )
    for module, rival in plan.spared.items():
        yield (f"{_path(plan.folder / module)}: left as it is, since it is made from {existing(rival, may=True)}")


def _of_specs(results: Sequence[Compiled], out: Path, known: SpecFiles) -> Iterator[str]:
    """A line for each folder of `out` whose spec has another place now, or is gone; none where others write too."""
    names = {result.name for result in results if result.spec.terraform.folder is None}
    specs = {header.name(result.file): result for result in results if has_file_name(result.file)}
    for name in _folders(out) if known.covers(results[0].file, out) else ():
        folder = out / name
        signer = "" if name in names else _signer(folder)
        if not signer:
            continue
        result = specs.get(signer)
        if result is None:
            if signer not in STANDARD_INPUT and not known.has_another(results[0].file, signer):
                yield (
                    f"{_path(folder)}: made from {quoted(signer)}, which no longer exists; if that spec was "
                    "renamed, move the state of this folder to the new one before you apply that, and delete the "
                    "folder; if it was deleted, its last `terraform destroy` needs this folder"
                )
        elif result.name and not known.others(result.file)(signer, folder):
            place = output(result.spec, out)
            moved = "name" if place.file is None else "output"
            now = quoted(result.name) if place.file is None else _path(place.path)
            yield (
                f"{_path(folder)}: left by {quoted(result.file)}, whose {moved} is {now} now; move its state to "
                f"{_path(place.folder)} before you apply that, never destroy or apply it here again, and delete the "
                "folder"
            )


def _folders(out: Path) -> list[str]:
    with contextlib.suppress(OSError), os.scandir(out) as entries:
        found = itertools.islice(entries, _MOST_LOOKED_AT)
        return sorted(each.name for each in found if each.is_dir(follow_symlinks=False) and each.name[0] != ".")
    return []


def _signer(folder: Path) -> str:
    """The name in the header of a root module, in a folder or in one below it; empty where there is none."""
    if os.path.lexists(folder / _OF_EVERY_MODULE):
        return signer_of(folder / _OF_EVERY_MODULE)
    return next((name for below in _folders(folder) if (name := signer_of(folder / below / _OF_EVERY_MODULE))), "")


def _path(folder: Path) -> str:
    return shown(folder.as_posix(), 500)


def _modules(files: Iterable[str]) -> set[str]:
    """The root modules that files lie in, by their paths below the output folder of a spec."""
    return {PurePosixPath(file).parent.as_posix() for file in files}
