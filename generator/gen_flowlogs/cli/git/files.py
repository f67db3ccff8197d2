"""The names of all files that Git knows of or finds in a working tree. Lists; reads and writes no file.

`cli/git/index.py` has what a commit would have. Here a file also exists that is in a conflict, or only announced.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from gen_flowlogs.cli.exits import FileError
from gen_flowlogs.cli.git.process import reason
from gen_flowlogs.diagnostics import shown

if TYPE_CHECKING:
    from gen_flowlogs.cli.git.process import Repository

_SUBMODULE = "160000"


def in_index(repository: Repository) -> tuple[list[str], list[str]]:
    """The files of the index, from the root with `/`, and the folders that are submodules. Raises FileError."""
    files: list[str] = []
    submodules: list[str] = []
    for entry in _listed(repository, "--stage"):
        head, _, name = entry.partition("\t")
        (submodules if head.startswith(_SUBMODULE) else files).append(name)
    return files, submodules


def untracked(repository: Repository) -> tuple[list[str], list[str]]:
    """The files of the working tree that are not in the index, also ignored ones, and the repositories in it."""
    files: list[str] = []
    repositories: list[str] = []
    for name in _listed(repository, "--others"):
        (repositories if name.endswith("/") else files).append(name)
    return files, repositories


def _listed(repository: Repository, what: str) -> list[str]:
    root = repository.root
    listed = repository.ask("-C", root, f"--work-tree={root}", "ls-files", "-z", "--full-name", what)
    if listed.returncode:
        raise FileError(f"cannot list the files of {shown(root, 200)}: {reason(listed)}")
    return [os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
