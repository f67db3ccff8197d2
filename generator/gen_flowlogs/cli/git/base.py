"""The commit that `diff --base` compares with: the merge base of a revision and HEAD.

A branch goes on while a change waits. Compared with its tip, the change would seem to undo all that came since.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from gen_flowlogs.cli.exits import FileError
from gen_flowlogs.cli.git.process import reason
from gen_flowlogs.cli.git.revision import Revision
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.diagnostics import shown

if TYPE_CHECKING:
    from gen_flowlogs.cli.git.process import Repository

SHORT: Final = 12
"""Digits of a commit in messages."""


@dataclass(frozen=True, slots=True)
class Base:
    """A commit to compare with. `described`: its part in the history, for messages."""

    revision: Revision
    described: str


def of_branch(name: str, repository: Repository) -> Base:
    """The merge base of a revision and HEAD, which is the revision itself where HEAD has it in its history.

    Raises FileError where there is none, and where a shallow clone may lack the right one.
    """
    tip, head = Revision.of(name, repository), Revision.of("HEAD", repository)
    asked = repository.ask("merge-base", tip.commit, head.commit)
    base = asked.stdout.decode().strip()
    if asked.returncode not in (0, 1):
        raise FileError(f"cannot find the merge base of {shown(name)} and HEAD: {reason(asked)}")
    if base == tip.commit:
        return Base(revision=tip, described=called(name))
    if base == head.commit:
        return Base(revision=head, described=f"`HEAD`, which {called(name)} has in its history")
    if not base or _is_cut(repository, base, tip, head):
        raise FileError(_no_merge_base(name, repository))
    revision = Revision(base[:SHORT], base, repository)
    return Base(revision=revision, described=f"the merge base of {called(name)} and `HEAD`")


def called(name: str) -> str:
    """The name of a revision in `Base.described`, which is Markdown too."""
    return f"`{shown(name)}`"


def _no_merge_base(name: str, repository: Repository) -> str:
    if not _boundary(repository):
        return f"{shown(name)} and HEAD have no common ancestor: name a revision of the history of HEAD"
    return (
        f"this shallow clone lacks the commit where {shown(name)} and HEAD part: fetch the whole history "
        "(actions/checkout: `fetch-depth: 0`; elsewhere: `git fetch --unshallow`)"
    )


def _boundary(repository: Repository) -> frozenset[str]:
    """The commits whose parents a shallow clone lacks."""
    asked = repository.ask("rev-parse", "--git-path", "shallow")
    file = Path(repository.git_dir, asked.stdout.decode().strip())
    return frozenset(file.read_text(encoding="ascii").split() if file.is_file() else ())


def _is_cut(repository: Repository, base: str, tip: Revision, head: Revision) -> bool:
    """Whether a shallow clone lacks history on the way to a merge base: a newer one may be in it."""
    boundary = _boundary(repository)
    if not boundary:
        return False
    listed = repository.ask("rev-list", tip.commit, head.commit, f"^{base}")
    if listed.returncode:
        raise FileError(f"cannot list the history of {shown(tip.name)}: {reason(listed)}")
    return not boundary.isdisjoint(listed.stdout.decode().split())
