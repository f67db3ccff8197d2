"""Read `.tf` files: their text → what they make, as far as it is known without a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import replace
from gen_flowlogs.observe.hcl import collecting, inputs, parsing
from gen_flowlogs.observe.hcl.folders import Reading, reaches_flow_logs
from gen_flowlogs.observe.hcl.modules import Module, Run
from gen_flowlogs.observe.hcl.roots import note_others, roots
from gen_flowlogs.observe.hcl.sources import Sources
from gen_flowlogs.observe.merging import merged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from gen_flowlogs.observe.existing import Existing


def read(
    paths: Sequence[Path],
    *,
    variables: Mapping[str, str],
    var_files: Sequence[Path] = (),
    workspace: str | None = None,
) -> Existing:
    """The `.tf` files and folders that were given → what they make.

    `variables` are those of `--var`, `var_files` the files of `--var-file`, which are not read yet. Raises SourceError
    where the extra `hcl` is not installed, or a path or one of `var_files` cannot be read.
    """
    parsing.require(str(paths[0]) if paths else "")
    reading = Reading()
    parts: list[Existing] = []
    for root in roots(paths, reading):
        given = inputs.read(root.folder, var_files, variables, reading)
        sources = Sources(root.folder, reading)
        if reaches_flow_logs(reading, root.folder, fetched=sources.fetched):
            run = Run(inputs=given, sources=sources, workspace=workspace)
            parts.append(collecting.existing(Module(reading.folder(root.folder), run), root.files, reading))
        else:
            note_others(root, reading)
    found = merged(parts)
    return replace(found, notes=(*found.notes, *reading.notes), files=reading.files)
