"""The two versions of a spec that `diff` compares: files, or a file and what Git has of it at a revision."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator import pipeline, source
from generator.cli.exits import FileError, UsageError
from generator.cli.git import Revision
from generator.cli.specs import STDIN
from generator.diagnostics import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.diagnostics import Diagnostic, Origin, Position
    from generator.model import Spec

    Read = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a spec. `title` is what messages call it, with its revision if it has one."""

    file: str
    title: str
    spec: Spec
    errors: tuple[Diagnostic, ...]
    read: Read

    def positions(self, origins: Sequence[Origin]) -> list[Position]:
        """Where these things are defined, each file read once more."""
        documents = {file: source.load(self.read(file), file) for file in dict.fromkeys(each.file for each in origins)}
        for file, document in documents.items():
            document.locate({each.path for each in origins if each.file == file})
        return [documents[each.file].position(each.path, each.part) for each in origins]


Pair = tuple[Version | None, Version | None]


def of_files(old: str, new: str) -> Pair:
    """Two files; one of them may be standard input. Raises FileError."""
    if (old, new) == ("-", "-"):
        raise UsageError("standard input can be read once: `-` is there more than once")
    return _from_disk(old), _from_disk(new)


def of_revision(revision: str, files: Sequence[str]) -> list[Pair]:
    """Each file as it was at a revision, and as it is. What is only on one side is all new, or all gone."""
    if "-" in files:
        raise UsageError("standard input has no revision: name the specs")
    base = Revision.of(revision, files[0])
    pairs: list[Pair] = []
    for file in files:
        data = base.content(file)
        here = Path(file).exists()
        if data is None and not here:
            raise FileError(f"cannot read {shown(file, 200)}: it is neither here nor at {shown(revision)}")
        title = f"{shown(file, 200)} at {shown(revision)}"
        old = None if data is None else _version(file, title, data, base.read)
        pairs.append((old, _from_disk(file) if here else None))
    return pairs


def newest(old: Version | None, new: Version | None) -> Version:
    """The version that there is."""
    version = new or old
    assert version is not None  # noqa: S101 - a pair has at least one
    return version


def _from_disk(name: str) -> Version:
    if name == "-":
        if sys.stdin is None:
            raise UsageError("standard input is closed")
        data = sys.stdin.buffer.read()
        return _version(STDIN, STDIN, data, lambda path: data if path == STDIN else Path(path).read_bytes())
    try:
        return _version(name, shown(name, 200), Path(name).read_bytes(), lambda path: Path(path).read_bytes())
    except OSError as error:
        raise FileError(f"cannot read {shown(name, 200)}: {error.strerror or error}") from error
    except ValueError as error:  # a NUL in the name
        raise UsageError(f"{shown(name, 200)} is not the name of a file") from error


def _version(file: str, title: str, data: bytes, read: Read) -> Version:
    today = dt.datetime.now().astimezone().date()  # only warnings depend on it, and none is shown
    result = pipeline.compile(data, file, read=read, today=today, files=False)
    errors = tuple(each for each in result.diagnostics if each.severity == "error")
    return Version(file, title, result.spec, errors, read)
