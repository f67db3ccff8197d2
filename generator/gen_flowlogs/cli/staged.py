"""The commit that is being made, as a folder: what the index has of specs, of what they include, and of their output.

A command that runs in this copy judges what is committed, and cannot see a file that is not. The bytes are Git's own,
without the filters of a checkout, which are programs. Nothing of the working tree is read or written.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gen_flowlogs.cli import terminal
from gen_flowlogs.cli.exits import FileError, UsageError
from gen_flowlogs.cli.git import index
from gen_flowlogs.cli.git.process import Repository
from gen_flowlogs.cli.patterns import among
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.repository import root_above

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence

    from gen_flowlogs.cli.git.index import Entry


@dataclass(frozen=True, slots=True)
class Staged:
    """The index of a repository while a command runs in a copy of it: `here` is the working directory outside."""

    repository: Repository
    here: str

    def on_disk(self, file: str | Path) -> Path:
        """The file of the working tree for one of the copy, by its path from the working directory."""
        return Path(self.here, file)

    def name(self, path: str) -> str:
        """The path from the working directory for a path from the root."""
        if self.here == self.repository.root:
            return path
        return os.path.relpath(Path(self.repository.root, path), self.here).replace(os.sep, "/")


@contextlib.contextmanager
def copied(arguments: argparse.Namespace) -> Iterator[Staged]:
    """Change into the copy, and back. Absolute paths of the arguments become relative ones. Raises FileError."""
    here = os.path.realpath(os.curdir)
    root = root_above(here)
    if root is None:
        raise FileError(f"`--staged` judges a commit, and {shown(here, 200)} is in no Git repository")
    staged = Staged(Repository.of(here, root), here)
    arguments.specs = [_relative(each, staged) for each in arguments.specs]
    if hasattr(arguments, "out"):
        arguments.out = _relative(arguments.out, staged)
    if arguments.root is not None:
        arguments.root = _relative(arguments.root, staged)
    with tempfile.TemporaryDirectory(prefix="gen-flowlogs-", ignore_cleanup_errors=True) as top:
        _mark_root(Path(top))
        _fill(top, staged, _wanted(staged, arguments.specs, getattr(arguments, "out", None)))
        inside = Path(os.path.realpath(top), os.path.relpath(here, root))
        inside.mkdir(parents=True, exist_ok=True)
        os.chdir(inside)
        try:
            yield staged
        finally:
            os.chdir(here)


def _mark_root(folder: Path) -> None:
    """Make a folder of the copy a repository without a commit, so that its root and its files are found."""
    for each in ("objects", "refs"):
        (folder / ".git" / each).mkdir(parents=True)
    (folder / ".git/HEAD").write_text("ref: refs/heads/copy\n")


def _relative(path: str, staged: Staged) -> str:
    if path == "-":
        raise UsageError("`--staged` judges a commit, and standard input is in none")
    whole = os.path.normpath(os.path.join(staged.here, path))  # noqa: PTH118 - links are not resolved
    if not Path(whole).is_relative_to(staged.repository.root):
        raise FileError(f"{shown(path, 200)} lies outside of the repository, whose commit `--staged` judges")
    return os.path.relpath(whole, staged.here) if os.path.isabs(path) else path  # noqa: PTH117 - as text


def _wanted(staged: Staged, specs: Sequence[str], out: str | None) -> Iterator[tuple[Repository, list[Entry]]]:
    """The files of the copy, by the repository that has them: YAML, links, specs of any name, and the output."""
    entries = index.entries(staged.repository)
    matching = frozenset(among((staged.name(each.path) for each in entries), specs))
    above = "" if out is None else os.path.relpath(os.path.join(staged.here, out), staged.repository.root)  # noqa: PTH118
    output = None if out is None else "" if above == os.curdir else f"{above.replace(os.sep, '/')}/"
    partial = index.is_partial(staged.repository)

    def is_wanted(entry: Entry) -> bool:
        if output is not None and entry.path.startswith(output):
            return entry.mode != index.SUBMODULE
        if entry.mode == index.LINK:
            return True
        is_source = entry.path.endswith((".yaml", ".yml")) or staged.name(entry.path) in matching
        # A partial clone may lack the objects of what a sparse checkout leaves out.
        return is_source and not (partial and not os.path.lexists(Path(staged.repository.root, entry.path)))

    yield staged.repository, [each for each in entries if each.mode != index.SUBMODULE and is_wanted(each)]
    for each in entries:
        if each.mode == index.SUBMODULE:
            yield from _of_submodule(staged.repository, each)


def _of_submodule(repository: Repository, entry: Entry) -> Iterator[tuple[Repository, list[Entry]]]:
    try:
        found = index.submodule(repository, entry)
    except FileError as error:
        terminal.note(f"gen-flowlogs: the submodule {shown(entry.path, 200)} counts as empty: {error}")
        return
    if found is not None:
        inner, entries = found
        yield inner, [each for each in entries if each.path.endswith((".yaml", ".yml"))]


def _fill(top: str, staged: Staged, wanted: Iterable[tuple[Repository, list[Entry]]]) -> None:
    """Write the files. Links are last, so that no file is written through one."""
    links: list[tuple[Path, bytes]] = []
    for repository, entries in wanted:
        if repository.root != staged.repository.root:
            _mark_root(Path(top, os.path.relpath(repository.root, staged.repository.root)))
        places: dict[str, list[Entry]] = {}
        for each in entries:
            if not {part.lower() for part in each.path.split("/")} & {"", ".", "..", ".git"}:
                places.setdefault(each.hash, []).append(each)
        for hash_, data in index.contents(repository, places):
            for each in places[hash_]:
                path = Path(top, each.path)
                path.parent.mkdir(parents=True, exist_ok=True)
                if each.mode == index.LINK:
                    links.append((path, data))
                else:
                    path.write_bytes(data)
    for path, data in links:
        try:
            path.symlink_to(os.fsdecode(data))
        except OSError:  # as Git does where there are no links, or none are permitted
            path.write_bytes(data)
