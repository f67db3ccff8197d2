"""Terraform's functions of strings and numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.observe.hcl.values import LONGEST, Missing, Value, failed, integer, joined, number, text, truth

if TYPE_CHECKING:
    from collections.abc import Callable

_VERB = pattern(r"%%|%(0?[0-9]{0,2})([a-zA-Z])|%")


def _text(value: Value) -> str:
    if isinstance(value, (list, dict)) or value is None:
        raise TypeError
    found = text(value)
    if isinstance(found, Missing):
        raise TypeError
    return found


def formatted(arguments: list[Value]) -> Value:
    """`format` with the verbs that names are made with."""
    template, *rest = arguments
    waiting = list(rest)
    parts: list[str | Missing] = []
    at = 0
    if isinstance(template, Missing):
        return Missing(template.why, failed=template.failed)
    for found in _VERB.finditer(_text(template)):
        parts.append(_text(template)[at : found.start()])
        at = found.end()
        parts.append("%" if found[0] == "%%" else _formatted(found[1], found[2], waiting.pop(0)))
    parts.append(_text(template)[at:])
    return joined(parts)


def _formatted(width: str, verb: str, value: Value) -> str | Missing:
    match verb:
        case "s" | "v" if not width:
            return text(value)
        case "d":
            whole = integer(value)
            return whole if isinstance(whole, Missing) else f"{whole:{width}d}"
    return Missing(f"format with %{width}{verb} is not evaluated" if verb else "format is not valid")


def _join(arguments: list[Value]) -> Value:
    """`join`; of one element it is that element, also where it is not known."""
    separator, *lists = arguments
    items: list[Value] = []
    for each in lists:
        if not isinstance(each, list):
            raise TypeError
        items += each
    if len(items) == 1 and isinstance(items[0], Missing):
        return items[0]
    parts: list[str | Missing] = []
    for each in items:
        parts += [_text(separator), text(each)] if parts else [text(each)]
    return joined(parts)


def _replace(arguments: list[Value]) -> Value:
    whole, old, new = map(_text, arguments)
    if len(old) > 1 and old.startswith("/") and old.endswith("/"):
        return Missing("replace by a pattern is not evaluated")
    replaced = whole.replace(old, new) if len(whole) * (len(new) + 1) <= LONGEST * 10 else ""
    return replaced if len(replaced) <= LONGEST else failed("it is too long")


def _split(arguments: list[Value]) -> Value:
    separator, whole = map(_text, arguments)
    parts: list[Value] = []
    parts += whole.split(separator) if separator else list(whole)
    return parts


def _substr(arguments: list[Value]) -> Value:
    whole, start, length = _text(arguments[0]), integer(arguments[1]), integer(arguments[2])
    if isinstance(start, Missing) or isinstance(length, Missing):
        raise TypeError
    begin = start if start >= 0 else max(len(whole) + start, 0)
    return whole[begin:] if length < 0 else whole[begin : begin + length]


def _least(arguments: list[Value]) -> Value:
    return min(_numbers(arguments))


def _greatest(arguments: list[Value]) -> Value:
    return max(_numbers(arguments))


def _numbers(arguments: list[Value]) -> list[float]:
    found = [number(each) for each in arguments]
    known = [each for each in found if not isinstance(each, Missing)]
    if len(known) != len(found):
        raise TypeError
    return known


FUNCTIONS: Final[dict[str, Callable[[list[Value]], Value]]] = {
    "join": _join,
    "replace": _replace,
    "split": _split,
    "substr": _substr,
    "min": _least,
    "max": _greatest,
    "lower": lambda arguments: _text(arguments[0]).lower(),
    "upper": lambda arguments: _text(arguments[0]).upper(),
    "title": lambda arguments: re.sub(r"(?<!\w)\w", lambda found: found[0].upper(), _text(arguments[0])),
    "trimspace": lambda arguments: _text(arguments[0]).strip(),
    "trim": lambda arguments: _text(arguments[0]).strip(_text(arguments[1])),
    "chomp": lambda arguments: _text(arguments[0]).rstrip("\r\n"),
    "trimprefix": lambda arguments: _text(arguments[0]).removeprefix(_text(arguments[1])),
    "trimsuffix": lambda arguments: _text(arguments[0]).removesuffix(_text(arguments[1])),
    "startswith": lambda arguments: _text(arguments[0]).startswith(_text(arguments[1])),
    "endswith": lambda arguments: _text(arguments[0]).endswith(_text(arguments[1])),
    "tostring": lambda arguments: None if arguments[0] is None else text(arguments[0]),
    "tonumber": lambda arguments: None if arguments[0] is None else number(arguments[0]),
    "tobool": lambda arguments: None if arguments[0] is None else truth(arguments[0]),
}
