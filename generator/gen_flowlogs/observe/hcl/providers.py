"""Providers: the location that the configuration of a provider names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws import regions
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.observe.existing import Where
from gen_flowlogs.observe.hcl.evaluation import evaluate, plain
from gen_flowlogs.observe.hcl.syntax import Literal, Table

if TYPE_CHECKING:
    from gen_flowlogs.observe.hcl.evaluation import Scope
    from gen_flowlogs.observe.hcl.folders import Folder
    from gen_flowlogs.observe.hcl.syntax import Block, Expression
    from gen_flowlogs.observe.hcl.values import Value

_ACCOUNT = pattern(r"[0-9]{12}")
_ROLE = pattern(r"arn:aws[a-z-]*:iam::([0-9]{12}):role/.+")


def where(folder: Folder, name: str, scope: Scope) -> Where | None:
    """The location of the provider `aws` or `aws.ALIAS` of a folder; None where the folder does not configure it."""
    block = _configured(folder, name, scope)
    if block is None:
        return None
    region = _value(block, "region", scope)
    return located(_account(block, scope), region if isinstance(region, str) else None)


def default_tags(folder: Folder, name: str, scope: Scope) -> Value:
    """The tags that the provider gives to all that it makes; None where it has none, or none is configured."""
    block = _configured(folder, name, scope)
    inner = () if block is None else block.blocks_of("default_tags")
    return _value(inner[0], "tags", scope) if inner else None


def located(account: str | None, region: str | None) -> Where:
    """A location, with the partition of its region."""
    partition = regions.partition_of(region) if region else None
    return Where(account=account, region=region if partition else None, partition=partition)


def of_resource(block: Block, scope: Scope) -> str:
    """The provider that a resource names; also quoted, as in Terraform 0.11."""
    return _named(block.arguments["provider"].expression, scope) if "provider" in block.arguments else "aws"


def passed(call: Block, name: str) -> str | None:
    """The provider that a call passes as this one: without `providers` its own default; None where none is passed."""
    if "providers" not in call.arguments:
        return name if "." not in name else None
    table = call.arguments["providers"].expression
    for key, value in table.items if isinstance(table, Table) else ():
        written = str(key.value) if isinstance(key, Literal) else _dotted(key)
        if written == name:
            return value.value if isinstance(value, Literal) and isinstance(value.value, str) else _dotted(value)
    return name if "." not in name else None


def _configured(folder: Folder, name: str, scope: Scope) -> Block | None:
    type_, _, alias = name.partition(".")
    for entry in folder.of("provider", type_):
        block = folder.block(entry)
        if block is not None and _value(block, "alias", scope) == (alias or None):
            return block
    return None


def _dotted(expression: Expression) -> str:
    match expression:
        case Literal(str(text)):
            return text
    return getattr(getattr(expression, "of", None), "name", "aws") + "." + getattr(expression, "name", "")


def _named(expression: Expression, scope: Scope) -> str:
    if isinstance(expression, Literal):
        return str(expression.value)
    return plain(expression, scope) or "aws"


def _account(block: Block, scope: Scope) -> str | None:
    """The only account that is allowed, or that of the role which is assumed."""
    allowed = _value(block, "allowed_account_ids", scope)
    if isinstance(allowed, list) and len(allowed) == 1 and _is_account(allowed[0]):
        return str(allowed[0])
    for inner in block.blocks_of("assume_role"):
        role = _value(inner, "role_arn", scope)
        found = _ROLE.fullmatch(role) if isinstance(role, str) else None
        if found:
            return found[1]
    return None


def _is_account(value: Value) -> bool:
    return isinstance(value, (str, int)) and _ACCOUNT.fullmatch(str(value)) is not None


def _value(block: Block, name: str, scope: Scope) -> Value:
    return evaluate(block.arguments[name].expression, scope) if name in block.arguments else None
