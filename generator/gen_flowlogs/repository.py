"""The repository that a file is in, found by its `.git` alone.

Git takes a folder that merely looks like a bare repository for one too, and a checkout may hold such a folder. It
cannot hold anything called `.git`, which Git refuses to check out. So the search asks for that name, and never asks
Git.
"""

from __future__ import annotations

import os
from pathlib import Path


def root_above(folder: str) -> str | None:
    """The nearest folder that holds `.git`, from `folder` upwards, links resolved; None where no folder does."""
    start = Path(os.path.realpath(folder))
    return next((str(each) for each in (start, *start.parents) if os.path.lexists(each / ".git")), None)


def misleading_link(file: str) -> str:
    """Why a file may not be read by its path: a link of the checkout leads out of it or to a hidden file; else empty.

    What a checkout holds is anybody's, and messages quote lines of what is read. A path without a link in it below the
    root, and one that is in no repository, is what its user says.
    """
    root, real, linked = _resolved(file)
    if not linked:
        return ""
    if not real.is_relative_to(root):
        return "it is a symbolic link that leads out of the repository"
    if any(part.startswith(".") for part in real.relative_to(root).parts):
        return "it is a symbolic link that leads to a hidden file or folder"
    return ""


def goes_through_a_link(path: str) -> bool:
    """Whether a path in a repository has a symbolic link in it, below the repository's root."""
    return _resolved(path)[2]


def _resolved(path: str) -> tuple[Path, Path, bool]:
    """The root of the repository that a path is in, what the path leads to, and whether by a link of that repository.

    A link in a repository leads nowhere else, also where its target is a repository of its own.
    """
    named = Path(os.path.abspath(path))  # noqa: PTH100 - links are not resolved
    real = Path(os.path.realpath(named))
    for each in reversed((named, *named.parents)):
        if each.is_symlink():
            root = root_above(str(each.parent))
            if root is not None:
                return Path(root), real, True
    return Path(root_above(str(named.parent)) or real), real, False
