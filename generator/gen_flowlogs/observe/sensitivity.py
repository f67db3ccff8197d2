"""Values that a state marks as sensitive → `SENSITIVE`, and with them what repeats their text.

Terraform marks what code gives, not what the provider makes of it: where a tag is marked in `tags`, the same text is in
`tags_all` without a mark. So an attribute that holds a marked text anywhere counts as marked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.observe.attributes import SENSITIVE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gen_flowlogs.observe.attributes import Attributes

_SHORTEST: Final = 4  # characters of a text that is looked for in others
_PAIR: Final = frozenset({"tags", "tags_all"})


def by_paths(values: Attributes, paths: object) -> Attributes:
    """Values without those that the paths of a raw state lead to; without any where the paths are not understood."""
    if not paths:
        return values
    if not isinstance(paths, list):
        return dict.fromkeys(values, SENSITIVE)
    names: set[str] = set()
    texts: set[str] = set()
    for path in paths:
        steps = [_step(each) for each in (path if isinstance(path, list) else [path])]
        if not steps or not isinstance(steps[0], str):
            return dict.fromkeys(values, SENSITIVE)
        names.add(steps[0])
        texts.update(_texts(_at(values, steps)))
    return _without(values, names, texts)


def by_marks(values: Attributes, marks: object) -> Attributes:
    """Values without those that are marked in a tree of the same shape, as `sensitive_values` is one."""
    if not marks:
        return values
    if not isinstance(marks, dict):
        return dict.fromkeys(values, SENSITIVE)
    names = {name for name, mark in marks.items() if _is_set(mark)}
    texts = {text for name in names for text in _marked(values.get(name), marks[name])}
    return _without(values, names, texts)


def _without(values: Attributes, names: set[str], texts: set[str]) -> Attributes:
    if names & _PAIR:
        names |= _PAIR
    secrets = {text for text in texts if len(text) >= _SHORTEST}
    for name, value in values.items():
        if name not in names and any(secret in text for text in _texts(value) for secret in secrets):
            names.add(name)
    return values | dict.fromkeys(names & values.keys(), SENSITIVE)


def _step(step: object) -> object:
    """The name, key or number of a step of a path: `{"type": "index", "value": {"value": "a", "type": "string"}}`."""
    value = step.get("value") if isinstance(step, dict) else step
    return value.get("value") if isinstance(value, dict) else value


def _at(values: Mapping[str, object], steps: list[object]) -> object:
    """The value that a path leads to; the last one on the way where it leads nowhere."""
    value: object = dict(values)
    for step in steps:
        match value, step:
            case dict(), str() if step in value:
                value = value[step]
            case list(), int() if 0 <= step < len(value):
                value = value[step]
            case _:
                break
    return value


def _texts(value: object) -> Iterator[str]:
    """All texts in a value, keys too."""
    waiting = [value]
    for each in waiting:
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            waiting += (*each, *each.values())
        elif isinstance(each, list):
            waiting += each


def _is_set(marks: object) -> bool:
    """Whether a tree of marks has one; what is no tree counts as one."""
    match marks:
        case dict():
            return any(map(_is_set, marks.values()))
        case list():
            return any(map(_is_set, marks))
    return marks is not False and marks is not None


def _marked(value: object, marks: object) -> Iterator[str]:
    """The texts of a value that a tree of marks has."""
    match value, marks:
        case dict(), dict():
            for name, mark in marks.items():
                yield from _marked(value.get(name), mark)
        case list(), list():
            for each, mark in zip(value, marks, strict=False):
                yield from _marked(each, mark)
        case _ if _is_set(marks):
            yield from _texts(value)
