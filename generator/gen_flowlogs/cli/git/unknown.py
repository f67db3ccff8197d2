"""The message about a revision that Git does not know, with what may be compared with in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.diagnostics import shown
from gen_flowlogs.phrasing import nearest

if TYPE_CHECKING:
    from gen_flowlogs.cli.git.process import Repository

_MOST: Final = 1000  # names of revisions that are compared

_TWINS: Final = {"main": "master", "master": "main"}
"""Branches that repositories call one way or the other."""


def message(name: str, repository: Repository) -> str:
    """The message about an unknown revision: why it is missing, or the one that was meant."""
    said = f'Git knows no revision "{shown(name)}" here'
    if repository.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}").returncode:
        return f"{said}: the repository has no commit yet, so there is nothing to compare with"
    if repository.ask("rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
        return f"{said}; the clone is shallow, so fetch it first (actions/checkout: `fetch-depth: 0`)"
    listed = repository.ask("for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes", "refs/tags")
    names = listed.stdout.decode(errors="replace").split()[:_MOST]
    remote, slash, branch = name.rpartition("/")
    twin = f"{remote}{slash}{_TWINS.get(branch, branch)}"
    meant = twin if twin in names else nearest(name, names)
    return f"{said}; did you mean `{shown(meant)}`?" if meant else f"{said}; `git branch --all` lists the branches"
