"""Terraform's operators. Values of different types are not compared: 0.11 finds them equal, later ones do not."""

from __future__ import annotations

import math
from typing import Final

from gen_flowlogs.observe.hcl.values import LARGEST, Missing, Value, failed, number, truth, unknown_in

_ORDERS: Final = ("<", "<=", ">", ">=")


def operate(operator: str, left: Value, right: Value) -> Value:
    """The value of an operation; of one with a single operand, that is `right`."""
    match operator:
        case "!":
            value = truth(right)
            return value if isinstance(value, Missing) else not value
        case "&&" | "||":
            return _both(operator, left, right)
        case "==" | "!=":
            equal = _equal(left, right)
            return equal if isinstance(equal, Missing) else equal == (operator == "==")
    first, second = number(0 if left is None else left), number(right)
    if isinstance(first, Missing) or isinstance(second, Missing):
        missing = first if isinstance(first, Missing) else second
        return missing if isinstance(missing, Missing) else failed("it is no number")
    return _ordered(operator, first, second) if operator in _ORDERS else _calculated(operator, first, second)


def _both(operator: str, left: Value, right: Value) -> Value:
    """One operand that decides is enough, as `false && …`."""
    decides = operator == "||"
    first, second = truth(left), truth(right)
    if first is decides or second is decides:
        return decides
    missing = next((each for each in (first, second) if isinstance(each, Missing)), None)
    return not decides if missing is None else Missing(missing.why, failed=missing.failed)


def _equal(left: Value, right: Value) -> bool | Missing:
    missing = unknown_in([left, right])
    if missing is not None:
        return Missing(missing.why, failed=missing.failed)
    if left is None or right is None:
        return left is right
    if _type(left) is not _type(right):
        return Missing("values of different types are compared")
    return left == right


def _type(value: Value) -> type:
    return float if isinstance(value, int) and not isinstance(value, bool) else type(value)


def _ordered(operator: str, left: float, right: float) -> Value:
    match operator:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
    return left >= right


def _calculated(operator: str, left: float, right: float) -> Value:
    match operator:
        case "+":
            found = left + right
        case "-":
            found = left - right
        case "*":
            found = left * right
        case "/" | "%" if right:
            found = left / right if operator == "/" else math.fmod(left, right)
        case _:
            return failed("the operation is not valid")
    if not abs(found) < LARGEST:
        return Missing("a number is too large")
    return int(found) if found == int(found) else found
