"""The meaning of a policy: equal for two documents that say the same in another order or spelling.

Names of statements, the order of lists, one value in or without a list, upper and lower case of actions, and an account
by its number or by its root do not matter. Two policies that grant the same by other statements count as different.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

from gen_flowlogs.policies import document
from gen_flowlogs.policies.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gen_flowlogs.policies import Policy

Meaning: TypeAlias = frozenset[object]


class NoPolicy(ValueError):  # noqa: N818 - its text is the reason, a clause
    """A text that is no policy document."""


def of_text(text: str | None) -> Meaning:
    """The meaning of a document as JSON text. Raises NoPolicy."""
    if text is None:
        raise NoPolicy("it was not read")
    try:
        return of(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise NoPolicy("it is no JSON of a policy") from error


def of(data: object) -> Meaning:
    """The meaning of a document as plain data. Raises NoPolicy."""
    if not isinstance(data, dict):
        raise NoPolicy("it is no mapping")
    statements = _several(data.get("Statement", []))
    if not all(isinstance(each, dict) for each in statements):
        raise NoPolicy("it has a statement that is no mapping")
    others = {key: value for key, value in data.items() if key not in {"Statement", "Id", "Version"}}
    if others:
        raise NoPolicy(f"it has the element {min(map(str, others))}")
    # Variables such as ${aws:username} are such only since this version.
    version = data.get("Version") if "${" in json.dumps(data) else None
    return frozenset(_statement(each) for each in statements if isinstance(each, dict)) | {("version", str(version))}


def _statement(statement: dict[str, object]) -> Meaning:
    return frozenset((key, _element(key, value)) for key, value in statement.items() if key != "Sid")


def _element(key: str, value: object) -> object:
    match key:
        case "Action" | "NotAction":
            return frozenset(str(each).lower() for each in _several(value))
        case "Principal" | "NotPrincipal":
            return _principal(value)
        case "Condition":
            return _conditions(value)
        case _:
            return frozenset(map(str, _several(value)))


def _principal(value: object) -> object:
    if not isinstance(value, dict):
        return frozenset({("AWS", str(value))})
    return frozenset((str(kind), _account(str(each))) for kind, names in value.items() for each in _several(names))


def _account(name: str) -> str:
    """A principal; an account as its number, however it is written."""
    parts = name.split(":")
    is_root = len(parts) == 6 and parts[2] == "iam" and parts[5] == "root"
    return parts[4] if is_root else name


def _conditions(value: object) -> object:
    if not isinstance(value, dict):
        raise NoPolicy("it has a condition that is no mapping")
    return frozenset(
        (str(operator), str(key).lower(), frozenset(_said(each) for each in _several(values)))
        for operator, keys in value.items()
        if isinstance(keys, dict)
        for key, values in keys.items()
    )


def _said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _several(value: object) -> Iterable[object]:
    return value if isinstance(value, list) else [value]


def of_policy(policy: Policy) -> Meaning:
    """The meaning of a policy of the compiler, of literals."""
    return of(plain(document(policy), {}))
