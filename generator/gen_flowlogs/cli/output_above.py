"""Whether `out/` below the working directory is the wrong place: a folder above has the output, or this is `specs/`.

Reads the first lines of files alone.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from gen_flowlogs import header
from gen_flowlogs.cli import roots, shell
from gen_flowlogs.cli.exits import UsageError
from gen_flowlogs.cli.inputs import has_file_name
from gen_flowlogs.cli.options import OUT
from gen_flowlogs.cli.project import FOLDER
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.output import output
from gen_flowlogs.repository import root_above, root_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from gen_flowlogs.pipeline import Compiled
    from gen_flowlogs.repository import Root


def refuse_output_above(arguments: argparse.Namespace, results: Iterable[Compiled]) -> None:
    """Raise UsageError where a spec has no output in the default folder, and that of a folder above is the right one.

    That one has the output of this spec, or `out/` would be the first one inside of `specs/`. Another folder than the
    default, also one that is written in another way, is what its user says.
    """
    named = roots.named(arguments.root, arguments.specs)
    for result in results:
        if arguments.out != OUT or result.files is None or result.spec.terraform.folder is not None:
            continue
        if os.path.lexists(output(result.spec, OUT).path):
            continue
        above = _above(result, named or root_of(result.file))
        beside = None if above is not None else _beside_specs(named)
        if above is not None:
            why = f"{_path(OUT, result)} does not exist here, but {_path(above, result)} is the output of "
            why += shown(result.file, 200)
        elif beside is not None:
            why = f"this folder is {'' if beside == f'../{OUT}' else 'in '}{FOLDER}/, and output is beside that"
        else:
            continue
        command = shell.command(["gen-flowlogs", arguments.command, "--out", above or beside or OUT, *arguments.specs])
        raise UsageError(f"{why}: run `{command}`, or set a folder here with `--out ./{OUT}`")


def _beside_specs(named: Root | None) -> str | None:
    """The output folder beside `specs/`, where the working directory is in that and has no output folder yet.

    In a repository, `specs/` may be any folder above, but not the repository itself. A working directory that has a
    `specs/` of its own is no such place.
    """
    here = Path(os.path.realpath(os.curdir))
    top = root_above(os.curdir)
    if os.path.lexists(OUT) or (here / FOLDER).is_dir():
        return None
    folders = (here,) if top is None else [each for each in (here, *here.parents) if each.is_relative_to(top)]
    specs = next((each for each in folders if each.name == FOLDER and str(each) != top), None)
    if specs is None or (named is not None and not named.contains(str(specs.parent))):
        return None
    return os.path.relpath(specs.parent / OUT, here).replace(os.sep, "/")


def _above(result: Compiled, root: Root) -> str | None:
    """The nearest output folder above the working directory, up to the root, that has output of a spec."""
    here = Path(os.path.realpath(os.curdir))
    folders = [each / OUT for each in here.parents if root.contains(str(each))]
    found = next((each for each in folders if _is_signed(output(result.spec, each).folder, result.file)), None)
    return None if found is None else os.path.relpath(found).replace(os.sep, "/")


def _is_signed(folder: Path, spec: str) -> bool:
    """Whether a file of an output folder has the header of a spec; that of any spec, if this one is from a pipe."""
    wanted = header.line(spec).encode() if has_file_name(spec) else None
    for pattern in ("*.tf", "*/*.tf"):
        for file in folder.glob(pattern):
            with contextlib.suppress(OSError):
                start = _start(file)
                if header.is_ours(start) and wanted in (None, start.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n")):
                    return True
    return False


def _start(file: Path) -> bytes:
    if not file.is_file():
        return b""
    with file.open("rb") as stream:
        return stream.readline(header.LONGEST)


def _path(out: str, result: Compiled) -> str:
    return shown(output(result.spec, out).path.as_posix(), 200)
