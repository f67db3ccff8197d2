"""Lines of a spec → the path of the value that is written there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.explain.answer import NotUnderstoodError
from gen_flowlogs.source.lines import split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.diagnostics import Path
    from gen_flowlogs.source import Document


def paths_at(document: Document, number: int) -> tuple[Path, ...]:
    """The paths of the outermost values that begin on a line, counted from 1, or of the last that goes on there.

    Raises NotUnderstoodError for a line that is empty, a comment, or not in the file.
    """
    lines = split(document.text)
    if not 1 <= number <= len(lines):
        raise NotUnderstoodError(f"{document.file} has {len(lines)} lines, and no line {number}")
    text = lines[number - 1].strip()
    if not text or text.startswith("#"):
        raise NotUnderstoodError(
            f"{document.file}:{number} is {'a comment' if text else 'empty'}: name a line of a value"
        )
    best: tuple[int, int] | None = None
    found: list[Path] = []
    for path in _paths(document.data):
        line = document.position(path, "key").line
        place = (line, -len(path))
        if line <= number and (best is None or place >= best):
            found = [*found, path] if place == best else [path]
            best = place
    if not found:
        raise NotUnderstoodError(f"{document.file}:{number} has no value")
    return tuple(found)


def _paths(data: object, above: Path = ()) -> Iterator[Path]:
    match data:
        case dict():
            entries: Iterator[tuple[str | int, object]] = iter(data.items())
        case list():
            entries = iter(enumerate(data))
        case _:
            return
    for key, value in entries:
        path = (*above, key)
        yield path
        yield from _paths(value, path)
