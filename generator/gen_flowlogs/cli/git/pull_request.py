"""The commit that the action compares with, from its input `base` and from what GitHub tells of the event.

GitHub freezes the base of a pull request in its event when somebody pushes to it, and merges it into a newer one for
the run. Compared with the frozen one, the pull request would seem to make the changes of others.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from gen_flowlogs.cli.exits import FileError
from gen_flowlogs.cli.git.base import SHORT, Base, called
from gen_flowlogs.cli.git.fetch import fetch
from gen_flowlogs.cli.git.process import reason
from gen_flowlogs.cli.git.revision import Revision
from gen_flowlogs.diagnostics import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.cli.git.process import Repository


def base(named: str, repository: Repository, environment: Mapping[str, str]) -> Base:
    """The commit to compare with; it is fetched where the clone lacks it. Raises FileError.

    `named`: the input. The base of the event, which is its default, means the parent of the commit that is checked out
    and that the event is about (GITHUB_SHA), if that is the merge of the pull request. Anything else means itself.
    """
    event = _event(environment.get("GITHUB_EVENT_PATH", ""))
    merged = _merged_into(repository, environment.get("GITHUB_SHA", ""), _at(event, "pull_request", "head", "sha"))
    match named:
        case _ if named != _at(event, "pull_request", "base", "sha"):
            described = "" if named != _at(event, "merge_group", "base_sha") else "the base of the merge group"
            return _exactly(named, described or called(named), repository)
        case _ if merged:
            return _exactly(merged, "the commit that the pull request is merged into", repository)
        case _:
            return _exactly(named, "the base of the pull request when it was last pushed to", repository)


def _exactly(name: str, described: str, repository: Repository) -> Base:
    found = Revision.known(name, repository)
    if found is None:
        fetch(repository, name)
        found = Revision.of(name, repository)
    called = Revision(found.commit[:SHORT], found.commit, repository)
    return Base(revision=called, described=described)


def _merged_into(repository: Repository, sha: str, head: str) -> str:
    """The other parent of the commit that is checked out, if that is GITHUB_SHA and merges `head`; else empty.

    The parents are read from the commit itself: those of a shallow clone's last commit are hidden from `HEAD^1`.
    """
    checked_out = Revision.known("HEAD", repository)
    if checked_out is None or not head or checked_out.commit != sha:
        return ""
    read = repository.ask("cat-file", "commit", sha)
    if read.returncode:
        raise FileError(f"cannot read the commit {shown(sha)}: {reason(read)}")
    fields = (line.partition(b" ") for line in read.stdout.partition(b"\n\n")[0].split(b"\n"))
    parents = [value.decode() for name, _, value in fields if name == b"parent"]
    others = [each for each in parents if each != head]
    return others[0] if len(parents) == 2 and len(others) == 1 else ""


def _event(path: str) -> object:
    """The event as GitHub writes it for each run; None where there is none that can be read."""
    with contextlib.suppress(OSError, ValueError, RecursionError):
        return json.loads(Path(path).read_bytes())
    return None


def _at(event: object, *keys: str) -> str:
    """A text of the event; empty where it has none."""
    for key in keys:
        event = event.get(key) if isinstance(event, dict) else None
    return event if isinstance(event, str) else ""
