"""Policies that exist, as IAM's JSON → statements as data, and their answer to a request.

Others wrote these policies, so that they may hold elements that `Statement` has no place for, or conditions that
`evaluate` does not understand. A statement with one is `NotUnderstood`, and an answer that depends on it is `unknown`:
what is said of somebody else's policy must be certain.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, Literal

from gen_flowlogs.dataclass import dataclass, replace
from gen_flowlogs.policies import Condition, Policy, Principal, Statement
from gen_flowlogs.policies.evaluate import Unresolved, Unsupported, decide

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gen_flowlogs.policies.evaluate import Attachment, Request

_ELEMENTS: Final = frozenset({"Sid", "Effect", "Principal", "Action", "Resource", "Condition"})

_EFFECTS: Final[Mapping[str, Literal["Allow", "Deny"]]] = {"Allow": "Allow", "Deny": "Deny"}


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A statement with an element that is not known here. `effect` is None where it has none."""

    effect: Literal["Allow", "Deny"] | None


Read = Statement | NotUnderstood


def parse(text: str) -> tuple[Read, ...]:
    """The statements of a document; one with principals of several types is several. ValueError for no policy."""
    try:
        document = json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    listed = document.get("Statement") if isinstance(document, dict) else None
    statements = [listed] if isinstance(listed, dict) else listed
    if not isinstance(statements, list) or not all(isinstance(each, dict) for each in statements):
        raise ValueError("no list of statements")
    return tuple(part for each in statements for part in _statement(each))


def _statement(of: Mapping[str, object]) -> Iterator[Read]:
    effect = _EFFECTS.get(str(of.get("Effect")))
    actions, resources = _texts(of.get("Action")), _texts(of.get("Resource", ()))
    conditions = _conditions(of.get("Condition", {}))
    if effect is None or not actions or resources is None or conditions is None or not of.keys() <= _ELEMENTS:
        yield NotUnderstood(effect)
        return
    sid = of.get("Sid")
    statement = Statement(
        sid=sid if isinstance(sid, str) else None,
        actions=actions,
        resources=resources,
        conditions=conditions,
        effect=effect,
    )
    if "Principal" not in of:
        yield statement
        return
    for principal in _principals(of["Principal"]):
        yield NotUnderstood(effect) if principal is None else replace(statement, principal=principal)


def _principals(value: object) -> Iterator[Principal | None]:
    """The principals of a statement, each type by itself; None for one of a type that is not known here."""
    if value == "*":
        yield Principal("*", ("*",))
    elif isinstance(value, dict):
        for kind, names in value.items():
            texts = _texts(names)
            if texts is None:
                yield None
            elif kind == "Service":
                yield Principal("Service", texts)
            elif kind == "AWS":
                yield Principal("AWS", texts)
            else:
                yield None
    else:
        yield None


def _conditions(value: object) -> tuple[Condition, ...] | None:
    if not isinstance(value, dict):
        return None
    found: list[Condition] = []
    for operator, keys in value.items():
        for key, values in keys.items() if isinstance(keys, dict) else ((None, None),):
            texts = _texts(values)
            if key is None or texts is None:
                return None
            found.append(Condition(operator, key, texts))
    return tuple(found)


def _texts(value: object) -> tuple[str, ...] | None:
    """One string that stands alone, or several in a list; IAM takes booleans and numbers for strings."""
    values = value if isinstance(value, (list, tuple)) else [value]
    if not all(isinstance(each, (str, bool, int)) for each in values):
        return None
    return tuple(str(each).lower() if isinstance(each, bool) else str(each) for each in values)


def answer(
    statements: Sequence[Read], request: Request, *, attached: Attachment
) -> Literal["allow", "deny", "silent", "unknown"]:
    """The answer of all statements together, as far as it is certain.

    The context of the request has the condition keys that are known; a condition on another one is not understood.
    """
    said = {_said(each, request, attached) for each in statements}
    if "deny" in said:
        return "deny"
    if "may deny" in said:
        return "unknown"
    if "allow" in said:
        return "allow"
    return "unknown" if "may allow" in said else "silent"


def _said(statement: Read, request: Request, attached: Attachment) -> str:
    maybe = "may deny" if statement.effect == "Deny" else "may allow"
    if isinstance(statement, NotUnderstood):
        return maybe
    try:
        if decide(Policy((replace(statement, conditions=()),)), request, {}, attached=attached) == "silent":
            return "silent"
        known = {each.lower() for each in request.context}
        if not all(each.key.lower() in known for each in statement.conditions):
            return maybe
        return decide(Policy((statement,)), request, {}, attached=attached)
    except (Unsupported, Unresolved):
        return maybe
