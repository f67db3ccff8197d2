"""Values of an answer, whatever type each of them has: an answer of AWS may have been edited, or be no answer at all."""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Mapping
from typing import TypeAlias

from gen_flowlogs.observe.existing import Unknown

Answer: TypeAlias = Mapping[str, object]


def answer(value: object) -> Answer:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def answers(value: object) -> tuple[Answer, ...]:
    """The objects of a list; empty for any other value."""
    return tuple(each for each in value if isinstance(each, dict)) if isinstance(value, list) else ()


def texts(value: object) -> tuple[str, ...]:
    """The strings of a list; empty for any other value."""
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def text(of: Answer, key: str) -> str | None:
    """The string under a key; None where it is empty, absent or no string."""
    value = of.get(key)
    return value if isinstance(value, str) and value else None


def told(of: Answer, key: str) -> str | Unknown | None:
    """The string under a key; None where it is absent or empty, Unknown where it is no string."""
    value = of.get(key)
    if value is None or value == "":
        return None
    return value if isinstance(value, str) else Unknown(f"{key} is not a string")


def integer(of: Answer, key: str) -> int | Unknown | None:
    """The integer under a key, also one that is written as a string; None where it is absent."""
    value = of.get(key)
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 10:
        return int(value)
    return Unknown(f"{key} is not an integer")


def flag(of: Answer, key: str) -> bool | Unknown | None:
    """The boolean under a key, also one that is written as a string; None where it is absent."""
    match of.get(key):
        case None:
            return None
        case True | "true" | "True":
            return True
        case False | "false" | "False":
            return False
    return Unknown(f"{key} is not a boolean")


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
    of = answer(tag)
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
