"""The root that `--root` names: the folder that no include of a spec may leave, checked against the specs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from gen_flowlogs.cli.exits import UsageError
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.repository import STANDARD_INPUT, Root

if TYPE_CHECKING:
    from collections.abc import Iterable


def named(folder: str | None, specs: Iterable[str]) -> Root | None:
    """The root of all specs of a command line; None where no `--root` is given. Raises UsageError.

    Standard input is in the working directory. A spec may be deleted, as `diff --base` allows.
    """
    if folder is None:
        return None
    if not Path(folder).is_dir():
        why = "is a file" if os.path.lexists(folder) else "does not exist"
        raise UsageError(f"--root: {shown(folder, 200)} {why}: name a folder that the specs are in")
    root = Root(folder=os.path.realpath(folder), why="the folder of --root")
    for spec in specs:
        where = os.curdir if spec in STANDARD_INPUT else os.fspath(Path(spec).parent)
        if not root.contains(where):
            what = "the working directory" if spec in STANDARD_INPUT else shown(spec, 200)
            raise UsageError(f"--root: {shown(folder, 200)} does not contain {what}: name a folder above it")
    return root
