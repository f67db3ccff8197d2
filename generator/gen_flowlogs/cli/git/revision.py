"""Files as Git has them at a revision. Runs `git` to read only, and never leaves the repository.

Objects are read by their hashes: a file is absent only if the tree does not list it, and a read that fails is an error,
never an absence.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from gen_flowlogs.cli.exits import FileError
from gen_flowlogs.cli.git.process import Repository, reason
from gen_flowlogs.cli.inputs import LONGEST, TOO_LONG
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.repository import root_above

if TYPE_CHECKING:
    from collections.abc import Iterator
    from subprocess import CompletedProcess

_LINK = "120000"
_MOST_LINKS = 10  # that lead to one another


class _Entry(NamedTuple):
    """An entry of a tree."""

    mode: str
    type: str
    hash: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One commit of a repository."""

    name: str
    commit: str
    repository: Repository

    @staticmethod
    def of(name: str, file: str) -> Revision:
        """The commit that a name stands for, in the repository that a file is or was in. Raises FileError."""
        repository = repository_of(file)
        commit = repository.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        if commit.returncode:
            raise FileError(
                f'Git knows no revision "{shown(name)}" here; where the clone is shallow, fetch it first '
                "(actions/checkout: `fetch-depth: 0`)"
            )
        return Revision(name, commit.stdout.decode().strip(), repository)

    def content(self, file: str) -> bytes | None:
        """A file at this revision, by its path today; None where the tree has none. Raises FileError.

        A symbolic link is followed inside of the revision, as the working tree's are on disk.
        """
        path = self._named(file)
        for _ in range(_MOST_LINKS):
            entry = self._entry(path, file)
            link = path if entry is not None and entry.mode == _LINK else self._link_above(path, file)
            if link is not None:
                path = self._target(link, path, file)
            elif entry is None:
                return None
            elif entry.type != "blob":
                kind = "folder" if entry.type == "tree" else entry.type
                raise FileError(f"cannot read {self._called(file)}: it is a {kind}")
            else:
                return self._blob(entry.hash, file)
        raise FileError(f"cannot read {self._called(file)}: its symbolic links lead to one another")

    def read(self, file: str) -> bytes:
        """The file, as the pipeline asks for an included one. Raises FileNotFoundError where the tree has none."""
        data = self.content(file)
        if data is None:
            raise FileNotFoundError(file)
        return data

    def files(self) -> Iterator[str]:
        """The paths of all files of this revision from the repository's root, with `/`. Raises FileError."""
        listed = self.repository.ask("ls-tree", "-r", "-z", "--full-tree", "--name-only", self.commit)
        if listed.returncode:
            raise FileError(f"cannot list the files at {shown(self.name)}: {reason(listed)}")
        return (os.fsdecode(name) for name in listed.stdout.split(b"\0") if name)

    def gone(self) -> dict[str, bytes]:
        """The YAML files of this revision that are no longer on disk, by their paths today, with their content."""
        paths = (Path(self.repository.root, name) for name in self.files() if name.endswith((".yaml", ".yml")))
        files = [os.path.relpath(path) for path in paths if not path.is_file()]
        return {file: self.content(file) or b"" for file in files}

    def _named(self, file: str) -> str:
        """The path of a file from the root, as it is named: links of the working tree are not those of the revision."""
        named = Path(os.path.abspath(file))  # noqa: PTH100 - links are not resolved
        root = next((each for each in named.parents if os.path.realpath(each) == self.repository.root), None)
        return self._inside(Path(os.path.realpath(file)), file) if root is None else named.relative_to(root).as_posix()

    def _link_above(self, path: str, file: str) -> str | None:
        """The outermost folder of a path that is a link at this revision."""
        folders = [str(each) for each in reversed(PurePosixPath(path).parents) if str(each) != "."]
        for each in folders:
            entry = self._entry(each, file)
            if entry is None or entry.type != "tree":
                return each if entry is not None and entry.mode == _LINK else None
        return None

    def _target(self, link: str, path: str, file: str) -> str:
        """The path that another one leads to, by a link that it is or is in."""
        entry = self._entry(link, file)
        assert entry is not None  # noqa: S101 - it was found before
        target = Path(self.repository.root, link).parent / os.fsdecode(self._blob(entry.hash, file))
        rest = PurePosixPath(path).relative_to(link)
        return self._inside(Path(os.path.normpath(target / rest)), file)

    def _inside(self, path: Path, file: str) -> str:
        root = self.repository.root
        if not path.is_relative_to(root):
            raise FileError(f"{shown(file, 200)} lies outside of the repository {shown(root, 200)}")
        return path.relative_to(root).as_posix()

    def _entry(self, path: str, file: str) -> _Entry | None:
        """The entry of a path in the tree; None where one of its folders is a link or a file."""
        listed = self.repository.ask("ls-tree", "-z", "--full-tree", self.commit, "--", path)
        if listed.returncode:
            raise self._unreadable(file, listed)
        for line in listed.stdout.split(b"\0"):
            head, _, name = line.partition(b"\t")
            if os.fsdecode(name) == str(PurePosixPath(path)):
                mode, type_, hash_ = head.decode().split()
                return _Entry(mode, type_, hash_)
        return None

    def _blob(self, hash_: str, file: str) -> bytes:
        size = self.repository.ask("cat-file", "-s", hash_)
        if size.returncode:
            raise self._unreadable(file, size)
        if int(size.stdout) > LONGEST:
            raise FileError(f"cannot read {self._called(file)}: {TOO_LONG}")
        blob = self.repository.ask("cat-file", "blob", hash_)
        if blob.returncode:
            raise self._unreadable(file, blob)
        return blob.stdout

    def _unreadable(self, file: str, ran: CompletedProcess[bytes]) -> FileError:
        remedy = "; a partial clone lacks objects: `git fetch --refetch --no-filter origin` brings them"
        return FileError(f"cannot read {self._called(file)}: {reason(ran)}{remedy if self._is_partial() else ''}")

    def _is_partial(self) -> bool:
        asked = self.repository.ask("config", "--get-regexp", r"^remote\..*\.promisor$")
        return b"true" in asked.stdout

    def _called(self, file: str) -> str:
        return f"{shown(file, 200)} at {shown(self.name)}"


def repository_of(file: str) -> Repository:
    """The repository that a file is or was in. Raises FileError where there is none."""
    folder = next(str(each) for each in Path(os.path.realpath(file)).parents if each.is_dir())
    root = root_above(folder)
    if root is None:
        raise FileError(f"`--base` needs a Git repository, and {shown(folder, 200)} is in none")
    return Repository.of(folder, root)
