"""What the AWS provider's schema says against a module: decoded blocks come in, faults go out as text.

The schema is what we keep of it in tests/data: version 5.100.0 as the provider tells it, without what is deprecated,
and by hand what version 6 adds, removes and deprecates. `at(version)` is the schema of one version.
"""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from parsed_terraform import Block, Call, Expression, Template

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

DATA = Path(__file__).parents[1] / "data"
NEWEST = (99, 0)
META_ARGUMENTS = frozenset({"for_each", "depends_on"})
META_BLOCKS = {"lifecycle": frozenset({"prevent_destroy", "postcondition"})}

_GROUPS = {"resource": "resources", "data": "data_sources"}
_REFERENCE = re.compile(r"(?<![\w.])(data\.)?(aws_\w+)\.(\w+)(?:\[[^\]]*\])?(?:\.(\w+))?")

Schema = dict[str, Any]  # "resources" or "data_sources" → type → attributes and blocks


@functools.cache
def at(version: tuple[int, ...]) -> Schema:
    """The schema of a version, (5, 0) or above: 5.100.0 with what has come and without what has gone by then."""
    schema: Schema = json.loads((DATA / "provider-5.100.json").read_text())
    added = json.loads((DATA / "provider-6-additions.json").read_text())
    for group in _GROUPS.values():
        for kind, changes in added[group].items():
            known = schema[group][kind]
            for part in ("attributes", "blocks"):
                for name, what in changes.get(part, {}).items():
                    if since(what) <= version:
                        told = [what["type"], what["how"]] if part == "attributes" else what
                        known.setdefault(part, {})[name] = told
            for part in ("removed", "deprecated"):
                for name, what in changes.get(part, {}).items():
                    if since(what) <= version:
                        known["attributes"].pop(name, None)
    return schema


def since(what: Mapping[str, Any]) -> tuple[int, ...]:
    """The version (major, minor) that an addition came with."""
    found = re.match(r"(\d+)\.(\d+)", what["since"])
    assert found, what
    return int(found[1]), int(found[2])


def faults(blocks: Iterable[Block], schema: Schema, beside: Iterable[Block] = ()) -> list[str]:
    """What is wrong with a module; `beside` are the author's own blocks, which may be referred to."""
    blocks = tuple(blocks)
    there = {(block.type, *block.labels) for block in (*blocks, *beside)}
    found: list[str] = []
    for block in blocks:
        found += _reference_faults(block, schema, there)
        if block.type not in _GROUPS:
            continue
        kind, label = block.labels
        known = schema[_GROUPS[block.type]].get(kind)
        where = f"{block.type} {kind}.{label}"
        if known is None:
            found.append(f"{where}: {kind} is not in the extract")
            continue
        plain = Block(
            block.type,
            block.labels,
            {name: value for name, value in block.arguments.items() if name not in META_ARGUMENTS},
            tuple(nested for nested in block.blocks if not _is_meta(nested)),
        )
        found += _faults(plain, known, where)
    return found


def _is_meta(block: Block) -> bool:
    names = {*block.arguments, *(nested.type for nested in block.blocks)}
    return block.type in META_BLOCKS and names <= META_BLOCKS[block.type]


def _faults(block: Block, known: Mapping[str, Any], where: str) -> Iterator[str]:
    yield from _argument_faults(block, known.get("attributes", {}), where)
    nested = known.get("blocks", {})
    for name, rules in nested.items():
        inside = [one for one in block.blocks if one.type == name]
        if len(inside) < rules["fewest"]:
            yield f"{where}: {name} stands there {len(inside)} times, and must {rules['fewest']} times"
        if rules["most"] is not None and len(inside) > rules["most"]:
            yield f"{where}: {name} stands there {len(inside)} times, and may {rules['most']} times"
        for number, one in enumerate(inside):
            yield from _faults(one, rules, f"{where}: {name}[{number}]")
    for name in sorted({one.type for one in block.blocks} - set(nested)):
        yield f"{where}: no block {name}, or it is deprecated"


def _argument_faults(block: Block, attributes: Mapping[str, tuple[str, str]], where: str) -> Iterator[str]:
    for name, value in block.arguments.items():
        type_, how = attributes.get(name, ("", ""))
        if not type_:
            yield f"{where}: no argument {name}, or it is deprecated"
        elif how == "computed":
            yield f"{where}: {name} cannot be set"
        elif not fits(value, type_):
            yield f"{where}: {name} is no {type_}: {value!r}"
    for name, (_, how) in attributes.items():
        if how.startswith("required") and block.arguments.get(name) is None:
            yield f"{where}: {name} is missing"


def fits(value: Any, type_: str) -> bool:
    """Whether a decoded value may have a type of the schema; what is evaluated may have any."""
    outer, _, inner = type_.removesuffix(")").partition("(")
    match value:
        case Expression():
            return True
        case Call(name="jsonencode") | Template() | str():
            return outer == "string"
        case Call(argument=argument):
            return fits(argument, type_)
        case bool():
            return outer == "bool"
        case int():
            return outer == "number"
        case list():
            return outer in {"list", "set"} and all(fits(item, inner) for item in value)
        case dict():
            return outer == "object" or (outer == "map" and all(fits(item, inner) for item in value.values()))
        case _:
            return False


def _reference_faults(block: Block, schema: Schema, there: set[tuple[str, ...]]) -> Iterator[str]:
    """References to what is not there, or to an attribute that it does not have."""
    where = ".".join((block.type, *block.labels))
    for text in _texts(block):
        for data, kind, label, attribute in _REFERENCE.findall(text):
            type_ = "data" if data else "resource"
            if (type_, kind, label) not in there:
                yield f"{where}: there is no {data}{kind}.{label}"
            known = schema[_GROUPS[type_]].get(kind)
            if attribute and known is not None and attribute not in known["attributes"]:
                yield f"{where}: {data}{kind} has no attribute {attribute}, or it is deprecated"


def _texts(value: Any) -> Iterator[str]:
    """Every piece of text that Terraform evaluates."""
    match value:
        case Block(type="moved" | "removed"):
            return  # these name what is no longer there
        case Block():
            for each in (*value.arguments.values(), *value.blocks):
                yield from _texts(each)
        case Expression(text) | Template(text):
            yield re.sub(r'\$\$\{|"[^"$]*"', "", text)
        case Call(argument=argument):
            yield from _texts(argument)
        case list():
            for each in value:
                yield from _texts(each)
        case dict():
            for each in value.values():
                yield from _texts(each)
