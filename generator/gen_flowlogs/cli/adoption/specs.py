"""The path of the spec that `adopt` writes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from gen_flowlogs.cli.adoption.usage import spec_name
from gen_flowlogs.cli.exits import FileError
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.output import file_name

if TYPE_CHECKING:
    import argparse


def spec_file(arguments: argparse.Namespace) -> str:
    """The path of the spec: the author's, or the one that is to be written."""
    return str(arguments.spec) if arguments.spec is not None else f"specs/{spec_name(arguments)}.yaml"


def refuse_taken(arguments: argparse.Namespace) -> None:
    """Raise FileError where the spec that is to be written, or its output in a folder, is there already.

    That is before AWS is asked for anything.
    """
    file = spec_file(arguments)
    made = Path(arguments.folder or ".", file_name(spec_name(arguments)))
    if arguments.spec is None and arguments.folder is not None and os.path.lexists(made):
        raise FileError(
            f"{shown(made.as_posix(), 200)} already exists, where the output of the spec would be: name another spec "
            "with --name, or move it away; nothing was written"
        )
    if arguments.spec is None and os.path.lexists(file):
        raise FileError(
            f"{shown(file, 200)} already exists, and was not changed: name another spec with --name, "
            f"or write the blocks of this one with --spec {shown(file, 200)}"
        )
