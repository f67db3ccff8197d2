"""Files that read values → the same files with literals, by this reader's own code.

Only where every value is the same in all stacks that have it: one text then stands for all of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from coverage_oracle.entries import recorded_in, sent

if TYPE_CHECKING:
    from collections.abc import Iterable

_BRACES = re.compile(r"[$%]\{[^{}]*\}?|\{\{|\}\}|\{([a-z][a-z0-9_]*)\}")
_READ = ("defaults", "filters", "destinations", "capture_points")


class UnreadableError(Exception):
    """A value is another one in another stack, so that no one literal is in its place."""


def literal(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The parts of a spec, its own first, with literals in the place of the values that they read."""
    stacks = {name: each for part in parts for name, each in part.get("stacks", {}).items()}
    known = _known(parts, stacks)
    made = [
        {section: _filled(each, known) if section in _READ else each for section, each in part.items()}
        for part in parts
    ]
    shared = _shared(parts)
    for part in made:
        if "stacks" in part:
            part["stacks"] = {name: _entered(name, each, shared) for name, each in part["stacks"].items()}
        for name, said in part.get("destinations", {}).items():
            if isinstance(said.get("retired"), list):
                said["retired"] = _retired(said, stacks)
            if said.get("s3", {}).get("stack") == "each":
                said["s3"]["stack"] = _only(made, name, stacks)
    return made


def _known(parts: list[dict[str, Any]], stacks: dict[str, Any]) -> dict[str, list[Any]]:
    """Each value, as it is in the stacks."""
    shared = _shared(parts)
    several = [_of_stack(name, each, shared) for name, each in stacks.items()]
    known: dict[str, list[Any]] = {}
    for values in several or [shared]:
        for name, value in values.items():
            found = known.setdefault(name, [])
            if value not in found:
                found.append(value)
    return known


def _shared(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """The values that all stacks have, but for their own."""
    shared: dict[str, Any] = {"spec": parts[0]["name"]}
    for part in (*parts[1:], parts[0]):
        shared |= part.get("values", {})
    return shared


def _of_stack(name: str, stack: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    own = {"stack": name, "account": stack["account"], "region": stack["region"]}
    return {**shared, **own, **stack.get("values", {})}


def _entered(name: str, stack: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    """A stack whose role reads its own values only."""
    known = {key: [value] for key, value in _of_stack(name, stack, shared).items()}
    return {key: _filled(each, known) if key == "assume_role" else each for key, each in stack.items()}


def _value(name: str, known: dict[str, list[Any]]) -> Any:
    if len(known.get(name, ())) != 1:
        raise UnreadableError(name)
    return known[name][0]


def _filled(said: Any, known: dict[str, list[Any]]) -> Any:
    match said:
        case {"value": str(name)} if len(said) == 1:
            return _value(name, known)
        case dict():
            return {key: _filled(each, known) for key, each in said.items()}
        case list():
            return [_filled(each, known) for each in said]
        case str():
            return _BRACES.sub(lambda found: _part(found, known), said)
    return said


def _part(found: re.Match[str], known: dict[str, list[Any]]) -> str:
    if found[0] in ("{{", "}}"):
        return found[0][0]
    if found[1] is None or found[1] not in known:  # in a text that reads no values, such as a description
        return found[0]
    value = _value(found[1], known)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _retired(said: dict[str, Any], stacks: Iterable[str]) -> bool:
    """Whether it is retired in all stacks. A bucket of each stack, retired in one, becomes the bucket of that one."""
    names = said["retired"]
    if said.get("s3", {}).get("stack") == "each" and len(names) == 1:
        said["s3"]["stack"] = names[0]
    elif set(names) != set(stacks):
        raise UnreadableError("retired")
    return True


def _only(parts: list[dict[str, Any]], name: str, stacks: dict[str, Any]) -> str:
    """The one stack that uses a bucket of each stack."""
    defaults = next((part["defaults"] for part in parts if "defaults" in part), {})
    using = {
        stack
        for part in parts
        for point in part.get("capture_points", {}).values()
        if name in sent(point.get("destinations", defaults.get("destinations", ())))
        for stack in recorded_in(point, defaults, stacks)
    }
    if len(using) != 1:
        raise UnreadableError("each")
    return next(iter(using))
