"""The schemas beside a spec, which editors read through its first line: their new texts, and which are old."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from gen_flowlogs import schema
from gen_flowlogs.cli import shell
from gen_flowlogs.cli.inputs import has_file_name
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.repository import misleading_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FILES = {schema.SCHEMA_FILE: False, schema.INCLUDE_SCHEMA_FILE: True}
"""File name → whether it is the schema of included files."""

_START = 1000  # bytes, within which the comment of a schema is
_COMMENT = pattern(r'"\$comment": "([^"]*)"')
_OURS = pattern(r'"\$id": "[^"]*[:/](?:gen-flowlogs:schema:|flowlogs-)v1')


def renewed(folder: Path) -> Iterator[tuple[Path, str | None]]:
    """Each schema that is to be in a folder, and its new text; None where the file there is not ours."""
    for name, include in FILES.items():
        path = folder / name
        text = schema.text(include=include)
        if not os.path.lexists(path):
            yield path, text
        elif not path.is_file() or misleading_link(str(path)):
            yield path, None
        elif path.stat().st_size != len(text.encode()) or path.read_bytes() != text.encode():
            yield path, text if _OURS.search(_start(path)) else None


def old_schemas(specs: Iterable[str]) -> Iterator[str]:
    """A line for each folder of specs with a copy of a schema that another version wrote."""
    folders = dict.fromkeys(Path(spec).parent for spec in specs if has_file_name(spec))
    for folder in folders:
        old = next((path for name in FILES if _is_old(path := folder / name)), None)
        if old is not None:
            spec = next(spec for spec in specs if Path(spec).parent == folder)
            command = shell.command(["gen-flowlogs", "init", "--schemas", spec])
            name = shown(old.as_posix(), 500)
            yield f"{name}: another version wrote it, and editors judge by it; renew it with `{command}`"


def _is_old(path: Path) -> bool:
    try:
        start = _start(path) if path.is_file() and not misleading_link(str(path)) else ""
    except OSError:
        return False
    comment = _COMMENT.search(start)
    return _OURS.search(start) is not None and (comment is None or comment[1] != schema.stamp())


def _start(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(_START).decode(errors="replace")
