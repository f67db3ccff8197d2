"""Files that specs have left in folders of the author's: where the output was before, and that of specs that are gone.

Nothing of them is removed here. Only the first lines of files are read, and only where the name is that of an output.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from gen_flowlogs import header
from gen_flowlogs.cli.inputs import has_file_name
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.output import END, file_name
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.repository import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gen_flowlogs import emit
    from gen_flowlogs.cli.spec_files import SpecFiles
    from gen_flowlogs.pipeline import Compiled

_DELETE = "once you delete it, the next apply of its module destroys its resources"


def old_places(planned: Iterable[emit.Plan], results: Sequence[Compiled], known: SpecFiles) -> Iterator[str]:
    """A line for each of these files that is no output of any spec now."""
    planned = tuple(planned)
    written = {os.path.realpath(plan.place) for plan in planned}
    told: set[str] = set()
    for plan, result in zip(planned, (each for each in results if each.files is not None), strict=True):
        beside = _beside(plan)
        for path in (*beside, *_elsewhere(plan, result, known)):
            identity = os.path.realpath(path)
            if identity not in written | told and (why := _left(path, plan, result, known, gone=path in beside)):
                told.add(identity)
                yield f"{shown(_relative(path), 500)}: {why}"


def _beside(plan: emit.Plan) -> list[Path]:
    """The files beside the one of a plan whose names are those of outputs."""
    if plan.alone is None:
        return []
    with contextlib.suppress(OSError), os.scandir(plan.folder) as entries:
        return sorted(plan.folder / each.name for each in entries if each.name.endswith(END))
    return []


def _elsewhere(plan: emit.Plan, result: Compiled, known: SpecFiles) -> list[Path]:
    """The files of the name that the output of a spec has in a folder of the author's.

    Most specs never had such a folder, and a search costs time, so theirs are looked for where Git has one.
    """
    name = file_name(result.name)
    if plan.alone is None and not known.is_in_index(result.file, name):
        return []
    return [Path(each) for each in known.called(result.file, name)]


def _left(path: Path, plan: emit.Plan, result: Compiled, known: SpecFiles, *, gone: bool) -> str:
    """The reason that a file is left over, and what to do; empty where it is not. `gone`: its spec may be gone."""
    signer = signer_of(path)
    if not signer or signer in STANDARD_INPUT or not has_file_name(result.file):
        return ""
    others = known.others(result.file)
    if signer == header.name(result.file):
        if others(signer, path.parent):
            return ""
        place = shown(plan.place.as_posix(), 500)
        return (
            f"left by {quoted(result.file)}, whose output is {place} now; {_DELETE}, unless blocks keep it, which "
            "`gen-flowlogs diff` names"
        )
    return f"made from {quoted(signer)}, which no longer exists; {_DELETE}" if gone and not others(signer, None) else ""


def signer_of(path: Path) -> str:
    """The name in the header of a file; empty where it has none, or there is no such file."""
    with contextlib.suppress(OSError):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                return next(iter(header.signers(file.read(header.LONGEST))), "")
    return ""


def _relative(path: Path) -> str:
    return (Path(os.path.relpath(path)) if path.is_absolute() else path).as_posix()
