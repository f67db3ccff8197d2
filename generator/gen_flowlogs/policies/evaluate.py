"""IAM's answer to a request: a policy and a request in, `allow`, `deny` or `silent` out.

Covers the part of IAM that `delivery` uses, as AWS describes it (IAM user guide, "Policy evaluation logic" and "IAM
JSON policy elements", read 2026-10). Any other operator, a policy variable and an abbreviated ARN raise `Unsupported`:
a checker that guesses is worse than none. An environment gives the string that each Terraform reference will be. The
module knows nothing of flow logs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from gen_flowlogs.dataclass import dataclass, field
from gen_flowlogs.hcl import Interpolation, Ref

if TYPE_CHECKING:
    from gen_flowlogs.hcl import Text
    from gen_flowlogs.policies import Condition, Policy, Principal, Statement

Environment = Mapping[str, str]
"""A reference's traversal (`data.aws_service.ec2.region`) → the string that it will be."""

Answer = Literal["allow", "deny", "silent"]

Attachment = Literal["identity", "trust", "resource"]
"""The use of a policy: as the permissions of a role, as its trust policy, or as the policy of a bucket or key."""


class Unsupported(Exception):  # noqa: N818 - a defect of ours, not a condition of the author's
    """A policy has an element that this evaluator does not understand."""


class Unresolved(KeyError):  # noqa: N818 - as above
    """A policy has a reference that the environment does not have."""


@dataclass(frozen=True, slots=True)
class Request:
    """One call. `principal` is a service's name, an ARN, or None for an unknown caller.

    The keys of `context` are condition keys (`aws:SourceAccount`); an absent key is not sent.
    """

    principal: str | None
    action: str
    resource: str
    context: Mapping[str, str] = field(default_factory=dict)


def decide(policy: Policy, request: Request, environment: Environment, *, attached: Attachment) -> Answer:
    """`deny` where any statement denies, else `allow` where any allows, else `silent`.

    An identity's policy is about its own identity, so the request's principal is not looked at; every other policy
    must name a principal. Raises `Unsupported` and `Unresolved`.
    """
    effects = {each.effect for each in policy.statements if _speaks(each, request, environment, attached)}
    if "Deny" in effects:
        return "deny"
    return "allow" if "Allow" in effects else "silent"


def resolve(text: Text, environment: Environment) -> str:
    """The text with its references replaced. Raises `Unresolved`."""
    match text:
        case Ref():
            if str(text) not in environment:
                raise Unresolved(str(text))
            return environment[str(text)]
        case Interpolation(parts=parts):
            return "".join(resolve(part, environment) for part in parts)
        case str():
            return text
    raise Unsupported(f"a text of type {type(text).__name__}")


def _speaks(statement: Statement, request: Request, environment: Environment, attached: Attachment) -> bool:
    """Whether the statement is about the request. Operators are checked first, so that an unknown one always raises."""
    for condition in statement.conditions:
        if condition.operator.removesuffix("IfExists") not in _OPERATORS:
            raise Unsupported(f'the operator "{condition.operator}"')
    return (
        _names(statement, request, environment, attached)
        and any(_like(each.lower(), request.action.lower()) for each in statement.actions)
        and all(_holds(each, request.context, environment) for each in statement.conditions)
        and _covers(statement, request, environment, attached)
    )


def _names(statement: Statement, request: Request, environment: Environment, attached: Attachment) -> bool:
    if attached == "identity":
        if statement.principal is not None:
            raise Unsupported("a principal in the policy of an identity")
        return True
    return statement.principal is not None and _is(statement.principal, request.principal, environment)


def _is(principal: Principal, caller: str | None, environment: Environment) -> bool:
    names = [resolve(each, environment) for each in principal.names]
    match principal.kind:
        case "*":
            return True
        case "Service":
            return caller in names
        case "AWS":
            return "*" in names or (caller is not None and any(_same_identity(each, caller) for each in names))
    raise Unsupported(f'a principal of kind "{principal.kind}"')


def _same_identity(name: str, caller: str) -> bool:
    """Whether a principal is the caller: an account, by number or root, is all of its identities; a name is itself."""
    if not caller.startswith("arn:"):
        return False  # a service
    partition, account = caller.split(":")[1], caller.split(":")[4]
    return name in (caller, account, f"arn:{partition}:iam::{account}:root")


def _covers(statement: Statement, request: Request, environment: Environment, attached: Attachment) -> bool:
    if attached == "trust":
        if statement.resources:
            raise Unsupported("a resource in a trust policy")
        return True
    return any(_covers_arn(_plain(each, environment), request.resource) for each in statement.resources)


def _covers_arn(pattern: str, resource: str) -> bool:
    if pattern == "*":
        return True
    if pattern.count(":") < 5:
        raise Unsupported(f'the resource "{pattern}"')
    return _arn_like(pattern, resource)


def _holds(condition: Condition, context: Mapping[str, str], environment: Environment) -> bool:
    """Whether any of the values fits; a key that is not sent fits only an operator that ends in `IfExists`."""
    operator = condition.operator.removesuffix("IfExists")
    sent = [value for key, value in context.items() if key.lower() == condition.key.lower()]
    if not sent:
        return operator != condition.operator
    return any(_OPERATORS[operator](_plain(each, environment), sent[0]) for each in condition.values)


def _plain(value: Text, environment: Environment) -> str:
    text = resolve(value, environment)
    if "${" in text:
        raise Unsupported(f'the policy variable in "{text}"')
    return text


def _equal(value: str, sent: str) -> bool:
    return value == sent


def _same_truth(value: str, sent: str) -> bool:
    return value.lower() == sent.lower()


def _like(pattern: str, text: str) -> bool:
    """`*` is any text, also none; `?` is one character."""
    if "*" not in pattern and "?" not in pattern:
        return pattern == text
    return _expression(pattern).fullmatch(text) is not None


def _arn_like(pattern: str, arn: str) -> bool:
    """Compare each of the six parts alone: a `*` does not match a colon, except in the last part."""
    patterns, parts = pattern.split(":", 5), arn.split(":", 5)
    return len(patterns) == len(parts) == 6 and all(map(_like, patterns, parts))


@lru_cache(maxsize=4096)
def _expression(pattern: str) -> re.Pattern[str]:
    wild = {"*": ".*", "?": "."}
    return re.compile("".join(wild.get(each) or re.escape(each) for each in pattern), re.DOTALL)


_OPERATORS: Mapping[str, Callable[[str, str], bool]] = {
    "StringEquals": _equal,
    "StringLike": _like,
    "ArnEquals": _arn_like,  # AWS: "ArnEquals and ArnLike behave identically"
    "ArnLike": _arn_like,
    "Bool": _same_truth,
}
