"""Places of diagnostics as other programs read them: from the root of the checkout, normalised, with `/`.

A place outside of the root is an absolute path. Standard input keeps its name.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from gen_flowlogs.cli.inputs import STDIN
from gen_flowlogs.dataclass import replace
from gen_flowlogs.repository import STANDARD_INPUT, root_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from gen_flowlogs.diagnostics import Diagnostic, Position


def root_of_places(arguments: argparse.Namespace) -> PurePath:
    """The folder that places begin at, links resolved.

    The one that `--root` names, else GITHUB_WORKSPACE where the command runs in it, else the root of the first spec, or
    of the working directory where there is none.
    """
    here = Path(os.path.realpath(os.curdir))
    if arguments.root is not None:
        return Path(os.path.realpath(arguments.root))
    workspace = os.environ.get("GITHUB_WORKSPACE", "")
    if workspace and here.is_relative_to(Path(os.path.realpath(workspace))):
        return Path(os.path.realpath(workspace))
    return Path(root_of(next(iter(arguments.specs), "-")).folder)


def placed(diagnostics: Iterable[Diagnostic], root: PurePath | None = None) -> tuple[Diagnostic, ...]:
    """The diagnostics as documents have them: every place as seen from the root, or where the command line has it."""

    @cache
    def named(file: str) -> str:
        return _as_utf_8(file) if root is None else placed_name(file, root)

    def move(at: Position) -> Position:
        return replace(at, file=named(at.file))

    return tuple(
        replace(one, position=move(one.position), related=tuple((words, move(at)) for words, at in one.related))
        for one in diagnostics
    )


def placed_name(file: str, root: PurePath) -> str:
    """A file as seen from the root. Links below the root stay as they are named; those above it lead to that root."""
    if file in STANDARD_INPUT:
        return STDIN
    path = Path(os.path.abspath(file))  # noqa: PTH100 - links are not resolved
    above = next((each for each in path.parents if each == root or Path(os.path.realpath(each)) == root), None)
    return _as_utf_8(below(path, path if above is None else above))


def _as_utf_8(file: str) -> str:
    """A name whose bytes are UTF-8 as that text, also where the locale made Python read it as something else."""
    return os.fsencode(file).decode("utf-8", "surrogateescape")


def below(path: PurePath, folder: PurePath) -> str:
    """A path from a folder that it is in, with `/` on every system; the whole of it where the two are the same."""
    return path.as_posix() if path == folder else path.relative_to(folder).as_posix()
