"""Lines of a spec → the path of the value that is written there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.explain.answer import NotUnderstoodError
from gen_flowlogs.source.lines import split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.diagnostics import Path
    from gen_flowlogs.source import Document


def path_at(document: Document, number: int) -> Path:
    """The path of the first value that begins on a line, counted from 1, or that goes on there.

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
    best: tuple[int, int, Path] | None = None
    for path in _paths(document.data):
        line = document.position(path, "key").line
        if line <= number and (best is None or line > best[0] or (line == best[0] and len(path) < best[1])):
            best = (line, len(path), path)
    if best is None:
        raise NotUnderstoodError(f"{document.file}:{number} has no value")
    return best[2]


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
