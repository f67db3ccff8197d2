"""The index of a repository: the files of the commit that is being made, as paths, modes and hashes; and their bytes.

Reads only. A path that `git add --intent-to-add` announces is in no commit, and in no answer. A submodule is a commit,
and its files are those of that commit.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gen_flowlogs.cli.exits import FileError
from gen_flowlogs.cli.git.process import Repository, reason, run
from gen_flowlogs.cli.inputs import LONGEST
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.repository import root_above

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from subprocess import CompletedProcess

LINK: Final = "120000"
SUBMODULE: Final = "160000"
_UNMERGED: Final = "U"
_DELETED: Final = "D"
_AT_ONCE: Final = 64 * 2**20  # bytes of one answer of git


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a commit: its path from the root with `/`, its mode, and the hash of its bytes."""

    path: str
    mode: str
    hash: str


def surrounding_index(repository: Repository) -> dict[str, str]:
    """GIT_INDEX_FILE as a surrounding hook of git sets it, absolute; nothing where that hook is another repository's.

    `git commit -a` and `git commit PATH` make the commit from an index of their own. Git names it from the root of the
    working tree. It sets GIT_DIR too, except where `.git` is a folder there.
    """
    named = os.environ.get("GIT_INDEX_FILE")
    if not named:
        return {}
    file = Path(repository.root, named)
    own = os.path.realpath(repository.git_dir)
    git_dir = os.environ.get("GIT_DIR")
    if git_dir:  # relative to where git was started, which the hook may have left
        same = own in {os.path.realpath(git_dir), os.path.realpath(Path(repository.root, git_dir))}
    else:
        folder = os.path.realpath(file.parent)
        same = folder == own or (root_above(os.curdir) == repository.root and not _is_git_dir(folder))
    return {"GIT_INDEX_FILE": str(file)} if same else {}


def _is_git_dir(folder: str) -> bool:
    """Whether git keeps a repository in a folder: a HEAD alone makes none."""
    return Path(folder, "HEAD").exists() and (Path(folder, "refs").exists() or Path(folder, "commondir").exists())


def is_of_paths() -> bool:
    """Whether the surrounding hook is that of `git commit PATH…`, whose commit has no other changes than those paths.

    Source: https://github.com/git/git/blob/master/builtin/commit.c, `prepare_index`.
    """
    return os.path.basename(os.environ.get("GIT_INDEX_FILE", "")).startswith("next-index-")  # noqa: PTH119 - as text


def entries(repository: Repository) -> tuple[Entry, ...]:
    """All files of the index, by path. Raises FileError, also for one in which a merge has left a conflict."""
    empty = _answer(repository.ask("hash-object", "-t", "tree", "--stdin")).decode().strip()
    found, unmerged = [], []
    for path, mode, hash_, status in _difference(repository, empty):
        if status == _UNMERGED:
            unmerged.append(path)
        found.append(Entry(path, mode, hash_))
    if unmerged:  # of a spec and its output, the spec comes first
        path = next((each for each in unmerged if not each.endswith(".tf")), unmerged[0])
        way = "build its spec, which writes it anew" if path.endswith(".tf") else "resolve it"
        raise FileError(f"{shown(path, 200)} has a conflict of a merge: {way}, and `git add` it")
    return tuple(found)


def deleted(repository: Repository) -> tuple[Entry, ...]:
    """The files of HEAD that the index no longer has, by path; none before the first commit. Raises FileError."""
    return tuple(entry for entry, status in _since_head(repository, old=True) if status == _DELETED)


def changed(repository: Repository) -> frozenset[str]:
    """The paths in which the index is not HEAD; none before the first commit. Raises FileError."""
    return frozenset(entry.path for entry, _ in _since_head(repository))


def _since_head(repository: Repository, *, old: bool = False) -> Iterator[tuple[Entry, str]]:
    if repository.ask("rev-parse", "--verify", "--quiet", "HEAD").returncode == 0:
        for path, mode, hash_, status in _difference(repository, "HEAD", old=old):
            yield Entry(path, mode, hash_), status


def submodule(repository: Repository, entry: Entry) -> tuple[Repository, tuple[Entry, ...]] | None:
    """The repository of a submodule, and its files at the commit that the index names, by path from the outer root.

    None where the submodule is not checked out. Raises FileError.
    """
    root = os.path.realpath(Path(repository.root, entry.path))
    if not os.path.lexists(Path(root, ".git")):
        return None
    inner = Repository.of(root, root)
    listed = _answer(inner.ask("ls-tree", "-r", "-z", "--full-tree", entry.hash))
    found = []
    for line in listed.split(b"\0"):
        if line:
            head, _, name = line.partition(b"\t")
            mode, _, hash_ = head.decode().split()
            found.append(Entry(f"{entry.path}/{os.fsdecode(name)}", mode, hash_))
    return inner, tuple(found)


def ignored(repository: Repository, paths: Iterable[str]) -> dict[str, str]:
    """The ignored ones of some paths from the root, with file, line and pattern that ignore each. Raises FileError."""
    ran = run(
        repository.root,
        f"--git-dir={repository.git_dir}",
        f"--work-tree={repository.root}",
        "check-ignore", "--verbose", "-z", "--stdin",
        outside=repository.root,
        given=b"".join(b"./" + os.fsencode(each) + b"\0" for each in paths),  # `./:(glob)x` is a name
        environment={**surrounding_index(repository), "GIT_LITERAL_PATHSPECS": "0"},  # which this command refuses
    )  # fmt: skip
    if ran.returncode > 1:  # 1: none is
        raise FileError(f"Git cannot list the ignored files: {reason(ran)}")
    parts = os.fsdecode(ran.stdout).split("\0")
    found = zip(parts[::4], parts[1::4], parts[2::4], parts[3::4], strict=False)
    at = f"{repository.root}{os.sep}"
    return {
        path.removeprefix("./"): f"{file.removeprefix(at)}:{line}: {rule}"
        for file, line, rule, path in found
        if not rule.startswith("!")
    }


def contents(repository: Repository, hashes: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
    """Each hash with its bytes, once; None for a file that is too large. Raises FileError where one cannot be read."""
    asked = "".join(f"{each}\n" for each in dict.fromkeys(hashes)).encode()
    sizes = _answer(repository.ask("cat-file", "--batch-check", given=asked)) if asked else b""
    batch: list[str] = []
    size = 0
    for line in sizes.decode().splitlines():
        hash_, _, described = line.partition(" ")
        if not described.startswith("blob "):
            raise FileError(f"the object {hash_} of the index is {shown(described)}, and no file{_remedy(repository)}")
        length = int(described.removeprefix("blob "))
        if length > LONGEST:
            yield hash_, None
            continue
        if batch and size + length > _AT_ONCE:
            yield from _blobs(repository, batch)
            batch, size = [], 0
        batch.append(hash_)
        size += length
    yield from _blobs(repository, batch)


def is_partial(repository: Repository) -> bool:
    """Whether a repository may lack objects, which it would ask of a remote."""
    return b"true" in repository.ask("config", "--get-regexp", r"^remote\..*\.promisor$").stdout


def _difference(repository: Repository, tree: str, *, old: bool = False) -> Iterator[tuple[str, str, str, str]]:
    """Each file in which the index differs from a tree: path, mode, hash and status; `old`: as the tree has them."""
    ran = run(
        repository.git_dir,
        f"--git-dir={repository.git_dir}",
        "diff-index", "--cached", "--raw", "-z", "--no-abbrev", "--no-renames", "--ita-invisible-in-index",
        "--ignore-submodules=none", tree, "--",
        outside=repository.root,
        environment=surrounding_index(repository),
    )  # fmt: skip
    parts = os.fsdecode(_answer(ran)).split("\0")
    for head, path in zip(parts[::2], parts[1::2], strict=False):
        before, after, hash_before, hash_after, status = head.removeprefix(":").split(" ")
        yield path, before if old else after, hash_before if old else hash_after, status


def _blobs(repository: Repository, hashes: list[str]) -> Iterator[tuple[str, bytes]]:
    if not hashes:
        return
    data = _answer(repository.ask("cat-file", "--batch", given="".join(f"{each}\n" for each in hashes).encode()))
    at = 0
    for each in hashes:
        end = data.index(b"\n", at)
        length = int(data[at:end].rpartition(b" ")[2])
        yield each, data[end + 1 : end + 1 + length]
        at = end + length + 2


def _answer(ran: CompletedProcess[bytes]) -> bytes:
    if ran.returncode:
        raise FileError(f"the index cannot be read: {reason(ran)}")
    return ran.stdout


def _remedy(repository: Repository) -> str:
    remedy = "; a partial clone lacks objects: `git fetch --refetch --no-filter origin` brings them"
    return remedy if is_partial(repository) else ""
