"""The lines of a `.gitignore` for the folders in which Terraform runs: states and plans may hold secrets.

Lines of every `.gitignore` from a folder up to the root of its repository count. Reads only.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Final

from gen_flowlogs.repository import root_above

NAME: Final = ".gitignore"

_HEAD: Final = (
    "# Terraform's working files. Commit .terraform.lock.hcl: it is the provider's\n"
    "# version and checksums, so that an apply runs what was reviewed.\n"
)
_LINES: Final = {
    ".terraform/": {".terraform"},
    "*.tfstate": {"*.tfstate", "*.tfstate*"},
    "*.tfstate.*": {"*.tfstate.*", "*.tfstate*"},
    "*.tfplan": {"*.tfplan", "*.tfplan*"},
}
"""Line → the lines that ignore the same, without what they may begin and end with."""


def missing(folder: str) -> tuple[str, ...]:
    """The lines that no file has, of a folder and of those above it."""
    there = {each for above in _folders(folder) for each in _lines(above / NAME)}
    return tuple(line for line, same in _LINES.items() if not same & there)


def text(lines: tuple[str, ...]) -> str:
    """The text of a new file."""
    return _HEAD + "".join(f"{line}\n" for line in lines)


def _folders(folder: str) -> tuple[Path, ...]:
    """A folder and those above it in its repository."""
    here = Path(os.path.realpath(folder))
    root = root_above(str(here))
    above = () if root is None else tuple(each for each in here.parents if each.is_relative_to(root))
    return (here, *above)


def _lines(file: Path) -> set[str]:
    content = ""
    with contextlib.suppress(OSError):
        if file.is_file():
            content = file.read_text(encoding="utf-8", errors="replace")
    return {_plain(line.strip()) for line in content.splitlines()}


def _plain(line: str) -> str:
    """`**/.terraform/*` and `.terraform/` are `.terraform`."""
    return line.removeprefix("**/").removesuffix("*" if line.endswith("/*") else "").removesuffix("/")
