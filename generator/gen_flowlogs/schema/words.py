"""Phrases for values, types and paths in messages.

Comes in: data of a spec, whatever it is. Goes out: short, printable text. Never a position.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import shown
from gen_flowlogs.phrasing import nearest, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gen_flowlogs.diagnostics import Path

_MOST = 30  # legal values or keys that are listed
_TYPES = {
    "string": "a string",
    "integer": "an integer",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
}
ENTRIES = {"stacks": "stack", "filters": "filter", "destinations": "destination", "capture_points": "capture point"}
"""The sections of an author's own names, and what one of their definitions is called."""


def show(value: object) -> str:
    """A value as a message shows it: texts quoted, escaped and cut, lists and mappings by what they are."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            return quoted(value)
        case int() if value.bit_length() <= 64:
            return f"the number {value}"
        case int():
            return "a number of that size"
        case float():
            return f"the number {shown(getattr(value, 'text', f'{value:.6g}'))}"
        case list():
            return "a list"
        case _:
            return "a mapping"


def kind(value: object) -> str:
    """The type of a value, for a message that may not show the value."""
    match value:
        case str():
            return "a string"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case _:
            return show(value)


def listed(values: Iterable[object], last: str = "or") -> str:
    """Values in a row: `"a", "b" or 3`."""
    shown = [quoted(value) if isinstance(value, str) else str(value) for value in values]
    if len(shown) > _MOST:
        shown = [*shown[:_MOST], "…"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {last} {shown[-1]}"


def types(names: str | Sequence[str]) -> str:
    """JSON Schema's names of types: `a text or a mapping`."""
    return " or ".join(_TYPES[name] for name in ([names] if isinstance(names, str) else names))


def near(text: object, known: Iterable[object]) -> str | None:
    """The one of `known` that was probably meant: the same but for case and hyphens, or a near miss."""
    if not isinstance(text, str):
        return None
    plain = {_plain(name): name for name in known if isinstance(name, str)}
    same = plain.get(_plain(text))
    if same is not None:
        return same
    close = nearest(_plain(text), plain)
    return None if close is None else plain[close]


def alike(text: str, other: str) -> bool:
    """Whether one is the other but for case, hyphens, or an `s` at the end."""
    return _plain(text).removesuffix("s") == _plain(other).removesuffix("s")


def _plain(text: str) -> str:
    return text.lower().replace("-", "_").strip()


def suggestion(text: object, known: Iterable[object]) -> str:
    """`; did you mean …?`, or nothing."""
    meant = near(text, known)
    return "" if meant is None else f"; did you mean {quoted(meant)}?"


def subject(path: Path) -> str:
    """Name the value at a path: `the capture point "core"`, `"bucket"`, `item 2 of "fields"`, `the spec`."""
    match path:
        case ():
            return "the spec"
        case (str(section), str(name)) if section in ENTRIES:
            return f"the {ENTRIES[section]} {quoted(name)}"
        case (*_, key, int(index)):
            return f"item {index + 1} of {quoted(key)}"
        case _:
            return quoted(path[-1])
