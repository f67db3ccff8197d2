"""The output on disk compared with the specs: plans → diagnostics and a bounded unified diff. Reads only.

Files of an output folder may have been edited by anyone: control characters are shown, not sent to a terminal.
"""

from __future__ import annotations

import contextlib
import itertools
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from gen_flowlogs import emit, header
from gen_flowlogs.cli.exits import FileError
from gen_flowlogs.cli.inputs import has_file_name
from gen_flowlogs.cli.spec_files import existing
from gen_flowlogs.diagnostics import Diagnostic, Position, shown
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.output import output
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.repository import goes_through_a_link
from gen_flowlogs.secrets import masked_line, masked_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from gen_flowlogs.cli.spec_files import SpecFiles
    from gen_flowlogs.pipeline import Compiled, FileSet

MOST_LINES = 200
"""Lines of a diff that are shown, over all files."""

_UNSIGNED = "not ours: its first line is not the header of gen-flowlogs; move it away, or rename the spec"
_CONFLICT_START = pattern(r"^<{7}(?: .*)?$", re.MULTILINE)
_CONFLICT_END = pattern(r"^>{7}(?: .*)?$", re.MULTILINE)

_MOST_COMPARED = 2_000  # lines of one file: `difflib` takes the square of them
_MOST_CHARACTERS = 300  # of one line


def plans(
    results: Iterable[Compiled], out: Path, known: SpecFiles, *, drop: frozenset[str] = frozenset()
) -> tuple[emit.Plan, ...]:
    """The plan of `build`, for each spec that compiles. Raises FileError.

    Args:
        results: the specs.
        out: the folder of all output that has no `folder`.
        known: finds the other specs that files there may be of.
        drop: stacks that are gone from the spec and whose last files may go too.
    """
    planned = []
    for result in results:
        if result.files is None:
            continue
        try:
            place = output(result.spec, out)
            if place.file is None:
                _refuse_link(out, place.folder)
            files = result.files if has_file_name(result.file) else _headed(result.files, place.folder)
            gone = drop if place.file is None else frozenset()
            others = known.others(result.file)
            planned.append(emit.plan(files, place.folder, drop=gone, others=others, alone=place.file))
        except emit.UnwritableError as error:
            raise FileError(str(error)) from error
    return tuple(planned)


def _refuse_link(out: Path, folder: Path) -> None:
    """Raise FileError for an output folder that a link of the checkout leads to another place.

    An absolute `out` is what its user says, and only what is in it may be anybody's.
    """
    if folder.is_symlink() or (not out.is_absolute() and goes_through_a_link(str(folder))):
        raise FileError(
            f"{shown(str(folder), 200)} cannot be an output folder: it is, or is in, a symbolic link; put a folder in "
            "its place, or name the folder that it leads to with --out"
        )


def _headed(files: FileSet, folder: Path) -> FileSet:
    """The files with the headers that they have on disk: a spec from a pipe has no file name to name in them."""
    headed = {}
    for name, text in files.items():
        first, end, rest = text.partition("\n")
        headed[name] = (_header(folder / name) or first) + end + rest
    return headed


def _header(path: Path) -> str:
    """The header of a generated file; empty where the path has no such file."""
    start = b""
    with contextlib.suppress(OSError):
        if path.is_file():
            with path.open("rb") as file:
                start = file.readline(header.LONGEST)
    return start.decode(errors="replace").strip("\ufeff\r\n") if header.is_ours(start) else ""


def foreign(plan: emit.Plan, spec: str) -> tuple[Diagnostic, ...]:
    """An error for each file at the path of a generated one that has no header, or may be of another spec."""
    said = dict.fromkeys(plan.foreign, _UNSIGNED) | {name: _of_another(plan, name, spec) for name in plan.rivals}
    return tuple(_about(plan, name, "foreign-file", said[name]) for name in sorted(said))


def _of_another(plan: emit.Plan, name: str, spec: str) -> str:
    """The message about a file that another spec than `spec` may have: both are named."""
    rival = plan.rivals[name]
    if name not in plan.files and PurePosixPath(name).name != emit.GUARD:
        return (
            f"left over, and made from {existing(rival, may=True)}: {quoted(spec)} does not make it any more; "
            "remove it if no other spec needs it"
        )
    return (
        f"made from {existing(rival, may=False)}, and {quoted(spec)} has the same output: give one of them another "
        f"name or {'--out' if plan.alone is None else '`folder`'}; or, if it was renamed, write its new file name into "
        "the first lines there"
    )


def _path(plan: emit.Plan, name: str) -> str:
    return shown((plan.folder / name).as_posix(), 500)


def stale(plan: emit.Plan) -> tuple[tuple[str, str], ...]:
    """Each file that differs from the output of the spec, except foreign ones, and the words for it."""
    return (
        *((name, "missing: build would create it") for name in plan.created),
        *((name, _difference_in_words(plan.old[name])) for name in plan.changed),
        *((name, _orphan_in_words(name)) for name in plan.deleted),
    )


def _difference_in_words(old: str) -> str:
    if header.is_torn(old[: header.LONGEST].encode()):
        return "torn: empty or cut off, as a crash leaves a file; build would write it again"
    if has_conflict(old):
        return "has a merge conflict: build would write it again, without the conflict"
    return "differs: stale, or edited by hand"


def has_conflict(text: str) -> bool:
    """Whether a text has a conflict of Git's merge in it. Two searches: one for both would start at every line."""
    start = _CONFLICT_START.search(text)
    return start is not None and _CONFLICT_END.search(text, start.end()) is not None


def _orphan_in_words(name: str) -> str:
    if PurePosixPath(name).name == emit.GUARD:
        return "left by a build that was killed: build again, which completes its folder and deletes it"
    return "orphaned: build would delete it"


def drift(plan: emit.Plan) -> tuple[Diagnostic, ...]:
    """An error for each file that differs from the output of the spec, at the first line that differs."""
    return tuple(_about(plan, name, "stale-output", message) for name, message in stale(plan))


def difference(planned: Iterable[emit.Plan]) -> list[str]:
    """A unified diff from disk to the output of the specs: at most MOST_LINES, and the number of the rest."""
    lines = [line for plan in planned for line in _differences(plan)]
    if len(lines) <= MOST_LINES:
        return lines
    return [*lines[:MOST_LINES], f"… and {len(lines) - MOST_LINES} more lines"]


def _differences(plan: emit.Plan) -> Iterator[str]:
    from difflib import unified_diff  # noqa: PLC0415 - where there are any

    for name in sorted((*plan.created, *plan.changed, *plan.deleted)):
        path = _path(plan, name)
        old, new = _lines(plan.old.get(name, "")), _lines(plan.new.get(name, ""))
        skipped = _common(old, new)
        cut = max(len(old), len(new)) - skipped > _MOST_COMPARED
        start, end = max(skipped - 3, 0), skipped + _MOST_COMPARED
        names = (path if name in plan.old else "/dev/null", path if name in plan.new else "/dev/null")
        lines = unified_diff(old[start:end], new[start:end], *names, lineterm="")
        for line in masked_lines(lines):
            yield _moved(line, start) if line.startswith("@@") else line
        if cut:
            yield f"… and what follows in {path}"


def _moved(header: str, lines: int) -> str:
    """`@@ -3,7 +3,8 @@` of a part of a file, as it is in the whole: `lines` further down."""
    return re.sub(r"(?<=[-+])\d+", lambda number: str(int(number[0]) + lines), header)


def _common(old: list[str], new: list[str]) -> int:
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _lines(text: str) -> list[str]:
    return [_shown(line) for line in text.removesuffix("\n").split("\n")] if text else []


def _shown(line: str) -> str:
    safe = "".join(char if char.isprintable() or char == "\t" else ascii(char)[1:-1] for char in line)
    return safe if len(safe) <= _MOST_CHARACTERS else f"{safe[:_MOST_CHARACTERS]}…"


def _about(plan: emit.Plan, name: str, slug: str, message: str) -> Diagnostic:
    line, text = 1, ""
    if name in plan.changed:
        old, new = _lines(plan.old[name]), _lines(plan.new[name])
        line = min(_common(old, new), max(len(old) - 1, 0)) + 1
        text = old[line - 1] if old else ""
    position = Position((plan.folder / name).as_posix(), line, 1, max(len(text), 1))
    return Diagnostic(
        severity="error", slug=slug, message=message, position=position, source=masked_line(text), related=()
    )
