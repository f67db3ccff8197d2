"""A plain scalar → its value by the core schema of YAML 1.2, and what other readers would take it for.

Numbers are decimal and start with no needless zero, so that an account id stays as written; what is left of YAML 1.1
(`on`, `012`, `1:30`, a date) is text here, and named, because many tools and editors still read it otherwise.
Sources: https://yaml.org/spec/1.2.2/#103-core-schema and https://yaml.org/type/ (YAML 1.1), read 2025-11.
"""

from __future__ import annotations

import math
from typing import TypeAlias

from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.source.normal_form import normal

Scalar: TypeAlias = str | int | float | bool | None

WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}

LONGEST_NUMBER = 300
"""Digits. What is longer fits no double and is slow to convert; it stays text."""

_INTEGER = pattern(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT = pattern(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")

_SPELLED = {
    **{
        spelling: "a boolean"
        for word in ("y", "n", "yes", "no", "on", "off")
        for spelling in (word, word.title(), word.upper())
    },
    "=": "a default value",
    "<<": "a merge key",
}

_SHAPES = (
    ("a date", pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")),
    (
        "a date",
        pattern(
            r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?"
            r"(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?"
        ),
    ),
    ("an octal number", pattern(r"[-+]?0[0-7_]+|[-+]?0o[0-7]+")),
    ("a hexadecimal number", pattern(r"[-+]?0x[0-9a-fA-F_]+")),
    ("a binary number", pattern(r"[-+]?0b[01_]+")),
    (
        "a number in base 60",
        pattern(r"[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*"),
    ),
    (
        "a number",
        pattern(r"[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?"),
    ),
    ("infinity", pattern(r"[-+]?\.(?:inf|Inf|INF)")),
    ("no number", pattern(r"\.(?:nan|NaN|NAN)")),
)

_NUMERIC = frozenset("+-.0123456789")


class WrittenFloat(float):
    """A number that is written otherwise than Python writes it, such as `1.10`; `text` is as the author wrote it."""

    __slots__ = ("text",)
    text: str

    @classmethod
    def of(cls, text: str) -> float:
        """The number of a text."""
        value = cls(text)
        value.text = text
        return float(value) if repr(float(value)) == text else value


def resolve(text: str) -> tuple[Scalar, str | None]:
    """The value of a plain scalar, and what other readers take it for where that is something else."""
    if text in WORDS:
        return WORDS[text], None
    if text[0] in _NUMERIC:
        return _number(text)
    return normal(text), _SPELLED.get(text)


def _number(text: str) -> tuple[Scalar, str | None]:
    if _FLOAT.fullmatch(text):
        if len(text) > LONGEST_NUMBER:
            return text, "a number"
        if _INTEGER.fullmatch(text):
            return int(text), None
        value = WrittenFloat.of(text)
        return (text, "infinity") if math.isinf(value) else (value, None)
    return normal(text), next((words for words, shape in _SHAPES if shape.fullmatch(text)), None)
