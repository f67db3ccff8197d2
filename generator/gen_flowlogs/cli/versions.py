"""The two versions of a spec that `diff` compares: files, or a file and what Git has of it at a revision.

A spec is recognised by its `name`, which its output folder has too, and only then by its path: a file may be renamed.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from gen_flowlogs import pipeline, source
from gen_flowlogs.cli import inputs
from gen_flowlogs.cli.exits import FileError, UsageError
from gen_flowlogs.cli.git.checkout import SPARSE, left_out
from gen_flowlogs.cli.git.revision import NotInRepositoryError
from gen_flowlogs.cli.selection import is_spec
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.diagnostics import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from gen_flowlogs.cli.git.revision import Revision
    from gen_flowlogs.diagnostics import Diagnostic, Origin, Position
    from gen_flowlogs.diagnostics import Path as Steps
    from gen_flowlogs.model import Spec
    from gen_flowlogs.repository import Root

    Read = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a spec. `title` is what messages call it, with its revision if it has one."""

    file: str
    title: str
    spec: Spec
    errors: tuple[Diagnostic, ...]
    read: Read

    def positions(self, origins: Sequence[Origin]) -> list[tuple[Position, bool]]:
        """The position of each origin, and whether it exists; if not, that of its nearest ancestor.

        Reads each file once more.
        """
        documents = {file: source.load(self.read(file), file) for file in dict.fromkeys(each.file for each in origins)}
        for file, document in documents.items():
            document.locate({each.path for each in origins if each.file == file})
        return [
            (documents[each.file].position(each.path, each.part), _exists(documents[each.file].data, each.path))
            for each in origins
        ]


def _exists(data: object, path: Steps) -> bool:
    """Whether there is a value at a path of a document."""
    for step in path:
        match data, step:
            case dict(), str() if step in data:
                data = data[step]
            case list(), int() if step in range(len(data)):
                data = data[step]
            case _:
                return False
    return True


Pair = tuple[Version | None, Version | None]


def of_files(old: str, new: str, root: Root | None = None) -> Pair:
    """Two files; one of them may be standard input. Raises FileError."""
    if (old, new) == ("-", "-"):
        raise UsageError("standard input can be read once, and `-` is named more than once: name it once")
    return of_file(old, root, applied=True), of_file(new, root)


def refuse_without_revision(files: Sequence[str]) -> None:
    """Raise UsageError for specs that cannot be compared with a revision: standard input, and one that comes twice."""
    if "-" in files:
        raise UsageError("standard input has no revision: name the specs")
    inputs.distinct(files)


def of_revision(base: Revision, files: Sequence[str], root: Root | None = None) -> list[Pair]:
    """Each spec at a revision and today. A spec of one side only is all new, or all gone.

    A spec of a name that no file had is looked for among the specs of the revision that are no longer on disk.
    """
    refuse_without_revision(files)
    sparse = cache(lambda: left_out(base.repository))
    read = _refusing(sparse, base)
    now = {file: of_file(file, root, read) for file in files if Path(file).exists()}
    then = {file: old for file in files if (old := _from_revision(base, file, root))}
    for file in files:
        if file not in then and file not in now:
            raise FileError(f"cannot read {shown(file, 200)}: it is neither here nor at {shown(base.name)}")
        if file not in now and base.path(file) in sparse():
            raise FileError(f"cannot read {shown(file, 200)}: {SPARSE}")
    gone = cache(base.gone)  # every file of the revision is listed: at most once, and only if a spec is not found
    names = {old.spec.name for old in then.values()}
    for new in now.values():
        if new.spec.name and new.spec.name not in names and (old := _moved_away(base, gone(), new, root)):
            then[old.file] = old
    before = _same_specs(then.values(), now.values())
    pairs: list[Pair] = []
    for file in files:
        if file in now:
            pairs.append((then.get(before.get(file, "")), now[file]))
        if file in then and file not in before.values():
            pairs.append((then[file], None))
    return pairs


def _same_specs(then: Collection[Version], now: Collection[Version]) -> dict[str, str]:
    """The file of each new version → that of the old one of the same spec, each once: by name, and by path for want."""
    keys: tuple[Callable[[Version], object], ...] = (
        lambda one: (one.spec.name, one.file),
        lambda one: one.spec.name or one.file,  # a broken spec may have no name
        lambda one: one.file,
    )
    found: dict[str, str] = {}
    for key in keys:
        taken = frozenset(found.values())
        left = {key(old): old.file for old in then if old.file not in taken}
        for new in now:
            if new.file not in found and key(new) in left:
                found[new.file] = left.pop(key(new))
    return found


def _moved_away(base: Revision, gone: Mapping[str, bytes], new: Version, root: Root | None) -> Version | None:
    """The spec of the revision that has the name of this one and is no longer on disk; the same folder comes first."""
    for file in sorted(gone, key=lambda file: (Path(file).parent != Path(new.file).parent, file)):
        if new.spec.name.encode() in gone[file]:  # loading costs more
            data = source.load(gone[file], file).data
            if data.get("name") == new.spec.name and is_spec(gone[file], file):
                return _from_revision(base, file, root)
    return None


def unnamed(base: Revision, files: Sequence[str], pairs: Iterable[Pair]) -> list[str]:
    """The specs that are gone from the folders of these and in no pair: a shell's pattern names no deleted file."""
    folders = {Path(os.path.realpath(Path(file).parent)) for file in files}
    compared = {os.path.relpath(old.file) for old, _ in pairs if old}
    return [file for file, data in base.gone(folders).items() if file not in compared and is_spec(data, file)]


def _from_revision(base: Revision, file: str, root: Root | None) -> Version | None:
    data = base.content(file)
    title = f"{shown(file, 200)} at {shown(base.name)}"
    return None if data is None else _version(file, title, data, base.read, root, applied=True)


def newest(old: Version | None, new: Version | None) -> Version:
    """The new version; the old one where the spec is gone."""
    version = new or old
    assert version is not None  # noqa: S101 - a pair has at least one
    return version


def _refusing(sparse: Callable[[], Collection[str]], base: Revision) -> Read:
    """A reader of the disk that refuses files outside of a sparse checkout, which are not missing. Raises FileError."""

    def read(path: str) -> bytes:
        try:
            return inputs.content(path)
        except FileNotFoundError:
            with contextlib.suppress(NotInRepositoryError):
                if base.path(path) in sparse():
                    raise FileError(f"cannot read {shown(path, 200)}: {SPARSE}") from None
            raise

    return read


def of_file(name: str, root: Root | None, read: Read = inputs.content, *, applied: bool = False) -> Version:
    """A spec on disk, or on standard input. Raises FileError."""
    file, data = inputs.spec(name)  # once: a pipe has nothing left the second time
    return _version(
        file, shown(file, 200), data, lambda path: data if path == file else read(path), root, applied=applied
    )


def _version(  # noqa: PLR0913 - the last is a keyword
    file: str, title: str, data: bytes, read: Read, root: Root | None, *, applied: bool
) -> Version:
    today = dt.datetime.now().astimezone().date()  # only warnings depend on it, and none is shown
    result = pipeline.compile(data, file, read=read, today=today, files=False, root=root, applied=applied)
    errors = tuple(each for each in result.diagnostics if each.severity == "error")
    return Version(file, title, result.spec, errors, read)
