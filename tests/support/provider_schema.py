"""What the AWS provider's schema says against a module: decoded blocks come in, faults go out as text.

The schema is that of tests/data, which `make_provider_extract` makes: of 5.5.0, of 5.100.0 and of 6.69.1, without what
is deprecated, and the arguments whose first release is known. `at(version)` is the schema of one version.
`deprecations()` is the list of what is deprecated in any of them, whichever version a module admits.
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
EXTRACTS = (((5, 0), "5.5"), ((5, 100), "5.100"), ((6, 69), "6.69.1"))
"""(major, minor) → the extract that stands for it. The oldest bindings of version 5 are of 5.5.0."""
LOWEST, NEWEST = (5, 0), (6, 69)
META_ARGUMENTS = frozenset({"for_each", "depends_on"})
META_BLOCKS = {"lifecycle": frozenset({"prevent_destroy", "ignore_changes", "postcondition"})}

_GROUPS = {"resource": "resources", "data": "data_sources"}
_REFERENCE = re.compile(r"(?<![\w.])(data\.)?(aws_\w+)\.(\w+)(?:\[[^\]]*\])?(?:\.(\w+))?")

Place = tuple[str, str, str]  # "resources" or "data_sources", type, path of an argument or block
Schema = dict[str, Any]  # "resources" or "data_sources" → type → attributes and blocks


@functools.cache
def at(version: tuple[int, ...]) -> Schema:
    """The schema of a version, (5, 0) or above: the next extract, without what has come since.

    An argument has come by a version if an extract of it or of one before has it, or if its first release is known.
    Between two extracts that leaves out what may have come, and what nobody has asked for yet.
    """
    older = [extract(each) for least, each in EXTRACTS if least <= version]
    newer = next((extract(each) for least, each in EXTRACTS if version <= least), older[-1])
    has = {place for each in older for place in places(each)}
    has |= {(one["group"], one["kind"], one["path"]) for one in floors() if one["since"] <= version}
    return {
        group: {kind: _cut(known, (group, kind), has) for kind, known in newer[group].items()}
        for group in _GROUPS.values()
    }


def extract(name: str) -> Schema:
    """A committed extract."""
    schema: Schema = json.loads((DATA / f"provider-{name}.json").read_text())
    return schema


def floors() -> list[dict[str, Any]]:
    """What came with a known release: group, kind, path, `since` and `not_in` as (major, minor), and the source."""
    found = json.loads((DATA / "provider-floors.json").read_text())
    numbers = {key: [number(one[key]) for one in found] for key in ("since", "not_in")}
    return [
        {**one, **_kind(one["kind"]), "since": since, "not_in": not_in}
        for one, since, not_in in zip(found, numbers["since"], numbers["not_in"], strict=True)
    ]


@functools.cache
def deprecations() -> dict[Place, str]:
    """What is deprecated in some version, and since which."""
    found = json.loads((DATA / "provider-deprecations.json").read_text())
    return {(*_kind(one["kind"]).values(), one["path"]): one["since"] for one in found}


def _kind(kind: str) -> dict[str, str]:
    return {"group": "data_sources" if kind.startswith("data.") else "resources", "kind": kind.removeprefix("data.")}


def number(text: str) -> tuple[int, int]:
    """`6.25.0` → (6, 25)."""
    major, minor, _ = (int(part) for part in text.split("."))
    return major, minor


def places(schema: Schema) -> Iterator[Place]:
    for group in _GROUPS.values():
        for kind, known in schema[group].items():
            for path in _paths(known):
                yield group, kind, path


def _paths(known: Mapping[str, Any], before: str = "") -> Iterator[str]:
    for name in known["attributes"]:
        yield before + name
    for name, nested in known.get("blocks", {}).items():
        yield before + name
        yield from _paths(nested, f"{before}{name}.")


def _cut(known: Mapping[str, Any], at: tuple[str, str], has: set[Place]) -> dict[str, Any]:
    """A resource without what it does not have yet; a block that has come has all of its own."""
    parts = {part: known.get(part, {}) for part in ("attributes", "blocks")}
    return {
        part: {name: of for name, of in named.items() if (*at, name) in has} for part, named in parts.items()
    }  # fmt: skip


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


def deprecated(blocks: Iterable[Block]) -> list[str]:
    """Each argument, block or reference of a module that is deprecated in some version of the provider."""
    gone = deprecations()
    found: list[str] = []
    for block in blocks:
        where = ".".join((block.type, *block.labels))
        if block.type in _GROUPS:
            paths = ((_GROUPS[block.type], block.labels[0], path) for path in _written(block))
            found += [f"{where}: {place[2]} is deprecated since {gone[place]}" for place in paths if place in gone]
        for text in _texts(block):
            for data, kind, _, attribute in _REFERENCE.findall(text):
                place = (_GROUPS["data" if data else "resource"], kind, attribute)
                if place in gone:
                    found.append(f"{where}: {attribute} of {data}{kind} is deprecated since {gone[place]}")
    return found


def _written(block: Block, before: str = "") -> Iterator[str]:
    for name in block.arguments:
        yield before + name
    for nested in block.blocks:
        yield before + nested.type
        yield from _written(nested, f"{before}{nested.type}.")


def _is_meta(block: Block) -> bool:
    names = {*block.arguments, *(nested.type for nested in block.blocks)}
    return block.type in META_BLOCKS and names <= META_BLOCKS[block.type]


def _faults(block: Block, known: Mapping[str, Any], where: str) -> Iterator[str]:
    yield from _argument_faults(block, known.get("attributes", {}), where)
    for lifecycle in (one for one in block.blocks if _is_meta(one)):
        for ignored in lifecycle.arguments.get("ignore_changes", ()):
            if ignored.text not in known.get("attributes", {}):
                yield f"{where}: ignores changes of {ignored.text}, which it does not have"
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
                continue
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
