"""Advice about Terraform's expressions in texts, where a `ref` or a `var` stands for them, or nothing can.

Comes in: a text that does not fit, and the key of its place. Goes out: the end of a message, or nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import givens
from gen_flowlogs.hcl import recognition
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.diagnostics import Path

STORES: Mapping[str, str] = {"log_group": "name", "bucket": "bucket"}
"""Key of the name of a log group or bucket → the attribute that has it in Terraform."""

_ROLE_ARN = pattern(r"arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]{1,512}")
_ROLE_NAME = pattern(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_LOCAL = "give the result a name in `locals` of your own and write `{ref: local.NAME}`"


def instead(value: str) -> str:
    """Offer `ref` or `var`, at a place that takes them."""
    traversal = recognition.reference(value)
    if traversal is None:
        return f"; `${{…}}` is not read here; {_LOCAL}" if "${" in value else ""
    what = "variable" if traversal.startswith("var.") else "Terraform reference"
    return f"; for a {what} write `{recognition.mapping(traversal)}`"


def role(value: str) -> str:
    """The mapping of a role that a text names: an expression, an ARN or a name."""
    traversal = recognition.reference(value)
    if traversal is not None:
        return f"{{arn: {recognition.mapping(traversal)}}}"
    if _ROLE_ARN.fullmatch(value):
        return f'{{arn: "{value}"}}'
    return f"{{name: {value}}}" if _ROLE_NAME.fullmatch(value) else "{name: …}` or `role: {arn: …}"


def in_list(value: str, key: str) -> str:
    """Offer `ref` in the place of a whole list of ids."""
    if not recognition.holds_expression(value):
        return ""
    return (
        f"; a list has literal ids alone; name the list of them in `locals` of your own and write "
        f"`{key}: {{ref: local.NAME}}`"
    )


def of_store(value: str, key: str) -> str:
    """Advise about the name of a log group or bucket, which is literal unless it exists already."""
    traversal = recognition.reference(value)
    if traversal is not None:
        what = "log group" if key == "log_group" else "bucket"
        form = (
            f"arn: {recognition.mapping(traversal)}"
            if traversal.endswith(".arn")
            else f"{key}: {recognition.mapping(traversal)}"
        )
        return f"; of a {what} that exists already write `{form}` beside `existing: true`; else write a name"
    return literal(value)


def literal(value: str) -> str:
    """Advise about a text that is written into Terraform as it is."""
    if not recognition.holds_expression(value):
        return ""
    return f"; Terraform's expressions are not read here; {givens.literally(value)}"


def refused(value: object, path: Path) -> str:
    """Explain why a mapping with `ref` or `var` cannot stand where only a literal can."""
    if not isinstance(value, dict) or not {"ref", "var"} & value.keys():
        return ""
    if isinstance(path[-1], int):
        return f": a list has literals alone; a reference or a variable is the whole of {quoted(path[-2])}, if any"
    key = path[-1]
    if key in STORES:
        return ": only the name of one that exists already can be a reference, beside `existing: true`"
    if key == "name":
        return ": the name of a created role is literal; for a role of yours write `role: {arn: …}`"
    return f": {quoted(key)} is literal, and takes no `ref` or `var`"
