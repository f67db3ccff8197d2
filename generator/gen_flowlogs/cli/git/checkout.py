"""The working tree where it is not, byte for byte, what Git stores: a sparse checkout, and filters.

Reads the index and the attributes alone: no filter runs, and no file of the working tree is compared.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from gen_flowlogs.cli.exits import FileError
from gen_flowlogs.cli.git.process import reason, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.cli.git.process import Repository

SPARSE: Final = "it is outside of this sparse checkout; `git sparse-checkout add FOLDER` brings it"

_LEFT_OUT = "S"


def left_out(repository: Repository) -> frozenset[str]:
    """The paths, from the root, that the index has and that a sparse checkout leaves out of the disk."""
    return frozenset(path for path, mark in _marks(repository) if mark.upper() == _LEFT_OUT)


def overlooked(repository: Repository) -> frozenset[str]:
    """The paths, from the root, whose changes `git add` overlooks: marked `skip-worktree` or `assume-unchanged`."""
    return frozenset(path for path, mark in _marks(repository) if mark.upper() == _LEFT_OUT or mark.islower())


def _marks(repository: Repository) -> Iterator[tuple[str, str]]:
    """Each path of the index, from the root, with the letter that git has for its state."""
    listed = repository.ask("ls-files", "-z", "-v", "--full-name")
    if listed.returncode:
        raise FileError(f"cannot list the files of the index: {reason(listed)}")
    for line in listed.stdout.split(b"\0"):
        if line:
            yield os.fsdecode(line[2:]), line[:1].decode()


def filter_of(path: str, repository: Repository) -> str | None:
    """The filter that git runs between a path on disk and its store; None where there is none, or no program for it."""
    asked = run(
        repository.root,
        f"--git-dir={repository.git_dir}", f"--work-tree={repository.root}", "check-attr", "-z", "filter", "--", path,
        outside=repository.root,
    )  # fmt: skip
    if asked.returncode:
        raise FileError(f"cannot read the attributes of Git: {reason(asked)}")
    name = os.fsdecode(asked.stdout).split("\0")[2]
    programs = repository.ask("config", "--get-regexp", rf"^filter\.{re.escape(name)}\.(clean|smudge|process)$")
    return name if programs.stdout else None
