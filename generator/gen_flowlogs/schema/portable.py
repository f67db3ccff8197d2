"""The schema of authors in the form that every validator takes: without lookaround, unions of types and forbidden keys.

RE2 and Go have no lookaround, ajv's strict mode wants each keyword beside its type, and editors propose whatever is in
`properties`. What is legal stays the same, but that `$` ends a text, as it does in ECMAScript, RE2 and Rust.
"""

from __future__ import annotations

import json
from typing import Any, Final

from gen_flowlogs.lazy_pattern import pattern

Node = dict[str, Any]

_OF_TYPE: Final = {
    "string": ("minLength", "maxLength", "pattern", "patternErrorMessage"),
    "integer": ("minimum", "maximum"),
    "array": ("items", "minItems", "maxItems", "uniqueItems"),
    "object": (
        "properties", "required", "additionalProperties", "propertyNames", "minProperties", "maxProperties",
        "dependencies",
    ),
}  # fmt: skip
"""Type → the keywords that say nothing of other types."""

_ORDER: Final = ("string", "integer", "boolean", "array", "object")
"""The order of alternatives: editors report the first of equally wrong ones."""

_ANNOTATIONS: Final = ("title", "description", "default", "examples")
_END: Final = r"$(?!\n)"
_BY_NUMBER: Final = pattern(r"\\u([0-9a-f]{4})")
_FORBIDDEN: Final[Node] = {"not": {}}


def portable(whole: Node) -> Node:
    """The schema, which stays as it is, in that form."""
    given: Node = json.loads(json.dumps(whole))
    return _Writer(given).written()


class _Writer:
    """A schema and the definitions that its parts need for one type each."""

    def __init__(self, given: Node) -> None:
        self._given = given["definitions"]
        self._rest = {key: value for key, value in given.items() if key != "definitions"}
        self._made: Node = {}

    def written(self) -> Node:
        made = self._node(self._rest)
        made["definitions"] = {name: self._made[name] for name in sorted(self._made)}
        return made

    def _definition(self, name: str) -> Node:
        """A reference to a definition, which is made with it."""
        if name not in self._made:
            self._made[name] = {}  # it may refer to itself
            self._made[name] = self._node(self._given[name])
        return {"$ref": f"#/definitions/{name}"}

    def _node(self, node: Node) -> Node:
        if "$ref" in node:
            return self._definition(_name(node["$ref"]))
        types = self._types(node)
        typed = _has_typed_keywords(node)
        loose = [each for each in node.get("allOf", ()) if self._types(each) is None and self._asks_of_a_type(each)]
        if types is not None and len(types) > 1 and (typed or loose):
            said: Node = {key: node[key] for key in _ANNOTATIONS if key in node}
            plain = {key: value for key, value in node.items() if key not in _ANNOTATIONS}
            return {
                **said,
                "anyOf": [self._node(self._of_type(plain, each)) for each in sorted(types, key=_ORDER.index)],
            }
        if typed and "type" not in node:
            said_of = [type_ for type_, keys in _OF_TYPE.items() if any(key in node for key in keys)]
            node = {**node, "type": next(iter(types or said_of))}
        return self._shallow(_with_required(_without_lookaround(_without_forbidden(node))))

    def _shallow(self, node: Node) -> Node:
        """The node with all that is below it in the form."""
        made: Node = {}
        for key, value in node.items():
            match key:
                case "properties" | "definitions":
                    made[key] = {
                        name: self._node(each) if isinstance(each, dict) else each for name, each in value.items()
                    }
                case "anyOf":
                    below = [self._node(each) for each in value]
                    made[key] = [one for each in below for one in (each["anyOf"] if set(each) == {"anyOf"} else [each])]
                case "allOf" | "oneOf":
                    made[key] = [self._node(each) for each in value]
                case "items" | "additionalProperties" | "propertyNames" | "if" | "then" | "else" | "not":
                    made[key] = self._node(value) if isinstance(value, dict) else value
                case _:
                    made[key] = value
        return made

    def _asks_of_a_type(self, node: Node) -> bool:
        """Whether a part of a node has keywords for values of one type, but does not ask for that type."""
        return _has_typed_keywords(self._given[_name(node["$ref"])] if "$ref" in node else node)

    def _types(self, node: Node) -> set[str] | None:
        """The types that a node admits; None where it does not say."""
        if "type" in node:
            return {node["type"]} if isinstance(node["type"], str) else set(node["type"])
        if "$ref" in node:
            return self._types(self._given[_name(node["$ref"])])
        both = [types for each in node.get("allOf", ()) if (types := self._types(each)) is not None]
        return set.intersection(*both) if both else None

    def _of_type(self, node: Node, type_: str) -> Node:
        """All that a node says of values of one type."""
        others = {key for name, keys in _OF_TYPE.items() if name != type_ for key in keys}
        made = {key: value for key, value in node.items() if key not in others}
        made["type"] = type_
        asked = _types_asked(made.get("if", {}))
        if asked is not None and (_asks_for_a_type(made) or type_ not in asked):
            holds = type_ in asked or "type" not in made["if"]  # a pattern holds of what is no string
            made.pop("if")
            then, otherwise = made.pop("then", {}), made.pop("else", {})
            made["allOf"] = [*made.get("allOf", ()), then if holds else otherwise]
        parts = [each for each in made.pop("allOf", ()) if each]
        narrowed = [each for each in (self._part(each, type_) for each in parts) if each not in ({}, {"type": type_})]
        if narrowed:
            made["allOf"] = narrowed
        return made

    def _part(self, node: Node, type_: str) -> Node:
        if "$ref" not in node:
            return self._of_type(node, type_)
        name = _name(node["$ref"])
        types = self._types(self._given[name])
        if types == {type_}:
            return node
        narrow = self._of_type(self._given[name], type_)
        if narrow == {"type": type_}:
            return narrow
        self._given.setdefault(f"{name}_{type_}", narrow)
        return {"$ref": f"#/definitions/{name}_{type_}"}


def _name(reference: str) -> str:
    return reference.rpartition("/")[2]


def _types_asked(condition: Node) -> set[str] | None:
    """The types that a condition is about; None where it may be any."""
    if "type" in condition:
        return {condition["type"]}
    return next(({type_} for type_, keys in _OF_TYPE.items() if any(key in condition for key in keys)), None)


def _has_typed_keywords(node: Node) -> bool:
    return any(key in node for keys in _OF_TYPE.values() for key in keys) or _asks_for_a_type(node)


def _asks_for_a_type(node: Node) -> bool:
    return set(node.get("if", ())) == {"type"}


def _without_forbidden(node: Node) -> Node:
    """Names of keys as `properties`, which editors propose, and none of the keys that are there to be refused."""
    if "enum" not in node.get("propertyNames", {}):
        return node
    legal = {
        name: node.get("properties", {}).get(name, node["additionalProperties"])
        for name in node["propertyNames"]["enum"]
        if node.get("properties", {}).get(name) != _FORBIDDEN
    }
    kept = {key: value for key, value in node.items() if key != "propertyNames"}
    return {**kept, "properties": legal, "additionalProperties": False}


def _with_required(node: Node) -> Node:
    """Each key that must be there among the `properties` beside it, where ajv's strict mode looks for typos."""
    missing = [name for name in node.get("required", ()) if name not in node.get("properties", {})]
    return (
        node if not missing else {**node, "properties": {**node.get("properties", {}), **dict.fromkeys(missing, True)}}
    )


def _without_lookaround(node: Node) -> Node:
    text = node.get("pattern")
    if not isinstance(text, str):
        return node
    text = text.removesuffix(_END) + "$" if text.endswith(_END) else text
    text = _BY_NUMBER.sub(lambda found: chr(int(found[1], 16)), text)  # which RE2 does not know
    before, found, after = text.partition("(?!")
    if not found:
        return {**node, "pattern": text}
    excluded, rest = _closed(after)
    not_these = {"allOf": [{"not": {"type": "string", "pattern": f"^(?:{excluded})"}}]}
    if before == "^":
        return {**node, "pattern": f"^{rest}", **not_these}
    if not before.startswith("^(?:") or not before.endswith("|") or not rest.endswith(")$"):
        raise ValueError(f"no way is known to do without the lookaround in {text}")
    kept = {key: value for key, value in node.items() if key not in {"pattern", "patternErrorMessage"}}
    said = {"type": "string", "patternErrorMessage": node["patternErrorMessage"]}
    either = [{**said, "pattern": f"{before[:-1]})$"}, {**said, "pattern": f"^(?:{rest}", **not_these}]
    return {**kept, "anyOf": either}


def _closed(text: str) -> tuple[str, str]:
    """The text up to the bracket that closes it, and the rest."""
    depth = 0
    for number, char in enumerate(text):
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth < 0:
            return text[:number], text[number + 1 :]
    raise ValueError(f"a bracket is open in {text}")
