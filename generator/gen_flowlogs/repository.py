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
