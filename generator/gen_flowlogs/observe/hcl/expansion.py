"""Expansion: a block with `count`, `for_each` or `dynamic` → its instances, each with what is bound in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.observe.hcl.evaluation import Scope, evaluate
from gen_flowlogs.observe.hcl.steps import elements
from gen_flowlogs.observe.hcl.values import Missing, Value, failed, integer, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.observe.addresses import Key
    from gen_flowlogs.observe.hcl.syntax import Block
    from gen_flowlogs.observe.hcl.values import Thing

MOST: Final = 20_000


def instances(block: Block, scope: Scope) -> list[tuple[Key, Scope]] | Missing:
    """The keys of a resource's or a module call's instances, each with its scope."""
    if "count" in block.arguments:
        number = integer(evaluate(block.arguments["count"].expression, scope))
        if isinstance(number, Missing):
            return Missing(f"count is not known, since {number.why}")
        if number > MOST:
            return Missing(f"count is more than {MOST}")
        return [(index, scope.binding({"count": {"index": index}})) for index in range(number)]
    if "for_each" in block.arguments:
        walked = _keyed(evaluate(block.arguments["for_each"].expression, scope))
        if isinstance(walked, Missing):
            return Missing(f"for_each is not known, since {walked.why}")
        return [(key, scope.binding({"each": {"key": key, "value": value}})) for key, value in walked]
    return [(None, scope)]


def blocks(block: Block, type_: str, scope: Scope) -> list[tuple[Block, Scope]] | Missing:
    """The blocks of a type in a block, also those that `dynamic` makes."""
    found = [(each, scope) for each in block.blocks_of(type_)]
    for dynamic in block.blocks_of("dynamic"):
        if dynamic.labels != (type_,):
            continue
        if "for_each" not in dynamic.arguments:
            return failed("a dynamic block has no for_each")
        walked = elements(evaluate(dynamic.arguments["for_each"].expression, scope))
        if isinstance(walked, Missing):
            return Missing(f"for_each of its dynamic block is not known, since {walked.why}")
        iterator = dynamic.arguments.get("iterator")
        name = type_ if iterator is None else getattr(iterator.expression, "name", type_)
        for key, value in walked[:MOST]:
            inner = scope.binding({name: {"key": key, "value": value}})
            found += [(each, inner) for each in dynamic.blocks_of("content")]
    return found


def _keyed(value: Value) -> list[tuple[str, Value]] | Missing:
    """The keys and values of `for_each`: of a map, or the strings of a set twice."""
    if isinstance(value, list):
        keys = [text(each) for each in value]
        missing = next((each for each in keys if isinstance(each, Missing)), None)
        if missing is not None:
            return missing
        found: list[tuple[str, Value]] = [(key, key) for key in sorted({str(each) for each in keys})]
    else:
        walked = elements(value)
        if isinstance(walked, Missing):
            return walked
        found = [(str(key), each) for key, each in walked]
    return found if len(found) <= MOST else Missing(f"it has more than {MOST} elements")


def collected(block: Block, made: Mapping[Key, Thing]) -> Value:
    """Instances as a traversal finds them: a list by `count`, a map by `for_each`, else the only one."""
    if "count" in block.arguments:
        return list(made.values())
    if "for_each" in block.arguments:
        return {str(key): value for key, value in made.items()}
    return made[None]
