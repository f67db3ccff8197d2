"""Types of variables: a value and the type that its variable declares → the value as Terraform converts it."""

from __future__ import annotations

from typing import Final

from gen_flowlogs.observe.hcl.collections import unique
from gen_flowlogs.observe.hcl.syntax import Expression, FunctionCall, Literal, Name, Table
from gen_flowlogs.observe.hcl.values import Missing, Value, failed, number, text, truth

_TEXTUAL: Final = ("string", "number", "bool")


def is_textual(type_: Expression | None) -> bool:
    """Whether Terraform takes the text of `-var` as it is: for a primitive type, or none."""
    return type_ is None or _name(type_) in _TEXTUAL


def convert(value: Value, type_: Expression | None) -> Value:
    """A value as its variable has it. What a type says that is not known here changes nothing."""
    if value is None or isinstance(value, Missing):
        return value
    match _name(type_):
        case "string":
            return text(value)
        case "number":
            return number(value)
        case "bool":
            return truth(value)
    if not isinstance(type_, FunctionCall) or not type_.arguments:
        return value
    inner = type_.arguments[0]
    match type_.name, value:
        case (("list" | "set"), list()):
            converted = [convert(each, inner) for each in value]
            return unique(converted) if type_.name == "set" else converted
        case "map", dict():
            return {key: convert(each, inner) for key, each in value.items()}
        case "object", dict() if isinstance(inner, Table):
            return _object(value, inner)
        case (("list" | "set" | "map" | "object"), _):
            return failed("its value is not of its type")
    return value


def _object(value: dict[str, Value], table: Table) -> Value:
    found: dict[str, Value] = {}
    for key, type_ in table.items:
        name = str(key.value) if isinstance(key, Literal) else ""
        optional = isinstance(type_, FunctionCall) and type_.name == "optional"
        inner = type_.arguments[0] if isinstance(type_, FunctionCall) and optional else type_
        given = value.get(name)
        if given is None and isinstance(type_, FunctionCall) and optional and len(type_.arguments) > 1:
            default = type_.arguments[1]
            given = (
                default.value if isinstance(default, Literal) else Missing("the default of its type is not evaluated")
            )
        found[name] = convert(given, inner)
    return found


def _name(type_: Expression | None) -> str:
    """The word of a primitive type; quoted as in Terraform 0.11, too."""
    match type_:
        case Name(name):
            return name
        case Literal(str(name)):
            return name
    return ""
