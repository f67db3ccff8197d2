"""Steps of traversals: from a value to its element or attribute."""

from __future__ import annotations

from gen_flowlogs.observe.addresses import index
from gen_flowlogs.observe.hcl.collections import sorted_map
from gen_flowlogs.observe.hcl.values import Missing, Symbol, Value, failed, integer, text


def step(value: Value, key: Value, *, dotted: bool = False) -> Value:
    """The element or attribute of a value; `dotted` where it is written as `.key`."""
    match value, key:
        case Missing(), _:
            return _beyond(value, key, dotted=dotted)
        case _, Missing():
            return Missing(key.why, failed=key.failed)
        case dict(), _:
            name = text(key)
            return value[name] if isinstance(name, str) and name in value else failed("a map has no such key")
        case list(), _:
            number = integer(key)
            if isinstance(number, Missing):
                return failed("an element is asked for by a key that is no number")
            return value[number] if 0 <= number < len(value) else failed("a list has no such element")
        case ((None | str() | bool() | int() | float()), _):
            return failed("an attribute is asked for of a value that has none")
        case thing, str():
            return thing.get(key)
    return failed("a resource without count is asked for an element")


def elements(value: Value) -> list[tuple[Value, Value]] | Missing:
    """The keys and values of a list or map, as `for` walks over them."""
    match value:
        case Missing():
            return Missing(value.why, failed=value.failed)
        case list():
            return list(enumerate(value))
        case dict():
            return list(sorted_map(value).items())
    return failed("it is neither a list nor a map")


def _beyond(value: Missing, key: Value, *, dotted: bool) -> Missing:
    """A step from a value that is not known: the traversal goes on."""
    if value.symbol is None or isinstance(key, bool) or not isinstance(key, (str, int)):
        return Missing(value.why, failed=value.failed)
    longer = f".{key}" if dotted else index(key)
    return Missing(value.why, Symbol(value.symbol.module, value.symbol.traversal + longer), failed=value.failed)
