"""The report of an adoption or of a proof: a head, the files that were written, sections, and the next commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from gen_flowlogs.observe.existing import Note, Source

Gravity = Literal["bad", "doubtful", "good"]


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that was written, and its content in a few words."""

    path: str
    holds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a section. `at`: its place; `remedy`: the next action; each is empty where there is none."""

    text: str
    at: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Lines of one kind, under a head. `key` names it for programs."""

    key: str
    head: str
    items: tuple[Item, ...]
    gravity: Gravity = "doubtful"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of what is to be done next, with the addresses that it is about, and its commands."""

    text: str
    about: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptionReport:
    """All that is shown. `whole`: whether nothing is left to be put right."""

    head: str
    whole: bool
    files: tuple[File, ...] = ()
    sections: tuple[Section, ...] = ()
    steps: tuple[Step, ...] = ()


def place(source: Source) -> str:
    """A place as messages begin with it: the file, and the line or the address in it."""
    line = "" if source.line is None else f":{source.line}"
    return f"{source.file}{line}" + (f": {source.at}" if source.at else "")


def item(note: Note) -> Item:
    """A note as a line."""
    return Item(at=place(note.source), text=note.text, remedy=note.remedy)
