"""The spec that a generated file belongs to: its header names a file, which may not be the spec that is built.

At a path that the spec writes, a file is the spec's if its header names the spec's file or one that is gone (a rename),
or if it is in a merge conflict whose sides have headers. At any other path it is the spec's only if no other spec can
have written it. Nothing here reads a file: `Others` is the answer of the caller, who knows the repository.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from gen_flowlogs import header
from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Others = Callable[[str, Path | None], tuple[str, ...]]
"""The name in a header → the files of that name below the root, except the spec that is built, in words for a message.

With a folder, only those that may be specs that write into it. Where they cannot be searched, an Unsearched is in the
answer.
"""


class Unsearched(str):
    """The reason that files of a name cannot be searched: one counts as existing."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Rival:
    """Another spec that a generated file may be of: the name in the header, and the files that have it."""

    name: str
    files: tuple[str, ...]


def unsearched(name: str, folder: Path | None) -> tuple[str, ...]:  # noqa: ARG001 - it is `Others`
    """The answer of a caller who cannot search: the file exists."""
    return (Unsearched(f"no search for {name} was made"),)


def names(files: Mapping[str, str]) -> frozenset[str]:
    """The names of the spec that is built, by the headers of its files."""
    starts = {text[: header.LONGEST].partition("\n")[0] for text in files.values()}
    return frozenset(name for start in starts for name in header.signers(start.encode()))


def rival_of_wanted(signers: Iterable[str], own: frozenset[str], others: Others, *, conflict: bool) -> Rival | None:
    """The living spec that has a file which `own` would write; None where the file is ours to replace."""
    for name in signers:
        if not conflict and name not in own and (found := others(name, None)):
            return Rival(name, found)
    return None


def rival_of_orphan(signers: Iterable[str], own: frozenset[str], others: Others, folder: Path) -> Rival | None:
    """A spec that can have written a file in `folder` which `own` does not write; None where no other can."""
    for name in signers:
        if found := others(name, folder if name in own else None):
            return Rival(name, found)
    return None
