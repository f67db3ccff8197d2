"""The schema as authors write for it: with `{name}` and `{value: name}` at the places that values may be read at.

What stands in a file is checked after its values are in their places, by the schema of literals; editors see the text.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gen_flowlogs.values.places import ANY, PLACES, UNNAMED

if TYPE_CHECKING:
    from gen_flowlogs.values.places import Place

_NAME = "^[a-z][a-z0-9_]*$"
_ANNOTATIONS = ("title", "description", "default", "examples")

_DEFINITIONS = {
    "value_read": {
        "title": "Value",
        "type": "object",
        "required": ["value"],
        "additionalProperties": False,
        "properties": {
            "value": {
                "title": "Value",
                "description": "Name of a value of `values`, which stands here as it is.",
                "examples": ["days"],
                "type": "string",
                "maxLength": 64,
                "pattern": _NAME,
            }
        },
    },
    "text_with_values": {"type": "string", "maxLength": 2048, "pattern": r"\{[a-z][a-z0-9_]*\}|\{\{|\}\}"},
}


def authored(literal: dict[str, Any]) -> dict[str, Any]:
    """The schema of authors, made of that of literals, which stays as it is."""
    made: dict[str, Any] = json.loads(json.dumps(literal))
    made["definitions"] |= _DEFINITIONS
    done: set[int] = set()
    for section, place in PLACES.items():
        if section in made["properties"]:
            whole = made["properties"][section]
            _below(made, whole if section in UNNAMED else _target(made, whole["additionalProperties"]), place, done)
    return made


def _below(made: dict[str, Any], mapping: dict[str, Any], place: Place, done: set[int]) -> None:
    """Widen what lies in a mapping or list; once, however many keys lead to it."""
    if id(mapping) in done:
        return
    done.add(id(mapping))
    for key, inner in place.below.items():
        for holder, name in _holders(mapping, key):
            if inner.below:
                _below(made, _target(made, holder[name]), inner, done)
            if inner.form is not None:
                holder[name] = _widened(holder[name], inner.form)


def _holders(mapping: dict[str, Any], key: str) -> list[tuple[dict[str, Any], str]]:
    """Each place of the schema that says something of a key: its own, and those under a condition."""
    if key == ANY:
        open_ = [(mapping, name) for name in ("additionalProperties", "items") if isinstance(mapping.get(name), dict)]
        said = mapping.get("properties", {})
        return [*open_, *((said, name) for name in said if said[name] != {"not": {}})]
    conditional = [mapping[branch].get("properties", {}) for branch in ("then", "else") if branch in mapping]
    return [
        (properties, key)
        for properties in (mapping["properties"], *conditional)
        if key in properties and properties[key] != {"not": {}}
    ]


def _target(made: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """The schema that a reference leads to; the node itself where it is none."""
    several = node.get("allOf", [node])
    ref = several[0].get("$ref")
    found: dict[str, Any] = made["definitions"][ref.rpartition("/")[2]] if ref else node
    return found


def _widened(node: dict[str, Any], form: str) -> dict[str, Any]:
    said = {key: value for key, value in node.items() if key in _ANNOTATIONS}
    literal = {key: value for key, value in node.items() if key not in _ANNOTATIONS}
    read = [{"$ref": "#/definitions/value_read"}]
    if form == "text":
        read.insert(0, {"$ref": "#/definitions/text_with_values"})
    return {**said, "anyOf": [literal, *read]}
