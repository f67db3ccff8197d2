"""Values of an answer that AWS has a form of its own for: tags and policy documents."""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Mapping
from typing import TypeAlias

from gen_flowlogs.observe.attributes import mapping
from gen_flowlogs.observe.existing import Unknown

Answer: TypeAlias = Mapping[str, object]


def tags(value: object) -> dict[str, str] | Unknown:
    """Tags in any of AWS's forms: a list of `Key` and `Value`, of `TagKey` and `TagValue`, or an object."""
    match value:
        case None:
            return {}
        case dict():
            pairs = list(value.items())
        case list():
            pairs = [_pair(each) for each in value]
        case _:
            return Unknown("its tags are neither a list nor an object")
    if not all(isinstance(key, str) and isinstance(tag, str) for key, tag in pairs):
        return Unknown("a tag is not a key with a string")
    return {str(key): str(tag) for key, tag in pairs}


def _pair(tag: object) -> tuple[object, object]:
    of = mapping(tag)
    return of.get("Key", of.get("TagKey")), of.get("Value", of.get("TagValue"))


def document(of: Answer, key: str) -> str | None:
    """A policy document as JSON text: IAM gives an object, or a string whose characters are escaped as in a URL."""
    value = of.get(key)
    if isinstance(value, dict):
        try:
            return json.dumps(value)
        except (RecursionError, TypeError, ValueError):  # nested too deeply, or no data of JSON
            return None
    if isinstance(value, str) and value.lstrip().startswith("%7B"):
        return urllib.parse.unquote(value)
    return value if isinstance(value, str) and value else None
