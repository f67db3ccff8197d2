"""Policy documents: the data source `aws_iam_policy_document` → the JSON that it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.observe.hcl import functions
from gen_flowlogs.observe.hcl.evaluation import evaluate
from gen_flowlogs.observe.hcl.expansion import blocks
from gen_flowlogs.observe.hcl.values import Missing, Value

if TYPE_CHECKING:
    from gen_flowlogs.observe.hcl.evaluation import Scope
    from gen_flowlogs.observe.hcl.syntax import Block

_LISTS: Final = {
    "actions": "Action",
    "not_actions": "NotAction",
    "resources": "Resource",
    "not_resources": "NotResource",
}
_BASES: Final = (
    "source_json",
    "override_json",
    "source_policy_documents",
    "override_policy_documents",
)


def document(block: Block, scope: Scope) -> Value:
    """The JSON of a data source. One that builds on other documents is not evaluated."""
    if any(_value(block, base, scope) not in (None, "", []) for base in _BASES):
        return Missing("a policy document that builds on others is not evaluated")
    statements = blocks(block, "statement", scope)
    if isinstance(statements, Missing):
        return statements
    made: list[Value] = [_statement(*each) for each in statements]
    missing = next((each for each in made if isinstance(each, Missing)), None)
    return missing or functions.call("jsonencode", [{"Version": "2012-10-17", "Statement": made}])


def _statement(block: Block, scope: Scope) -> Value:
    found: dict[str, Value] = {"Effect": _value(block, "effect", scope) or "Allow"}
    sid = _value(block, "sid", scope)
    if sid:
        found["Sid"] = sid
    for argument, name in _LISTS.items():
        listed = _value(block, argument, scope)
        if listed:
            found[name] = _one_or_all(listed)
    for type_, name in (("principals", "Principal"), ("not_principals", "NotPrincipal")):
        listed = _principals(block, type_, scope)
        if listed:
            found[name] = listed
    conditions = _conditions(block, scope)
    if conditions:
        found["Condition"] = conditions
    return found


def _principals(block: Block, type_: str, scope: Scope) -> Value:
    inner = blocks(block, type_, scope)
    if isinstance(inner, Missing):
        return inner
    found: dict[str, Value] = {}
    for each, its in inner:
        kind, identifiers = _value(each, "type", its), _value(each, "identifiers", its)
        if isinstance(kind, Missing) or not isinstance(identifiers, list):
            return kind if isinstance(kind, Missing) else Missing("the identifiers of a principal are not known")
        if kind == "*" and identifiers == ["*"]:
            return "*"
        before = found.get(str(kind), [])
        found[str(kind)] = [*(before if isinstance(before, list) else [before]), *identifiers]
    return {kind: _one_or_all(each) for kind, each in found.items()}


def _conditions(block: Block, scope: Scope) -> Value:
    inner = blocks(block, "condition", scope)
    if isinstance(inner, Missing):
        return inner
    found: dict[str, dict[str, Value]] = {}
    for each, its in inner:
        test, variable = _value(each, "test", its), _value(each, "variable", its)
        if not isinstance(test, str) or not isinstance(variable, str):
            return Missing("a condition is not known")
        found.setdefault(test, {})[variable] = _one_or_all(_value(each, "values", its))
    return dict(found)


def _one_or_all(value: Value) -> Value:
    if isinstance(value, list) and len(value) == 1:
        return value[0]
    return value


def _value(block: Block, name: str, scope: Scope) -> Value:
    value = evaluate(block.arguments[name].expression, scope) if name in block.arguments else None
    return _variables(value)


def _variables(value: Value) -> Value:
    """A value in which `&{…}` of policy variables is `${…}`."""
    match value:
        case str():
            return value.replace("&{", "${")
        case list():
            return [_variables(each) for each in value]
    return value
