"""Files as Git has them at a revision. Runs `git` to read only, and never leaves the repository.

Objects are read by their hashes: a file is absent only if the tree does not list it, and a read that fails is an error,
never an absence.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from gen_flowlogs.cli.exits import FileError
from gen_flowlogs.cli.git import checkout, unknown
from gen_flowlogs.cli.git.process import reason
from gen_flowlogs.cli.inputs import LONGEST, TOO_LONG
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.repository import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from subprocess import CompletedProcess

    from gen_flowlogs.cli.git.process import Repository

_LINK = "120000"
_MOST_LINKS = 10  # that lead to one another


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of a tree."""

    mode: str
    type: str
    hash: str


class NotInRepositoryError(FileError):
    """A path that is outside of the repository of a revision."""


class _LinkError(FileError):
    """A symbolic link of a revision that leads to no file of the repository."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One commit of a repository."""

    name: str
    commit: str
    repository: Repository

    @staticmethod
    def of(name: str, repository: Repository) -> Revision:
        """The commit that a name stands for. Raises FileError where git knows none, or cannot read it."""
        found = Revision.known(name, repository)
        if found is None:
            raise FileError(unknown.message(name, repository))
        return found

    @staticmethod
    def known(name: str, repository: Repository) -> Revision | None:
        """The commit that a name stands for; None where git knows none. Raises FileError where it cannot be read."""
        asked = repository.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        if asked.returncode not in (0, 1):
            raise FileError(f'cannot read the revision "{shown(name)}": {reason(asked)}')
        commit = asked.stdout.decode().strip()
        return Revision(name, commit, repository) if commit.isalnum() else None  # `^HEAD` becomes `^` and the commit

    def content(self, file: str) -> bytes | None:
        """A file at this revision, by its path today; None where the tree has none. Raises FileError.

        A symbolic link is followed inside of the revision, as the working tree's are on disk. Bytes that a filter would
        change on their way to the disk are refused, since the filter is a program and does not run.
        """
        stored = self._stored(file)
        if stored is None:
            return None
        path, data = stored
        self._refuse_filtered(path, data, file)
        return data

    def _stored(self, file: str) -> tuple[str, bytes] | None:
        """The path that a file has when links are followed, and the bytes that Git stores; None where there is none."""
        path = self.path(file)
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
                return path, self.blob(entry.hash, file)
        raise _LinkError(f"cannot read {self._called(file)}: its symbolic links lead to one another")

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

    def below(self, folder: str) -> dict[str, str]:
        """The files in a folder of this revision and below it: path from the repository's root → hash of its blob.

        Empty where the revision has no such folder, or something else in its place. Raises FileError.
        """
        entries = self._entries(self.path(folder), folder, "-r")
        return {name: each.hash for name, each in entries if each.type == "blob"}

    def gone(self, folders: Collection[Path] | None = None) -> dict[str, bytes]:
        """The YAML files of this revision that are no longer on disk, by their paths today, with the bytes stored.

        Files outside of a sparse checkout are not gone, and a link that leads nowhere in the revision is none.
        `folders`: only the files right in one of these, links resolved.
        """
        named = {name: Path(self.repository.root, name) for name in self.files() if name.endswith(ENDINGS)}
        looked_at = [name for name, path in named.items() if folders is None or path.parent in folders]
        missing = [name for name in looked_at if not named[name].is_file()]
        sparse = checkout.left_out(self.repository) if missing else frozenset()
        found = {}
        for name in missing:
            if name not in sparse:
                file = os.path.relpath(named[name])
                with contextlib.suppress(_LinkError):
                    stored = self._stored(file)
                    if stored is not None:
                        found[file] = stored[1]
        return found

    def path(self, file: str) -> str:
        """The path of a file from the root, as it is named: links of the working tree are not those of the revision.

        Raises NotInRepositoryError.
        """
        named = Path(os.path.abspath(file))  # noqa: PTH100 - links are not resolved
        root = next((each for each in named.parents if os.path.realpath(each) == self.repository.root), None)
        return self._inside(Path(os.path.realpath(file)), file) if root is None else named.relative_to(root).as_posix()

    def _link_above(self, path: str, file: str) -> str | None:
        """The outermost folder of a path that is a link at this revision."""
        folders = [str(each) for each in reversed(PurePosixPath(path).parents) if str(each) != "."]
        for each in folders:
            entry = self._entry(each, file)
            if entry is not None and entry.type == "commit":
                raise FileError(f"cannot read {self._called(file)}: it is in the submodule {shown(each, 200)} there")
            if entry is None or entry.type != "tree":
                return each if entry is not None and entry.mode == _LINK else None
        return None

    def _target(self, link: str, path: str, file: str) -> str:
        """The path that another one leads to, by a link that it is or is in."""
        entry = self._entry(link, file)
        assert entry is not None  # noqa: S101 - it was found before
        data = self.blob(entry.hash, file)
        if b"\0" in data:
            raise _LinkError(f"cannot read {self._called(file)}: it is no symbolic link that a disk can have")
        target = Path(self.repository.root, link).parent / os.fsdecode(data)
        rest = PurePosixPath(path).relative_to(link)
        leads = Path(os.path.normpath(target / rest))
        if not leads.is_relative_to(self.repository.root):
            raise _LinkError(
                f"cannot read {self._called(file)}: it is a symbolic link that leads out of the repository"
            )
        return self._inside(leads, file)

    def _inside(self, path: Path, file: str) -> str:
        root = self.repository.root
        if not path.is_relative_to(root):
            raise NotInRepositoryError(f"{shown(file, 200)} is outside of the repository {shown(root, 200)}")
        return path.relative_to(root).as_posix()

    def _entry(self, path: str, file: str) -> _Entry | None:
        """The entry of a path in the tree; None where one of its folders is a link or a file."""
        return dict(self._entries(path, file)).get(str(PurePosixPath(path)))

    def _entries(self, path: str, file: str, *options: str) -> Iterator[tuple[str, _Entry]]:
        """The entries that git lists for a path of the tree, each with its own path."""
        listed = self.repository.ask("ls-tree", *options, "-z", "--full-tree", self.commit, "--", path)
        if listed.returncode:
            raise self._unreadable(file, listed)
        for line in listed.stdout.split(b"\0")[:-1]:
            head, _, name = line.partition(b"\t")
            yield os.fsdecode(name), _Entry(*head.decode().split())

    def blob(self, hash_: str, file: str) -> bytes:
        """The bytes of a blob. `file`: how messages call it. Raises FileError."""
        size = self.repository.ask("cat-file", "-s", hash_)
        if size.returncode:
            raise self._unreadable(file, size)
        if int(size.stdout) > LONGEST:
            raise FileError(f"cannot read {self._called(file)}: {TOO_LONG}")
        blob = self.repository.ask("cat-file", "blob", hash_)
        if blob.returncode:
            raise self._unreadable(file, blob)
        return blob.stdout

    def _refuse_filtered(self, path: str, data: bytes, file: str) -> None:
        """Raise FileError where a filter that is not run makes the bytes on disk differ from those that Git has."""
        disk = Path(self.repository.root, path)
        if disk.is_file() and disk.stat().st_size == len(data) and disk.read_bytes() == data:
            return
        filter_ = checkout.filter_of(path, self.repository)
        if filter_ is not None:
            raise FileError(
                f'cannot read {self._called(file)}: Git stores it through the filter "{shown(filter_)}", a program '
                "that gen-flowlogs does not run; take the file out of that filter (.gitattributes), or compare files"
            )

    def _unreadable(self, file: str, ran: CompletedProcess[bytes]) -> FileError:
        remedy = "; a partial clone lacks objects: `git fetch --refetch --no-filter origin` brings them"
        return FileError(f"cannot read {self._called(file)}: {reason(ran)}{remedy if self._is_partial() else ''}")

    def _is_partial(self) -> bool:
        asked = self.repository.ask("config", "--get-regexp", r"^remote\..*\.promisor$")
        return b"true" in asked.stdout

    def _called(self, file: str) -> str:
        return f"{shown(file, 200)} at {shown(self.name)}"
