"""The commit that is being made, as a folder: what the index has of specs, of what they include, and of their output.

A command that runs in this copy judges what is committed, and cannot see a file that is not. The bytes are Git's own,
without the filters of a checkout, which are programs. Nothing of the working tree is read or written.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from gen_flowlogs.cli import inputs, terminal
from gen_flowlogs.cli.exits import FileError, UsageError
from gen_flowlogs.cli.git import index
from gen_flowlogs.cli.git.checkout import left_out
from gen_flowlogs.cli.git.process import Repository
from gen_flowlogs.cli.options import OUT
from gen_flowlogs.cli.patterns import among
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.output import END
from gen_flowlogs.repository import ENDINGS, root_above

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator, Sequence

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
        _fill(top, _wanted(staged, arguments.specs, getattr(arguments, "out", None)))
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
        raise FileError(f"{shown(path, 200)} is outside of the repository, whose commit `--staged` judges")
    return os.path.relpath(whole, staged.here) if os.path.isabs(path) else path  # noqa: PTH117 - as text


@dataclass(frozen=True, slots=True)
class _Part:
    """Files of the copy that one repository has, and the folder of the copy that is its root."""

    repository: Repository
    folder: str
    entries: Sequence[Entry]


def _wanted(staged: Staged, specs: Sequence[str], out: str | None) -> Iterator[_Part]:
    """The files of the copy: YAML, links, specs of any name, and the output; those of submodules are parts."""
    entries = index.entries(staged.repository)
    matching = frozenset(among((staged.name(each.path) for each in entries), specs))
    is_output = _output(staged, out)
    # A partial clone may lack the objects of what a sparse checkout leaves out, unless the commit changes it.
    lacking = left_out(staged.repository) if index.is_partial(staged.repository) else frozenset()
    changed = index.changed(staged.repository) if lacking else frozenset()

    def is_wanted(entry: Entry) -> bool:
        if entry.mode == index.LINK or is_output(entry.path):
            return True
        is_spec = staged.name(entry.path) in matching
        if entry.path in lacking and not os.path.lexists(Path(staged.repository.root, entry.path)):
            return is_spec and entry.path in changed
        return is_spec or entry.path.endswith(ENDINGS)

    yield _Part(staged.repository, "", [each for each in entries if each.mode != index.SUBMODULE and is_wanted(each)])
    for each in entries:
        if each.mode != index.SUBMODULE:
            continue
        try:
            found = index.submodule(staged.repository, each)
        except FileError as error:
            terminal.note(f"gen-flowlogs: the submodule {shown(each.path, 200)} counts as empty: {error}")
            found = None
        inner = () if found is None else found[1]
        wanted = [one for one in inner if is_output(one.path) or one.path.endswith(ENDINGS)]
        repository = staged.repository if found is None else found[0]
        yield _Part(repository, each.path, [one for one in wanted if one.mode != index.SUBMODULE])


def _output(staged: Staged, out: str | None) -> Callable[[str], bool]:
    """Tells of a path from the root whether it may be output: `OUT/NAME/FILE.tf` or `OUT/NAME/STACK/FILE.tf`.

    The default folder is looked for in the folders above too, as `build` does. In any folder, the one file of an output
    is known by the end of its name.
    """
    if out is None:
        return lambda _path: False
    top, here = Path(staged.repository.root), Path(staged.here)
    bases = [here, *(each for each in here.parents if out == OUT and each.is_relative_to(top))]
    folders = (os.path.relpath(os.path.join(each, out), top).replace(os.sep, "/") for each in bases)  # noqa: PTH118 - as text
    starts = "|".join("" if each == os.curdir else re.escape(f"{each}/") for each in folders)
    pattern = re.compile(rf"(?:{starts})(?:[^/]+/){{1,2}}[^/]+\.tf")
    return lambda path: path.endswith(END) or pattern.fullmatch(path) is not None


def _fill(top: str, parts: Iterable[_Part]) -> None:
    """Write the files. Links are last, so that no file is written through one."""
    links: list[tuple[Path, bytes]] = []
    for part in parts:
        Path(top, part.folder).mkdir(parents=True, exist_ok=True)  # also of a submodule that is not checked out
        if part.entries or not part.folder:
            _mark_root(Path(top, part.folder))
        places = _places(part.entries)
        for folder in {each.path.rpartition("/")[0] for found in places.values() for each in found}:
            Path(top, folder).mkdir(parents=True, exist_ok=True)
        for hash_, data in index.contents(part.repository, places):
            for each in places[hash_]:
                if data is None:
                    _write_too_large(Path(top, each.path))
                elif each.mode == index.LINK:
                    links.append((Path(top, each.path), data))
                else:
                    Path(top, each.path).write_bytes(data)
    for path, data in links:
        try:
            path.symlink_to(os.fsdecode(data))
        except (OSError, ValueError):  # as Git does where there are no links, none are permitted, or it cannot be one
            path.write_bytes(data)


def _write_too_large(path: Path) -> None:
    """Write a file of holes that nobody reads to its end: what needs the file says that it is too large."""
    with path.open("wb") as file:
        file.truncate(inputs.LONGEST + 1)


def _places(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """The files of each hash, without those that Git itself would not check out."""
    places: dict[str, list[Entry]] = {}
    for each in entries:
        if not {name.lower() for name in each.path.split("/")} & {"", ".", "..", ".git"}:
            places.setdefault(each.hash, []).append(each)
    return places
