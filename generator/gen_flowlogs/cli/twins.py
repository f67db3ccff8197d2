"""Two specs of one file name and one `name`: their headers are alike, so a build takes the other's output for its own.

Nothing is refused, since each may have an output folder of its own. Where a folder holds what the other one makes, it
is said, and the command that would replace that is not named.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from gen_flowlogs import pipeline
from gen_flowlogs.cli import inputs
from gen_flowlogs.diagnostics import shown

if TYPE_CHECKING:
    from gen_flowlogs import emit
    from gen_flowlogs.cli.spec_files import SpecFiles

_MOST: Final = 10  # specs that are compiled
_ANY_DAY: Final = dt.date(2000, 1, 1)  # no output depends on it


def about_twin(plan: emit.Plan, spec: str, known: SpecFiles) -> str | None:
    """A line about the other spec that makes all that the folder of a plan has and is to have otherwise; None: none."""
    if not plan.changed or not inputs.has_file_name(spec):
        return None
    for path in known.twins(spec, plan.folder)[:_MOST]:
        files = _made(path)
        if files and all(files.get(each) == plan.old[each] for each in plan.changed):
            return (
                f"{shown(plan.place.as_posix(), 500)}: what differs is as {known.named(path)} makes it, a spec of the "
                "same file name and `name`: if both write here, each build undoes the other; give one of them another "
                f"`name` or {'--out' if plan.alone is None else '`folder`'}"
            )
    return None


def _made(spec: str) -> pipeline.FileSet | None:
    try:
        data = inputs.content(spec)
    except OSError:
        return None
    return pipeline.compile(data, spec, read=inputs.content, today=_ANY_DAY).files
