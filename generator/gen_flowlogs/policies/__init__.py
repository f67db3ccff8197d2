"""IAM policies as data, and their form as Terraform's `jsonencode(…)`.

`delivery` has the policies that AWS's log delivery needs, one function each; a `Location` is the account and region
that they are for. The package knows neither resources nor files.
"""

from __future__ import annotations

from typing import Literal

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.hcl import Call, Map, Text


@dataclass(frozen=True, slots=True)
class Principal:
    """The principal of a statement: `("Service", …)`, `("AWS", …)`, or `("*", ("*",))` for every caller."""

    kind: Literal["Service", "AWS", "*"]
    names: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """`operator` (`StringEquals`, `ArnLike`, …) of `key` against any of `values`."""

    operator: str
    key: str
    values: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. `principal` is None in an identity's policy, `resources` is empty in a trust policy."""

    sid: str | None
    actions: tuple[str, ...]
    resources: tuple[Text, ...] = ()
    principal: Principal | None = None
    conditions: tuple[Condition, ...] = ()
    effect: Literal["Allow", "Deny"] = "Allow"


@dataclass(frozen=True, slots=True)
class Policy:
    """A whole policy document."""

    statements: tuple[Statement, ...]


def document(policy: Policy) -> Call:
    """The policy as Terraform writes it: `jsonencode({…})`."""
    return Call("jsonencode", (content(policy),))


def content(policy: Policy) -> Map:
    """The policy as a Terraform object, in the spelling of IAM's JSON."""
    return Map((("Version", "2012-10-17"), ("Statement", tuple(_statement(each) for each in policy.statements))))


def _statement(statement: Statement) -> Map:
    items: list[tuple[str, object]] = []
    if statement.sid is not None:
        items.append(("Sid", statement.sid))
    items.append(("Effect", statement.effect))
    if statement.principal is not None:
        everybody = statement.principal.kind == "*"
        items.append(
            ("Principal", "*" if everybody else Map(((statement.principal.kind, _some(statement.principal.names)),)))
        )
    items.append(("Action", _some(statement.actions)))
    if statement.resources:
        items.append(("Resource", _some(statement.resources)))
    if statement.conditions:
        items.append(("Condition", _conditions(statement.conditions)))
    return Map(tuple(items))


def _conditions(conditions: tuple[Condition, ...]) -> Map:
    """Conditions of one operator share its object, in the order in which operators first appear."""
    operators: dict[str, list[tuple[str, object]]] = {}
    for condition in conditions:
        operators.setdefault(condition.operator, []).append((condition.key, _some(condition.values)))
    return Map(tuple((operator, Map(tuple(keys))) for operator, keys in operators.items()))


def _some(values: tuple[Text, ...]) -> object:
    """One value alone, or several in a list, as IAM writes them."""
    return values[0] if len(values) == 1 else values
