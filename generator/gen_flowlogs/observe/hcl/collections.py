"""Terraform's functions of lists and maps. A list may hold what is not known; which elements it has is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.observe.hcl.values import LONGEST, Missing, Value, failed, integer, text, unknown_in

if TYPE_CHECKING:
    from collections.abc import Callable


def is_made(missing: Missing) -> bool:
    """Whether a value that is not known is an attribute of a resource, data source or module, so not null."""
    return missing.symbol is not None and not missing.symbol.traversal.startswith(("var.", "local."))


def unique(values: list[Value]) -> Value:
    """The elements of a set, in the order in which Terraform takes them."""
    missing = unknown_in(values)
    if missing is not None:
        return Missing(missing.why)
    strings = {each for each in values if isinstance(each, str)}
    return [*sorted(strings)] if all(isinstance(each, str) for each in values) else _distinct([values])


def sorted_map(value: dict[str, Value]) -> dict[str, Value]:
    """A map in the order in which Terraform takes its elements."""
    return dict(sorted(value.items()))


def _list(value: Value) -> list[Value]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _map(value: Value) -> dict[str, Value]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _merge(arguments: list[Value]) -> Value:
    found: dict[str, Value] = {}
    for each in arguments:
        found |= {} if each is None else _map(each)
    return found


def _concat(arguments: list[Value]) -> Value:
    found = [item for each in arguments for item in _list(each)]
    return found if len(found) <= LONGEST else Missing("it is too large")


def _flatten(arguments: list[Value]) -> Value:
    found: list[Value] = []
    waiting = list(reversed(_list(arguments[0])))
    while waiting:
        each = waiting.pop()
        if isinstance(each, Missing) and not is_made(each):
            return Missing(each.why)
        if isinstance(each, list):
            waiting += reversed(each)
        else:
            found.append(each)
        if len(found) + len(waiting) > LONGEST:
            return Missing("it is too large")
    return found


def _compact(arguments: list[Value]) -> Value:
    found: list[Value] = []
    for each in _list(arguments[0]):
        if isinstance(each, Missing) and not is_made(each):
            return Missing(each.why)
        if each is not None and each != "":
            found.append(each)
    return found


def _distinct(arguments: list[Value]) -> Value:
    values = _list(arguments[0])
    missing = unknown_in(values)
    if missing is not None:
        return Missing(missing.why)
    found: list[Value] = []
    for each in values[:1000]:
        if each not in found:
            found.append(each)
    return found


def _element(arguments: list[Value]) -> Value:
    values, index = _list(arguments[0]), integer(arguments[1])
    if isinstance(index, Missing):
        return index
    return values[index % len(values)] if values and index >= 0 else failed("element is asked for none of the list's")


def _lookup(arguments: list[Value]) -> Value:
    table, key = _map(arguments[0]), text(arguments[1])
    if isinstance(key, Missing):
        return key
    if key in table:
        return table[key]
    return arguments[2] if len(arguments) > 2 else failed("the map of lookup has no such key")


def _length(arguments: list[Value]) -> Value:
    value = arguments[0]
    if isinstance(value, (list, dict, str)):
        return len(value)
    raise TypeError


def _one(arguments: list[Value]) -> Value:
    values = _list(arguments[0])
    return failed("one has several elements") if len(values) > 1 else values[0] if values else None


def _contains(arguments: list[Value]) -> Value:
    values = _list(arguments[0])
    missing = unknown_in([*values, arguments[1]])
    return arguments[1] in values if missing is None else Missing(missing.why)


def _zipmap(arguments: list[Value]) -> Value:
    return {str(key): each for key, each in zip(_list(arguments[0]), _list(arguments[1]), strict=True)}


def _slice(arguments: list[Value]) -> Value:
    start, end = integer(arguments[1]), integer(arguments[2])
    if isinstance(start, Missing) or isinstance(end, Missing):
        raise TypeError
    return _list(arguments[0])[start:end]


def _range(arguments: list[Value]) -> Value:
    numbers = [each for each in map(integer, arguments) if not isinstance(each, Missing)]
    found: list[Value] = list(range(*numbers)[:LONGEST])
    return found


def _pairs(arguments: list[Value]) -> Value:
    """`map("a", 1, "b", 2)` of Terraform 0.11."""
    return {str(key): each for key, each in zip(arguments[::2], arguments[1::2], strict=True)}


def _sort(values: list[Value]) -> Value:
    missing = unknown_in(values)
    return [*sorted(str(each) for each in values)] if missing is None else Missing(missing.why)


def _as_list(arguments: list[Value]) -> Value:
    value = arguments[0]
    return list(sorted_map(value).values()) if isinstance(value, dict) else list(_list(value))


FUNCTIONS: Final[dict[str, Callable[[list[Value]], Value]]] = {
    "merge": _merge,
    "concat": _concat,
    "flatten": _flatten,
    "compact": _compact,
    "distinct": _distinct,
    "element": _element,
    "lookup": _lookup,
    "length": _length,
    "one": _one,
    "contains": _contains,
    "zipmap": _zipmap,
    "slice": _slice,
    "range": _range,
    "map": _pairs,
    "list": list,
    "keys": lambda arguments: [*sorted(_map(arguments[0]))],
    "values": lambda arguments: list(sorted_map(_map(arguments[0])).values()),
    "toset": lambda arguments: unique(_list(arguments[0])),
    "tolist": _as_list,
    "tomap": lambda arguments: _map(arguments[0]),
    "reverse": lambda arguments: _list(arguments[0])[::-1],
    "sort": lambda arguments: _sort(_list(arguments[0])),
    "coalescelist": lambda arguments: next(each for each in map(_list, arguments) if each),
}
