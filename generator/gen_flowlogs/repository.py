"""The repository that a file is in, found by its `.git` alone, and the root that bounds what a spec includes.

Git takes a folder that merely looks like a bare repository for one too, and a checkout may hold such a folder. It
cannot hold anything called `.git`, which Git refuses to check out. So the search asks for that name, and never asks
Git. As for Git, a folder `.git` without a HEAD is none; a file `.git` is that of a worktree or of a submodule.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.phrasing import quoted

STANDARD_INPUT: Final = frozenset(("-", "<stdin>"))
"""The names of standard input, on a command line and in messages."""

ENDINGS: Final = (".yaml", ".yml")
"""The endings of the name of a spec, and of a file that one includes."""


@dataclass(frozen=True, slots=True)
class Root:
    """A folder, links resolved, and the words for the reason that it is the root."""

    folder: str
    why: str

    @property
    def described(self) -> str:
        """The root in a message: its path from the working directory, and the reason that it is the root."""
        return f"{quoted(os.path.relpath(self.folder))}, {self.why}"

    def contains(self, path: str) -> bool:
        """Whether a path, links resolved, is the root or is in it."""
        return Path(os.path.realpath(path)).is_relative_to(self.folder)


def root_of(file: str) -> Root:
    """The root of a spec: of its repository; without one the working directory that it is in, else its own folder.

    So a spec has the same root in a clone and in files that were taken out of one, if the command runs at their top.
    """
    folder = os.path.realpath(os.curdir if file in STANDARD_INPUT else Path(file).parent)
    repository = root_above(folder)
    if repository is not None:
        return Root(folder=repository, why="the root of the repository")
    here = os.path.realpath(os.curdir)
    if Path(folder).is_relative_to(here):
        return Root(folder=here, why="the working directory")
    return Root(folder=folder, why="the folder of the spec")


def root_above(folder: str) -> str | None:
    """The nearest folder with a repository's `.git`, from `folder` upwards, links resolved; None where none has it."""
    start = Path(os.path.realpath(folder))
    return next((str(each) for each in (start, *start.parents) if _is_root(each)), None)


def _is_root(folder: Path) -> bool:
    git = folder / ".git"
    return os.path.isfile(git) or os.path.lexists(git / "HEAD")  # noqa: PTH113 - a folder may refuse to be searched


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
