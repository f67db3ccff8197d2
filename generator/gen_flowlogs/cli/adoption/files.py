"""The files of an adoption, written: all of them or none, and never over one that is there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from gen_flowlogs.cli.exits import FileError
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.emit.creation import TakenError, create
from gen_flowlogs.emit.errors import UnwritableError
from gen_flowlogs.phrasing import listing
from gen_flowlogs.repository import misleading_link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.cli.adoption.outcome import Outcome


def texts(outcome: Outcome) -> Mapping[Path, str]:
    """All files of an outcome, the spec first."""
    proposal = outcome.proposal
    own = {} if proposal is None or proposal.text is None else {Path(outcome.file): proposal.text}
    return {**own, **outcome.blocks.files}


def write(outcome: Outcome) -> None:
    """Write the files of an outcome. Raises FileError, and then nothing has been written."""
    files = texts(outcome)
    for path in files:
        why = misleading_link(os.fspath(path.parent))
        if why:
            raise FileError(f"cannot write {_named(path)}: {why}; nothing was written")
    if not files:
        return
    try:
        create(files)
    except TakenError as error:
        raise FileError(_taken(error.paths, is_new=outcome.proposal is not None)) from error
    except UnwritableError as error:
        raise FileError(f"{error}; nothing was written") from error


def _taken(paths: tuple[Path, ...], *, is_new: bool) -> str:
    """The refusal of paths that are taken. `is_new`: the spec is written too, so it may have another name."""
    named = listing([_named(path) for path in paths])
    exist = "exists" if len(paths) == 1 else "exist"
    it = "it" if len(paths) == 1 else "them"
    way = (
        f"name another spec with --name, or move {it} away"
        if is_new and any(path.suffix != ".tf" for path in paths)
        else f"delete {it} if an earlier adoption of the same flow logs wrote {it}, else apply that one first"
    )
    return f"{named} already {exist}; nothing was written: {way}"


def _named(path: Path) -> str:
    return shown(path.as_posix(), 300)
