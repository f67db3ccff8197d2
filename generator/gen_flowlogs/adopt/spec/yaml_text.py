"""The text of a spec: entries, each with the comments around it → YAML as a person would write it.

A scalar without quotes is one that no YAML reader takes for anything but that string; all others are between double
quotes, where every character is a letter or an escape. So no text that exists can become a key, a comment or a value.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.source.scalars import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WORD = r"[A-Za-z0-9_./+@=-]+(?::+[A-Za-z0-9_./+@=-]+)*"
_PLAIN = pattern(rf"(?=[A-Za-z_/.]){_WORD}(?: {_WORD})*")
_TERRAFORM_OR_BRACE = pattern(r"[$%]\{[^{}]*+\}?+|[{}]")
_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_WIDTH = 100
_LONGEST_COMMENT = 400

Scalar: TypeAlias = str | int | bool


@dataclass(frozen=True, slots=True)
class Flow:
    """A list or mapping on one line."""

    items: tuple[Node, ...] | dict[str, Node]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list with a line for each; `beside` is a comment behind it."""

    value: Scalar | Flow
    beside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One key with its value. `above`: comments on lines of their own; `holder`: the section and name it defines."""

    key: str
    value: Node
    above: tuple[str, ...] = ()
    holder: tuple[str, str] | None = None
    space: bool = False  # an empty line before it


Node: TypeAlias = Scalar | Flow | tuple[Entry, ...] | tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, and the section and name of the definition that it belongs to."""

    text: str
    holder: tuple[str, str] | None


def lines(entries: Iterable[Entry], depth: int = 0, holder: tuple[str, str] | None = None) -> Iterator[Line]:
    """The lines of a mapping."""
    indent = "  " * depth
    for entry in entries:
        its = entry.holder or holder
        if entry.space:
            yield Line("", holder)
        for text in entry.above:
            yield Line(f"{indent}{comment(text)}", its)
        key = f"{indent}{scalar(entry.key)}:"
        match entry.value:
            case Flow() as flow:
                yield from _wrapped(key, flow, indent, its)
            case tuple() as several:
                yield Line(key, its)
                yield from _block(several, depth + 1, its)
            case value:
                yield Line(f"{key} {scalar(value)}", its)


def comment(text: str) -> str:
    """A comment: one line, whatever the text has."""
    return f"# {shown(text, _LONGEST_COMMENT)}".rstrip()


def commented(several: Iterable[Line]) -> Iterator[str]:
    """Lines that are written as comments."""
    return (f"# {line.text}".rstrip() for line in several)


@lru_cache(maxsize=4096, typed=True)
def scalar(value: Scalar) -> str:
    """A string, an integer or a boolean, as YAML has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if _PLAIN.fullmatch(value) and resolve(value) == (value, None):
        return value
    return '"' + "".join(map(_escaped, value)) + '"'


def literal(text: str) -> str:
    """A text at a place where values can be read, so that it means itself: its braces are doubled."""
    return _TERRAFORM_OR_BRACE.sub(lambda found: found[0] * 2 if found[0] in "{}" else found[0], text)


def _escaped(character: str) -> str:
    if character in _SHORT:
        return _SHORT[character]
    if character.isprintable():
        return character
    number = ord(character)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _block(several: tuple[Entry, ...] | tuple[Item, ...], depth: int, holder: tuple[str, str] | None) -> Iterator[Line]:
    if several and isinstance(several[0], Entry):
        yield from lines((each for each in several if isinstance(each, Entry)), depth, holder)
        return
    for each in several:
        assert isinstance(each, Item)  # noqa: S101 - a list has items alone
        text = _flow(each.value)
        beside = f" {comment(each.beside)}" if each.beside else ""
        yield Line(f"{'  ' * depth}- {text}{beside}", holder)


def _wrapped(key: str, flow: Flow, indent: str, holder: tuple[str, str] | None) -> Iterator[Line]:
    """A list or mapping on one line; a list that is too long for it goes on in the next ones."""
    whole = f"{key} {_flow(flow)}"
    if len(whole) <= _WIDTH or isinstance(flow.items, dict):
        yield Line(whole, holder)
        return
    yield Line(f"{key} [", holder)
    row = ""
    for item in flow.items:
        text = f"{_flow(item)},"
        if row and len(indent) + 5 + len(row) + len(text) > _WIDTH:
            yield Line(f"{indent}    {row}", holder)
            row = ""
        row = f"{row} {text}" if row else text
    yield Line(f"{indent}    {row}", holder)
    yield Line(f"{indent}  ]", holder)


def _flow(node: Node) -> str:
    match node:
        case Flow(dict() as items):
            return "{" + ", ".join(f"{scalar(key)}: {_flow(value)}" for key, value in items.items()) + "}"
        case Flow(tuple() as items):
            return "[" + ", ".join(map(_flow, items)) + "]"
        case str() | int():
            return scalar(node)
    raise TypeError(node)
