"""A spec and the files that its `include` names → all their Documents, each once.

Reads through the function that it is given, so that specs may come from a disk or from a Git revision. Never reads
outside of the root (see `repository.root_of`); symbolic links are followed before that is decided. Only the shape of
`include` itself is looked at here, and what is no text in it, or an empty one, is the schema's to refuse.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, TypeAlias

from gen_flowlogs import source
from gen_flowlogs.dataclass import dataclass, field
from gen_flowlogs.diagnostics import Finding, Origin, shown
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.repository import ENDINGS, STANDARD_INPUT, Root, root_of

if TYPE_CHECKING:
    from gen_flowlogs.source import Document

Reader: TypeAlias = Callable[[str], bytes]
"""The content of the file of a path, as messages show it; raises `OSError`."""

MOST_BYTES = 64 * 2**20
"""Upper bound of the included files of a run together. A spec of 100,000 capture points has less than half of them."""

MOST_INCLUDES = 10_000
"""Upper bound of the paths in `include` that a run follows; each of them asks the disk."""

_MOST_NAMES = 6  # of a chain of files in a message


class _RefusedError(Exception):
    """An include that cannot be followed: the slug and the message."""

    def __init__(self, slug: str, message: str) -> None:
        super().__init__(slug, message)
        self.slug = slug
        self.message = message


@dataclass(frozen=True, slots=True)
class _Open:
    """A file whose includes are being followed."""

    document: Document
    identity: str
    paths: Iterator[tuple[int, str]]


@dataclass(slots=True)
class _Walk:
    """The documents and findings of a walk over the includes so far."""

    read: Reader
    root: Root
    documents: dict[str, Document] = field(default_factory=dict)  # by identity
    findings: list[Finding] = field(default_factory=list)
    chain: list[_Open] = field(default_factory=list)
    left: int = MOST_BYTES
    followed: int = 0


def collect(
    first: Document, read: Reader, root: Root | None = None
) -> tuple[tuple[Document, ...], tuple[Finding, ...]]:
    """The first document and all that it includes, depth first, and what is wrong with the includes themselves.

    What is wrong inside an included file is in its own `findings`. `root` is the folder that no include may leave; by
    default that of the first file.
    """
    walk = _Walk(read, root or root_of(first.file))
    _enter(walk, first, _identity(first.file))
    while walk.chain:
        top = walk.chain[-1]
        following = next(top.paths, None)
        if following is None:
            walk.chain.pop()
            continue
        number, path = following
        try:
            _follow(walk, top.document, path)
        except _RefusedError as refused:
            at = Origin(top.document.file, ("include", number))
            walk.findings.append(Finding(refused.slug, refused.message, at))
    return tuple(walk.documents.values()), tuple(walk.findings)


def _enter(walk: _Walk, document: Document, identity: str) -> None:
    walk.documents[identity] = document
    paths = document.data.get("include")
    listed = enumerate(paths if isinstance(paths, list) else ())
    texts = [(number, path) for number, path in listed if path and isinstance(path, str)]
    walk.chain.append(_Open(document, identity, iter(texts)))


def _follow(walk: _Walk, document: Document, path: str) -> None:
    """Take in one include, unless it has been taken in already."""
    name = quoted(path)
    walk.followed += 1
    if walk.followed > MOST_INCLUDES:
        walk.chain.clear()  # nothing is followed any more
        message = f"{name} and all that follow are not read: the included files are more than {MOST_INCLUDES}"
        raise _RefusedError("include-not-found", message)
    if "\0" in path:
        raise _RefusedError("include-not-found", f"{name} cannot be the name of a file")
    if Path(path).is_absolute():
        message = f"{name} is an absolute path; write it relative to the file that includes it"
        raise _RefusedError("include-outside", message)
    file = os.path.normpath(Path(document.file).parent / path)
    try:
        identity = os.path.realpath(file)
        if not walk.root.contains(identity):
            message = f"{name} is outside of {walk.root.described}; `--root DIR` sets another root"
            raise _RefusedError("include-outside", message)
        if not Path(identity).is_dir():  # reading says that it is one
            _refuse_other_files(name, path, os.path.relpath(identity, walk.root.folder))
        if any(identity == one.identity for one in walk.chain):
            raise _RefusedError("include-cycle", _cycle(walk.chain, identity))
        if identity not in walk.documents:
            _enter(walk, source.load(_within_bounds(walk, name, file), file), identity)
    except (OSError, ValueError) as error:
        raise _RefusedError("include-not-found", f"{name} cannot be read: {_reason(error)}") from error


def _refuse_other_files(name: str, path: str, target: str) -> None:
    """Refuse what is no YAML file or is hidden, by the path that is written and by the one that links lead to.

    Messages quote lines of what is included, and a repository's folder has more in it than its authors commit: `.env`,
    `.git/config`.
    """
    for each in (path, target):
        if PurePath(each).suffix not in ENDINGS:
            raise _RefusedError(
                "include-name", f"{name} is not included: its name must end in .yaml or .yml; rename it"
            )
        if any(part.startswith(".") and part not in {".", ".."} for part in PurePath(each).parts):
            message = f"{name} is not included: a name in it begins with a dot; rename that file or folder"
            raise _RefusedError("include-name", message)


def _within_bounds(walk: _Walk, name: str, file: str) -> bytes:
    """The content of a file. Refuses it where the files so far, with this one, are larger than all may be together."""
    content = _content(walk.read, file) if walk.left > 0 else b""
    if walk.left <= len(content):
        walk.left = 0  # nothing is read any more
        message = f"{name} is not read: the included files are together larger than {MOST_BYTES // 2**20} MiB"
        raise _RefusedError("include-not-found", message)
    walk.left -= len(content)
    return content


def _content(read: Reader, file: str) -> bytes:
    """Reads a file, but nothing that could make the reader wait for ever."""
    try:
        mode = Path(file).stat().st_mode
    except OSError:
        return read(file)  # not on this disk: the reader knows, and says so if not
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(file)
    if not stat.S_ISREG(mode):
        raise _RefusedError("include-not-found", f"{quoted(file)} cannot be read: it is no regular file")
    return read(file)


def _reason(error: OSError | ValueError) -> str:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "there is no such file; paths begin at the folder of the file with the `include`"
        case IsADirectoryError():
            return "it is a folder; name each file in it"
        case PermissionError():
            return "reading it is not permitted"
        case OSError():
            why = shown(error.strerror or "the system refuses")
            return why[:1].lower() + why[1:]
        case _:
            return "this system has no such file names"


def _cycle(chain: list[_Open], identity: str) -> str:
    start = next(number for number, one in enumerate(chain) if one.identity == identity)
    names = [quoted(one.document.file) for one in [*chain[start:], chain[start]]]
    if len(names) > _MOST_NAMES:
        names[3:-2] = [f"{len(names) - 5} more"]
    if len(names) == 2:
        return f"{names[0]} includes itself; take it out"
    return f"these files include each other: {' includes '.join(names)}; take one of these out"


def _identity(file: str) -> str:
    return file if file in STANDARD_INPUT else os.path.realpath(file)
