"""Code that exists as adopt reads it: the cases, and what they make as text.

tests/cases/adopt/NAME:
*.tf, folders    code as people write it
case.yaml        shape: the words for it; variables: of `--var`
                 share: per cent of the files of docs/adopt.md that need this step, in its table
expected.txt     all that is read of it; `make golden` renews it
"""

from __future__ import annotations

import dataclasses
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

import catalogue
from gen_flowlogs.captures.givens import traversal
from gen_flowlogs.model import Reference, Variable
from gen_flowlogs.observe import hcl
from gen_flowlogs.observe.addresses import Address
from gen_flowlogs.observe.existing import Existing, Note, Source, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDER = catalogue.CASES / "adopt"
DOTTED = "dot-terraform"
"""The name of `.terraform` in a case: that one itself is in no repository."""


@dataclass(frozen=True)
class CodeCase:
    """Code, and all that is read of it."""

    name: str
    folder: Path

    def __str__(self) -> str:
        return self.name

    @property
    def settings(self) -> dict[str, Any]:
        loaded: dict[str, Any] = yaml.safe_load((self.folder / "case.yaml").read_text())
        return loaded

    @property
    def expected(self) -> Path:
        return self.folder / "expected.txt"

    def read(self, into: Path) -> Existing:
        """All that a copy of it tells."""
        shutil.copytree(self.folder, into, dirs_exist_ok=True, symlinks=True)
        if (into / DOTTED).is_dir():
            (into / DOTTED).rename(into / ".terraform")
        return hcl.read([into], variables=self.settings.get("variables", {}))


def cases() -> tuple[CodeCase, ...]:
    """All of them."""
    return tuple(CodeCase(path.parent.name, path.parent) for path in sorted(FOLDER.glob("*/case.yaml")))


def text(existing: Existing, folder: Path) -> str:
    """All that was read, without the path of the folder."""
    return "".join(_lines(existing)).replace(f"{folder}/", "").replace(str(folder), ".")


def _lines(existing: Existing) -> Iterator[str]:
    for things in (existing.flow_logs, existing.log_groups, existing.roles, existing.buckets, existing.streams):
        for thing in things:
            yield f"{_place(thing.source)} {type(thing).__name__}\n"
            for field in dataclasses.fields(thing):
                value = getattr(thing, field.name)
                if field.name not in {"source", "address"} and value not in (None, {}, (), False):
                    yield f"    {field.name}: {_value(value)}\n"
    for note in existing.notes:
        yield from _note(note)
    yield f"values: {_value(existing.values)}\nfiles: {existing.files}, complete: {existing.complete}\n"


def _note(note: Note) -> Iterator[str]:
    yield f"{_place(note.source)} Note{'' if note.partial else ', not partial'}\n    {note.text}\n"
    if note.remedy:
        yield f"    {note.remedy}\n"


def _place(source: Source) -> str:
    line = "" if source.line is None else f":{source.line}"
    return f"{source.file}{line}" + ("" if source.at is None else f" {source.at}")


def _value(value: object) -> str:
    match value:
        case Unknown(why):
            return f"? ({why})"
        case Reference() | Variable():
            return f"<{traversal(value)}>"
        case Address():
            return str(value)
        case dict():
            return "{" + ", ".join(f"{key}: {_value(each)}" for key, each in value.items()) + "}"
        case tuple() | list():
            return "[" + ", ".join(map(_value, value)) + "]"
        case str():
            return value if value.isprintable() else repr(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        if hasattr(value, "singular"):
            return str(value.singular)
        return ", ".join(f"{each.name} {getattr(value, each.name)}" for each in dataclasses.fields(value))
    return str(value)
