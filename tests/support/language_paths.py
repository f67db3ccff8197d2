"""The language as a list: every key, closed value and form that its JSON Schema has, and those that a document uses.

A path has `*` for a name of the author's and `[]` for an item of a list. After it may stand: `= value` of a closed
set, `is a mapping` where more than one form is legal, `like …` where a pattern divides texts. An option that each kind
of a definition has is there once for each, `.destinations.*(s3).retired`.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from gen_flowlogs.schema.language import schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FORMS = {
    "string": "a string", "array": "a list", "object": "a mapping", "integer": "a number", "boolean": "a boolean",
}  # fmt: skip
_FORM_OF = {str: "a string", list: "a list", dict: "a mapping", int: "a number", bool: "a boolean"}
_DIVIDED = ("type", "pattern", "patternErrorMessage")
"""Keys of an `if` that divides the legal values, and refuses none of them."""


def legal(*, include: bool) -> set[str]:
    """All that a spec, or an included file, may say."""
    return set(_legal(_whole(include), ""))


def said(data: Any, *, include: bool) -> set[str]:
    """All that a document says, spelt as `legal` does."""
    return set(_said(_whole(include), data, ""))


@cache
def _whole(include: bool) -> dict[str, Any]:  # noqa: FBT001 - the key of a cache
    return json.loads(json.dumps(schema(include=include)))


def _resolved(below: Mapping[str, Any]) -> dict[str, Any]:
    """A schema with what it refers to by `$ref` and `allOf`. Definitions are the same in both schemas."""
    whole: dict[str, Any] = {}
    for part in (below, *below.get("allOf", ())):
        if "$ref" in part:
            whole |= _resolved(_whole(False)["definitions"][part["$ref"].rpartition("/")[2]])
        whole |= {key: value for key, value in part.items() if key not in ("$ref", "allOf")}
    return whole


def _legal(below: Mapping[str, Any], path: str) -> Iterator[str]:
    below = _resolved(below)
    for form in _forms(below):
        yield f"{path} is {form}"
    for value in (*below.get("enum", ()), *((True, False) if "boolean" in below.get("type", ()) else ())):
        yield f"{path} = {value}"
    for label, branch in _branches(below):
        if label:
            yield f"{path} like {label}"
        yield from _legal(branch, path)
    kinds = _kinds(below)
    for key, inner in _keys(below).items():
        for each in ("", *_legal(inner, "")):
            yield from _divided(path, [] if key in kinds else kinds, key, each)
    if isinstance(below.get("additionalProperties"), dict) and "enum" not in below.get("propertyNames", {}):
        yield from _legal(below["additionalProperties"], f"{path}.*")
    if isinstance(below.get("items"), dict):
        yield from _legal(below["items"], f"{path}[]")


def _said(below: Mapping[str, Any], data: Any, path: str) -> Iterator[str]:  # noqa: C901
    below = _resolved(below)
    if isinstance(data, dict) and set(data) == {"value"}:
        return  # a value that is read: the language of literals does not have it
    if _forms(below):
        yield f"{path} is {_FORM_OF[type(data)]}"
    for label, branch in _branches(below):
        if _fits(data, branch):
            if label:
                yield f"{path} like {label}"
            yield from _said(branch, data, path)
    match data:
        case dict():
            yield from _said_in_mapping(below, data, path)
        case list():
            for value in data:
                yield from _said(below.get("items", {}), value, f"{path}[]")
        case bool() if "boolean" in below.get("type", ()):
            yield f"{path} = {data}"
        case _ if data in below.get("enum", ()):
            yield f"{path} = {data}"


def _said_in_mapping(below: Mapping[str, Any], data: dict[str, Any], path: str) -> Iterator[str]:
    known = _keys(below)
    kinds = [kind for kind in _kinds(below) if kind in data]
    for key, value in data.items():
        if key in known:
            for each in ("", *_said(known[key], value, "")):
                yield from _divided(path, [] if key in kinds else kinds, key, each)
        else:
            yield from _said(below.get("additionalProperties") or {}, value, f"{path}.*")


def _divided(path: str, kinds: list[str], key: str, inner: str) -> Iterator[str]:
    """A path in a key of a definition: for each kind, unless it leads on to keys below."""
    if not kinds or inner.startswith("."):
        yield f"{path}.{key}{inner}"
    else:
        yield from (f"{path}({kind}).{key}{inner}" for kind in kinds)


def _forms(below: Mapping[str, Any]) -> list[str]:
    """The forms that a value may have, where there are several."""
    several = below.get("type")
    return [_FORMS[each] for each in several] if isinstance(several, list) else []


def _branches(below: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Both sides of an `if` that divides the legal values, each with a name where it is a text of its own form."""
    condition = below.get("if")
    if condition is None or not set(condition) <= set(_DIVIDED):
        return
    label = condition.get("pattern", "")
    yield label, {**below["then"], "pattern": below["then"].get("pattern", ".*")} if label else below["then"]
    yield "", below.get("else", {})


def _fits(data: Any, branch: Mapping[str, Any]) -> bool:
    """Whether a valid value is of this side of an `if`."""
    branch = _resolved(branch)
    if "pattern" in branch:
        return isinstance(data, str) and re.search(branch["pattern"], data) is not None
    if "enum" in branch:
        return data in branch["enum"]
    if branch.get("type") == "array":
        return isinstance(data, list)
    return True


def _keys(below: Mapping[str, Any]) -> dict[str, Any]:
    """The keys that a mapping may have."""
    known = below.get("properties", {})
    names = {*known, *below.get("propertyNames", {}).get("enum", ())}
    return {key: known.get(key, {}) for key in sorted(names) if known.get(key) != {"not": {}}}


def _kinds(below: Mapping[str, Any]) -> list[str]:
    """The keys of which a mapping has exactly one."""
    return [key for each in below.get("oneOf", ()) for key in each.get("required", ())]
