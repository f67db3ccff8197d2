"""Terraform's functions, as far as flow logs need them: a closed set. Any other call is not evaluated."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from gen_flowlogs.diagnostics import shown
from gen_flowlogs.observe.hcl import collections, texts
from gen_flowlogs.observe.hcl.values import TOO_LARGE, Missing, Value, failed, unknown_in

if TYPE_CHECKING:
    from collections.abc import Callable

    Function = Callable[[list[Value]], Value]


def call(name: str, arguments: list[Value]) -> Value:
    """The value of a call. An argument that is not known as a whole makes most calls not known."""
    function = _LENIENT.get(name) or _STRICT.get(name)
    if function is None:
        return Missing(f"the function {shown(name)} is not evaluated")
    missing = next((each for each in arguments if isinstance(each, Missing)), None)
    if missing is not None and name not in _LENIENT:
        return Missing(missing.why, failed=missing.failed)
    try:
        return function(arguments)
    except (TypeError, ValueError, IndexError, AttributeError, KeyError, OverflowError, RecursionError):
        return failed(f"{name} does not take these arguments")


def _try(arguments: list[Value]) -> Value:
    """The first argument that Terraform does not refuse."""
    for each in arguments:
        if not (isinstance(each, Missing) and each.failed):
            return each
    return arguments[-1] if arguments else failed("try has no arguments")


def _can(arguments: list[Value]) -> Value:
    (only,) = arguments
    if isinstance(only, Missing):
        return False if only.failed else Missing(only.why)
    return True


def _coalesce(arguments: list[Value]) -> Value:
    """The first argument that is neither null nor empty; a traversal to a resource is neither."""
    for each in arguments:
        if isinstance(each, Missing):
            return each if collections.is_made(each) or each.failed else Missing(each.why)
        if each is not None and each != "":
            return each
    return failed("coalesce has no argument that is set")


def _encoded(arguments: list[Value]) -> Value:
    """JSON as Terraform writes it; with what is near where a part is not known."""
    (value,) = arguments
    missing = unknown_in(value)
    if missing is None:
        return _json(value)
    near = missing if missing is TOO_LARGE or _is_larger(value) else _near(value)
    return Missing(missing.why, near=None if isinstance(near, Missing) else _json(near), failed=missing.failed)


def _is_larger(value: Value) -> bool:
    """Whether a value has more parts than a policy has."""
    waiting = [value]
    for each in waiting:
        waiting += each if isinstance(each, list) else each.values() if isinstance(each, dict) else ()
        if len(waiting) > _MOST_PARTS:
            return True
    return False


def _near(value: Value) -> Value:
    """A value with what is near in the place of what is not known; Missing where nothing is."""
    match value:
        case Missing():
            return value if value.near is None else value.near
        case list():
            items = [_near(each) for each in value]
            return next((each for each in items if isinstance(each, Missing)), items)
        case dict():
            table = {key: _near(each) for key, each in value.items()}
            return next((each for each in table.values() if isinstance(each, Missing)), table)
    return value


def _json(value: Value) -> str:
    encoded = json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        encoded = encoded.replace(character, f"\\u{ord(character):04x}")
    return encoded


def _decoded(arguments: list[Value]) -> Value:
    decoded: Value = json.loads(str(arguments[0]))
    return decoded


_MOST_PARTS: Final = 20_000
_LENIENT: Final[dict[str, Function]] = {
    "try": _try,
    "can": _can,
    "coalesce": _coalesce,
    "jsonencode": _encoded,
    "format": texts.formatted,
}
_STRICT: Final[dict[str, Function]] = {**collections.FUNCTIONS, **texts.FUNCTIONS, "jsondecode": _decoded}
