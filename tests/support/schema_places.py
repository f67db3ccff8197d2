"""Every place of the language where a text may stand, read from the schema, and a small spec that has it.

A place is a path with `*` for an author's name and for the items of a list; a key that authors choose is a place too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gen_flowlogs.schema.language import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

Place = tuple[tuple[str, ...], bool]
"""The path, and whether the key at its end is meant instead of the value."""

NAME = "central"
_MAIN = schema(include=False)
_EXCLUDED = {"not": {}}
_STREAM = "arn:aws:firehose:us-east-1:444455556666:deliverystream/flow-logs"  # of the role's account in the examples
_BASE: dict[str, Any] = {
    "version": 1,
    "name": "prod",
    "destinations": {NAME: {"cloudwatch_logs": {"log_group": "/flow-logs", "retention_days": 365}}},
    "capture_points": {NAME: {"vpc": "vpc-0a1b2c3d4e5f67890", "destinations": NAME}},
}


def places() -> tuple[Place, ...]:
    return tuple(dict.fromkeys(_places(_MAIN, ())))


def built(place: Place, text: str) -> dict[str, Any]:
    """The smallest spec with a text at a place."""
    path, key = place
    first = path[0]
    data = {**_BASE, first: _built(_MAIN["properties"][first], path[1:], text, key=key)}
    match first:
        case "capture_points":
            data[first] = {name: {"destinations": NAME, **point} for name, point in data[first].items()}
        case "destinations" if path[2:3] == ("retired",):
            account = {"account": "444455556666", "region": "us-east-1"}
            data["stacks"] = {text: account, "other": account}
            data[first]["used"] = {"cloudwatch_logs": {"log_group": "/used"}}
            data["capture_points"] = {NAME: {"vpc": "vpc-0a1b2c3d4e5f67890", "destinations": "used", "stack": "other"}}
        case "destinations" if "role" in path and "firehose" in path:
            data[first][NAME]["firehose"]["delivery_stream"] = _STREAM
        case "destinations" if path[3:4] == ("arn",) or (path[3:4] in (("log_group",), ("bucket",)) and path[4:]):
            data[first][NAME][path[2]] = _of_existing(data[first][NAME][path[2]], by_arn=path[3] == "arn")
        case "filters" | "stacks":
            data["defaults"] = {first[:-1]: text if key and len(path) == 2 else NAME}
    return data


def _of_existing(settings: dict[str, Any], *, by_arn: bool) -> dict[str, Any]:
    """A log group or bucket that exists, since it is given by a reference or by its ARN."""
    kept = {key: each for key, each in settings.items() if not (by_arn and key in ("log_group", "bucket"))}
    role = {} if {"bucket", "prefix"} & settings.keys() else {"role": {"name": "deliver"}}
    return {**kept, "existing": True, **role}


def _places(node: dict[str, Any], path: tuple[str, ...]) -> Iterator[Place]:
    node = _whole(node)
    if "string" in node.get("type", "string"):
        yield path, False
    properties = node.get("properties", {})
    for key, below in properties.items():
        if below != _EXCLUDED:
            yield from _places(below, (*path, key))
    others = node.get("additionalProperties")
    if isinstance(others, dict):
        names = node.get("propertyNames", {}).get("enum")
        if names is None:
            yield (*path, "*"), True
        for name in ["*"] if names is None else [each for each in names if each not in properties]:
            yield from _places(others, (*path, name))
    if "items" in node:
        yield from _places(node["items"], (*path, "*"))


def _built(node: dict[str, Any], path: tuple[str, ...], text: str, *, key: bool) -> Any:
    if not path:
        return text
    node, step = _whole(node), path[0]
    if step == "*" and "items" in node:
        return [_built(node["items"], path[1:], text, key=key)]
    if step == "*" and key and len(path) == 1:
        return {text: _value(node["additionalProperties"], node)}
    properties = node.get("properties", {})
    below = _built(properties.get(step, node.get("additionalProperties")), path[1:], text, key=key)
    needed = [*node.get("required", ()), *node.get("dependencies", {}).get(step, ())]
    choices = [each["required"][0] for each in node.get("oneOf", ())]
    if choices and step not in choices:
        needed.append(choices[0])
    return {
        **{each: _whole(properties[each])["examples"][0] for each in needed},
        NAME if step == "*" else step: below,
    }


def _value(node: dict[str, Any], holder: dict[str, Any]) -> Any:
    """A value of a mapping of names, of the mapping's own example."""
    return next(iter(holder["examples"][0].values())) if holder.get("examples") and node.get("$ref") else "v"


def _whole(node: dict[str, Any]) -> dict[str, Any]:
    """A schema with all that it refers to and all that it says on conditions; what it says first counts."""
    merged: dict[str, Any] = {}
    for part in _parts(node):
        for keyword, value in part.items():
            if keyword == "properties":
                merged["properties"] = {**value, **merged.get("properties", {})}
            else:
                merged.setdefault(keyword, value)
    return merged


def _parts(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    if "$ref" in node:
        yield from _parts(_MAIN["definitions"][node["$ref"].rpartition("/")[2]])
    for below in (*node.get("allOf", ()), node.get("then"), node.get("else")):
        if isinstance(below, dict):
            yield from _parts(below)
