"""A policy as Terraform has it (`jsonencode({…})`) → the policy as data, so that what is generated can be judged.

The way back from `gen_flowlogs.policies.document`, which alone writes them: no other document is understood, and one
that says more than a `Policy` can hold raises ValueError instead of losing it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from gen_flowlogs.hcl import Call, Interpolation, Map, Ref
from gen_flowlogs.policies import Condition, Policy, Principal, Statement, document

if TYPE_CHECKING:
    from gen_flowlogs.hcl import Text


def read(call: Call) -> Policy:
    """The policy that `document` turned into this call. Raises ValueError for any other call."""
    match call:
        case Call("jsonencode", (Map((("Version", "2012-10-17"), ("Statement", tuple(statements)))),)):
            policy = Policy(tuple(_statement(dict(_items(each))) for each in statements))
        case _:
            raise ValueError(f"no policy: {call}")
    if document(policy) != call:
        raise ValueError(f"more than a policy can hold: {call}")
    return policy


def _statement(items: dict[str, object]) -> Statement:
    sid, effect = items.get("Sid"), items.get("Effect")
    if not (sid is None or isinstance(sid, str)) or effect not in ("Allow", "Deny"):
        raise ValueError(f"no statement: {items}")
    given: Literal["Allow", "Deny"] = "Deny" if effect == "Deny" else "Allow"
    return Statement(
        sid,
        tuple(str(each) for each in _some(items.get("Action", ()))),
        _some(items.get("Resource", ())),
        _principal(items["Principal"]) if "Principal" in items else None,
        tuple(
            Condition(operator, key, _some(values))
            for operator, keys in _items(items.get("Condition", Map(())))
            for key, values in _items(keys)
        ),
        given,
    )


def _principal(value: object) -> Principal:
    match value:
        case "*":
            return Principal("*", ("*",))
        case Map((("Service", names),)):
            return Principal("Service", _some(names))
        case Map((("AWS", names),)):
            return Principal("AWS", _some(names))
    raise ValueError(f"no principal: {value}")


def _items(value: object) -> tuple[tuple[str, object], ...]:
    if not isinstance(value, Map):
        raise ValueError(f"no object: {value}")  # noqa: TRY004 - it is a wrong document, whatever its type
    return value.items


def _some(value: object) -> tuple[Text, ...]:
    """One value that stands alone, or several in a list."""
    values = value if isinstance(value, tuple) else (value,)
    texts = tuple(each for each in values if isinstance(each, str | Ref | Interpolation))
    if len(texts) != len(values):
        raise ValueError(f"no text: {value}")
    return texts
