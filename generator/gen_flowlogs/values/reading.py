"""The values that a definition reads: where in it, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.values.templates import Template, template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.diagnostics import Path
    from gen_flowlogs.values.places import Place

NAME = pattern(r"[a-z][a-z0-9_]{0,63}")
"""The name of a value, whole."""


_KEYS = ("var", "ref", "lookup", "arn", "preset", "add")
"""Keys of mappings that may stand where a value may be read."""


@dataclass(frozen=True, slots=True)
class Read:
    """One place of a definition that reads values. `path` leads there from the definition.

    `text` is the text with their names in it; None: the value is the whole of `path`, and `names` has one. `mistake`
    says why the place cannot be evaluated; empty: it can. `elsewhere`: the definition does not read them itself, but
    `defaults` do, for it.
    """

    path: Path
    names: tuple[str, ...]
    text: Template | None = None
    mistake: str = ""
    elsewhere: bool = False


def reads(data: Any, place: Place, path: Path = ()) -> Iterator[Read]:
    """All that a definition reads, and all braces and `{value: …}` in it that cannot be understood."""
    if isinstance(data, str):
        if "{" in data or "}" in data:
            found = _text(data, place, path)
            if found is not None:
                yield found
    elif place.form is not None and isinstance(data, dict) and len(data) == 1 and (whole := _whole(data, place, path)):
        yield whole
    elif (place.below or place.form == "whole") and isinstance(data, dict | list):
        for key, each in data.items() if isinstance(data, dict) else enumerate(data):
            if isinstance(each, str) and "{" not in each and "}" not in each:
                continue  # as most are
            inner = place.at(key)
            if inner is not None:
                yield from reads(each, inner, (*path, key))
            elif isinstance(key, int) and _is_value(each):
                yield Read((*path, key), (), None, _ITEM)


_ITEM = "a value is a whole list, and not an item of it: make the list one of `values`"


def _is_value(item: object) -> bool:
    """Whether an item of a list was meant to be a value."""
    match item:
        case {"value": str(), **others}:
            return not others
        case str():
            return item.startswith("{") and item.endswith("}") and NAME.fullmatch(item[1:-1]) is not None
    return False


def _text(data: str, place: Place, path: Path) -> Read | None:
    if place.form == "text":
        parts = template(data)
        plain = not parts.mistake and not parts.names and parts.parts == (data,)
        return None if plain else Read(path, parts.names, parts, parts.mistake)
    if place.form == "whole" and data.startswith("{") and data.endswith("}") and NAME.fullmatch(data[1:-1]):
        return Read(path, (), None, f"{quoted(data)} is a string; for the value itself write `{{value: {data[1:-1]}}}`")
    return None


def _whole(data: dict[str, Any], place: Place, path: Path) -> Read | None:
    ((key, name),) = data.items()
    if key == "value":
        if isinstance(name, str) and NAME.fullmatch(name):
            return Read(path, (name,))
        wrong = "`value` takes the name of a value: lower-case letters, digits and underscores, starting with a letter"
        return Read(path, (), None, wrong)
    if name is None and isinstance(key, str) and NAME.fullmatch(key) and key not in _KEYS:
        instead = f'put it in quotes, "{{{key}}}"' if place.form == "text" else f"write `{{value: {key}}}`"
        return Read(path, (), None, f"`{{{key}}}` without quotes is a mapping in YAML; {instead}")
    return None
