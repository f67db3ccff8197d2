"""The files that a header may name: a header has the file name of a spec alone, and several files may have it.

They are looked for below the root of the spec, in the working tree and in the index of Git. What cannot be searched
counts as being there, so that nothing of another spec is replaced or removed.
"""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gen_flowlogs import emit, header, source
from gen_flowlogs.cli import inputs
from gen_flowlogs.cli.exits import FileError
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.output import END, output_of
from gen_flowlogs.phrasing import listing, quoted
from gen_flowlogs.repository import root_of

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST: Final = 100_000
"""Files and folders that are looked at where there is no Git."""

_LONGEST: Final = 2**20  # bytes of a file that is asked for its `name`
_MOST_ASKED: Final = 50  # files

_END: Final = pattern(re.escape(END.encode()))
_LONGEST_NAME: Final = 255  # bytes

_NAME: Final = pattern(r"""^(?:["']?name["']?[ \t]*+:|[^\S\n]*+\{)""", re.MULTILINE)
"""A key `name` at the root of a mapping, in a file that is not read as one."""


class SpecFiles:
    """The files below the roots of some specs, by name. Looked for once, and only if anybody asks."""

    def __init__(self) -> None:
        self._found: dict[str, dict[str, list[str]] | str] = {}
        self._indexed: dict[str, frozenset[bytes]] = {}

    def others(self, spec: str) -> emit.Others:
        """Find what may have written a generated file, other than `spec`. A pipe may be any one file of that name."""

        def find(name: str, folder: Path | None) -> tuple[str, ...]:
            root = _root(spec)
            found = self._below(root)
            if isinstance(found, str):
                return (emit.Unsearched(found),)
            paths = [path for path in found.get(name, []) if not _is_same(path, spec)]
            if folder is None:
                return tuple(map(_named, paths))
            writers = [path for number, path in enumerate(paths) if number >= _MOST_ASKED or _may_write(path, folder)]
            return tuple(map(_named, writers)) if len(writers) > 1 or inputs.has_file_name(spec) else ()

        return find

    def has_another(self, spec: str, name: str) -> bool:
        """Whether there is a file of a name other than `spec`. Most are beside it, where no search is needed."""
        return _is_beside(spec, name) or bool(self.others(spec)(name, None))

    def twins(self, spec: str, folder: Path) -> tuple[str, ...]:
        """The paths of other files with the file name of a spec that may be specs that write into a folder."""
        found = self._below(_root(spec))
        if isinstance(found, str):
            return ()
        paths = [path for path in found.get(header.name(spec), ()) if not _is_same(path, spec)]
        return tuple(path for path in paths[:_MOST_ASKED] if _may_write(path, folder))

    def called(self, spec: str, name: str) -> tuple[str, ...]:
        """The paths of all files of a name below the root of a spec; none where they cannot be searched."""
        found = self._below(_root(spec))
        return () if isinstance(found, str) else tuple(found.get(name, ()))

    def is_in_index(self, spec: str, name: str) -> bool:
        """Whether the index of the repository of a spec has a file of a name that an output in a folder has.

        By the bytes of the index: Git is not run, which takes a while in a large repository.
        """
        root = _root(spec)
        if root not in self._indexed:
            data = _index(root)
            ends = (found.end() for found in _END.finditer(data))
            self._indexed[root] = frozenset(data[max(end - _LONGEST_NAME, 0) : end] for end in ends)
        return any(each.endswith(name.encode()) for each in self._indexed[root])

    @staticmethod
    def named(path: str) -> str:
        """A path as messages have it, and where it is if it is not on disk."""
        return _named(path)

    def covers(self, spec: str, folder: Path) -> bool:
        """Whether the specs that write into a folder are below the root of a spec, if they are anywhere."""
        return Path(os.path.realpath(folder)).is_relative_to(_root(spec))

    def _below(self, root: str) -> dict[str, list[str]] | str:
        """The paths of all files, by the name that a header has for them; or the reason that nobody knows."""
        if root not in self._found:
            try:
                names: dict[str, list[str]] = {}
                for path in dict.fromkeys(_files(root)):
                    names.setdefault(header.name(path), []).append(path)
                self._found[root] = names
            except FileError as error:
                self._found[root] = str(error)
            except OSError as error:
                self._found[root] = f"cannot search {_shown(error.filename or root)}: {error.strerror or error}"
        return self._found[root]


def _index(root: str) -> bytes:
    """The index of the repository of a root; empty where there is none."""
    git = Path(root, ".git")
    with contextlib.suppress(OSError):
        if git.is_file():  # of a worktree or a submodule
            git = Path(root, git.read_text(encoding="utf-8", errors="replace").removeprefix("gitdir:").strip())
        return (git / "index").read_bytes()
    return b""


def _root(spec: str) -> str:
    """The folder below which other specs are looked for. `--root` may narrow what is included, but not this."""
    return root_of(spec if inputs.has_file_name(spec) else inputs.STDIN).folder


def _is_beside(spec: str, name: str) -> bool:
    """Whether the folder of a spec has another file of that name, in a folder that a search looks into."""
    if not inputs.has_file_name(spec) or not name or Path(name).name != name:
        return False
    folder = Path(os.path.realpath(spec)).parent
    root = _root(spec)
    looked_into = folder.is_relative_to(root) and not any(map(_is_left_out, folder.relative_to(root).parts))
    path = folder / name
    return looked_into and not name.startswith(".") and path.is_file() and not _is_same(str(path), spec)


def _files(root: str) -> Iterator[str]:
    """The files below a root. Raises FileError where they cannot all be known."""
    # Slow to import, and few builds need them.
    from gen_flowlogs.cli.git import files as git_files  # noqa: PLC0415
    from gen_flowlogs.cli.git import process as git_process  # noqa: PLC0415

    if not os.path.lexists(os.path.join(root, ".git")) or not git_process.is_installed(root):  # noqa: PTH118 - as text
        yield from _walked(root)
        return
    repository = git_process.Repository.of(root, root)
    tracked, submodules = git_files.in_index(repository)
    new, repositories = git_files.untracked(repository)
    visible = (name for name in new if not any(map(_is_left_out, name.split("/"))))
    for name in (*tracked, *visible):
        yield os.path.join(root, name)  # noqa: PTH118 - as text
    for name in (*submodules, *repositories):
        yield from _walked(os.path.join(root, name))  # noqa: PTH118 - as text


def _walked(top: str) -> Iterator[str]:
    """The files below a folder, links among them, without hidden folders. Raises FileError for more than MOST."""
    folders, seen = [top], 0
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                seen += 1
                if seen > MOST:
                    raise FileError(f"{shown(top, 200)} has more than {MOST} files, and is in no Git repository")
                if not entry.is_dir(follow_symlinks=False):
                    yield entry.path
                elif not _is_left_out(entry.name):
                    folders.append(entry.path)


def _is_left_out(name: str) -> bool:
    return name.startswith(".") or name == "node_modules"


def _is_same(path: str, spec: str) -> bool:
    try:
        return Path(path).samefile(spec)
    except OSError:
        return False


def _may_write(path: str, folder: Path) -> bool:
    """Whether a file may be a spec whose output is in a folder: its `folder`, or it or the one above has its name.

    A file that cannot be read as a spec, such as one that only the index has, may.
    """
    try:
        if not Path(path).is_file() or Path(path).stat().st_size > _LONGEST:
            return True
        document = source.load(inputs.content(path), path)
    except OSError:
        return True
    name = document.data.get("name")
    if name is None and document.broken:
        return names_a_spec(document.text)
    written = output_of(document.data, path, folder.parent)
    if written is not None and written.file is not None:
        return os.path.realpath(written.folder) == os.path.realpath(folder)
    place = Path(os.path.abspath(folder))  # noqa: PTH100 - links are not resolved
    return isinstance(name, str) and name in {place.name, place.parent.name}


def names_a_spec(text: str) -> bool:
    """Whether a text that cannot be read as YAML has a key `name`, or braces that may have one."""
    return _NAME.search(text) is not None


def _shown(path: str) -> str:
    return shown(Path(os.path.relpath(path)).as_posix(), 200)


def _named(path: str) -> str:
    return f'"{_shown(path)}"' + ("" if os.path.lexists(path) else " in the index of Git")


def existing(rival: emit.Rival, *, may: bool) -> str:
    """The other spec that a file is, or may be, made from: `"web.yaml", which still exists: "specs/web.yaml"`."""
    why = next((each for each in rival.files if isinstance(each, emit.Unsearched)), None)
    if why is not None:
        return f"{quoted(rival.name)}, which counts as existing (it cannot be searched: {why})"
    return f"{quoted(rival.name)}, which {'may be' if may else 'still exists:'} {listing(rival.files, 3)}"
