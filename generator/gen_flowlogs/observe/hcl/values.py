"""Values of expressions: plain data, and `Missing` for what only a plan or an apply knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping


LONGEST: Final = 200_000  # characters of a string, items of a list
LARGEST: Final = 10**18


@dataclass(frozen=True, slots=True)
class Symbol:
    """A traversal in the terms of one module: `aws_vpc.main.id` in the root module (``), or in `module.network`."""

    module: str
    traversal: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A value that is not known here.

    `why` is a clause and holds no value. `symbol`: the traversal that is this value. `near`: a text like the value,
    with `*` for an account or a region that is not known. `failed`: Terraform would refuse the expression, so that
    `try` goes on.
    """

    why: str
    symbol: Symbol | None = None
    near: str | None = None
    failed: bool = False


class Thing(Protocol):
    """A resource, a data source or a module call of one instance, whose attributes are asked for one by one."""

    def get(self, name: str) -> Value:
        """The value of an attribute or an output."""


Value: TypeAlias = "str | float | bool | list[Value] | dict[str, Value] | Missing | Thing | None"


TOO_LARGE: Final = Missing("it is too large")


def failed(why: str) -> Missing:
    """The value of an expression that Terraform refuses."""
    return Missing(why, failed=True)


def unknown_in(value: Value) -> Missing | None:
    """The first part of a value that is not known."""
    waiting = [value]
    for each in waiting:
        match each:
            case Missing():
                return each
            case list():
                waiting += each
            case dict():
                waiting += each.values()
            case None | str() | bool() | int() | float():
                pass
            case _:
                return Missing("it is a whole resource")
        if len(waiting) > LONGEST:
            return TOO_LARGE
    return None


def text(value: Value) -> str | Missing:
    """A value in a template."""
    match value:
        case Missing() | str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | float() if abs(value) < LARGEST:
            return str(int(value)) if value == int(value) else repr(value)
        case None:
            return failed("it is null")
    return failed("it is no string")


def number(value: Value) -> float | Missing:
    """A value where Terraform expects a number."""
    match value:
        case Missing():
            return value
        case bool():
            return failed("it is no number")
        case int() | float():
            return value
        case str():
            try:
                return int(value[:30]) if value.lstrip("-").isdecimal() else float(value[:30])
            except ValueError:
                return failed("it is no number")
    return failed("it is no number")


def integer(value: Value) -> int | Missing:
    """A value where Terraform expects an integer."""
    found = number(value)
    if isinstance(found, Missing):
        return found
    return int(found) if abs(found) < LARGEST and found == int(found) else failed("it is no integer")


def truth(value: Value) -> bool | Missing:
    """A value where Terraform expects a bool; 1 and 0 are those of 0.11."""
    match value:
        case Missing() | bool():
            return value
        case "true" | "1" | 1:
            return True
        case "false" | "0" | 0:
            return False
    return failed("it is no bool")


def joined(parts: list[str | Missing]) -> str | Missing:
    """Strings one after the other."""
    missing = next((each for each in parts if isinstance(each, Missing)), None)
    if missing is None:
        whole = "".join(each for each in parts if isinstance(each, str))
        return whole if len(whole) <= LONGEST else Missing("it is too long")
    near = [each.near if isinstance(each, Missing) else each for each in parts]
    known = [each for each in near if each is not None]
    return Missing(
        missing.why,
        near="".join(known)[:LONGEST] if len(known) == len(near) else None,
        failed=missing.failed,
    )


def strings(value: Value) -> Mapping[str, str] | Missing:
    """A value where Terraform expects a map of strings, such as tags; null is empty, and so is a null in it."""
    if value is None:
        return {}
    if isinstance(value, Missing):
        return value
    if not isinstance(value, dict):
        return failed("it is no map")
    found: dict[str, str] = {}
    for key, each in value.items():
        if each is not None:
            known = text(each)
            if isinstance(known, Missing):
                return known
            found[key] = known
    return found


def named(value: Value, symbol: Symbol | None) -> Value:
    """A value; one that is not known, and no resource has it, is named by the traversal that leads to it."""
    if isinstance(value, Missing) and value.symbol is None:
        return Missing(value.why, symbol, value.near, value.failed)
    return value
