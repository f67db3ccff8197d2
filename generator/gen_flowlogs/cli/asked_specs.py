"""Specs that a command asks about: their values and their bytes, or the exit code that their errors make."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from gen_flowlogs import pipeline, source
from gen_flowlogs.cli import exits, inputs, roots, terminal
from gen_flowlogs.cli.findings import note_as_text
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.diagnostics import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from gen_flowlogs.diagnostics import Origin, Position
    from gen_flowlogs.model import Spec
    from gen_flowlogs.source import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedSpec:
    """A spec without errors: its name in messages, its bytes and its value."""

    file: str
    data: bytes
    spec: Spec


def understood(names: Sequence[str], root: str | None, so: str) -> tuple[AskedSpec, ...] | int:
    """The specs, or the exit code where one has errors: they are noted, and `so` says what does not come of it.

    Raises FileError, and UsageError for a spec that is named twice.
    """
    inputs.distinct(names)
    boundary = roots.named(root, names)
    today = dt.datetime.now().astimezone().date()  # only warnings depend on it, and none is shown
    found: list[AskedSpec] = []
    is_broken = False
    for file, data in [inputs.spec(name) for name in names]:
        compiled = pipeline.compile(data, file, read=inputs.content, today=today, files=False, root=boundary)
        errors = tuple(each for each in compiled.diagnostics if each.severity == "error")
        if errors:
            note_as_text(errors)
            terminal.note(f"gen-flowlogs: {shown(file, 200)} has errors, so {so}")
            is_broken = True
        found.append(AskedSpec(file=file, data=data, spec=compiled.spec))
    return exits.FINDINGS if is_broken else tuple(found)


def positions(wanted: Iterable[Origin], documents: Callable[[str], Document | None]) -> Mapping[Origin, Position]:
    """The position of each origin; none in a file that is not there. Each file is read through once."""
    by_file: dict[str, list[Origin]] = {}
    for each in wanted:
        by_file.setdefault(each.file, []).append(each)
    found: dict[Origin, Position] = {}
    for file, several in by_file.items():
        document = documents(file)
        if document is None:
            continue
        document.locate({each.path for each in several})
        found |= {each: document.position(each.path, each.part) for each in several}
    return found


def document(file: str, given: Mapping[str, bytes]) -> Document | None:
    """The file of a spec, or one that it includes; None where it has gone meanwhile. `given`: what was read already."""
    try:
        return source.load(given[file] if file in given else inputs.content(file), file)
    except OSError:
        return None
