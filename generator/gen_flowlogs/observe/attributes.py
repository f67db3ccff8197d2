"""Attributes of a resource of Terraform as JSON has them → values of the types that `Existing` has.

JSON from elsewhere may have anything anywhere: what has another type than the provider gives it becomes an `Unknown`
that says so, and so does what is sensitive or not known before an apply.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.observe.existing import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Attributes = dict[str, object]
"""Name → value; an `Unknown` where it may not be shown, or nobody knows it yet."""

SENSITIVE: Final = Unknown("the state marks this value as sensitive")
LATER: Final = Unknown("it is known only after an apply")


def text(values: Mapping[str, object], name: str) -> str | Unknown | None:
    """A text; None where it is empty or absent."""
    value = values.get(name)
    if value is None or value == "":
        return None
    return value if isinstance(value, (str, Unknown)) else _wrong(name, "a string")


def known(values: Mapping[str, object], name: str) -> str | None:
    """A text that is known; None for any other value."""
    value = values.get(name)
    return value if isinstance(value, str) and value else None


def number(values: Mapping[str, object], name: str) -> int | Unknown | None:
    """A whole number, also one that a text holds; None where it is absent."""
    value = values.get(name)
    if value is None or isinstance(value, Unknown):
        return value
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < _MOST_DIGITS:
        return int(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**_MOST_DIGITS:
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**_MOST_DIGITS:
        return value
    return _wrong(name, "an integer")


_MOST_DIGITS: Final = 18


def flag(values: Mapping[str, object], name: str) -> bool | None:
    """A boolean; None for any other value."""
    value = values.get(name)
    return value if isinstance(value, bool) else None


def tags(values: Mapping[str, object], name: str) -> dict[str, str] | Unknown | None:
    """A map of texts; None where it is absent."""
    value = values.get(name)
    if value is None or isinstance(value, Unknown):
        return value
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        return _wrong(name, "a map of texts")
    return value


def blocks(values: Mapping[str, object], name: str) -> tuple[Mapping[str, object], ...] | Unknown:
    """The nested blocks of a name."""
    value = values.get(name)
    if value is None:
        return ()
    if isinstance(value, Unknown):
        return value
    if isinstance(value, list) and all(isinstance(each, dict) for each in value):
        return tuple(value)
    return _wrong(name, "a list of blocks")


def texts(value: object) -> tuple[str, ...]:
    """The texts of a list; none of any other value."""
    return tuple(each for each in value if isinstance(each, str) and each) if isinstance(value, list) else ()


def mapping(value: object) -> dict[str, object]:
    """A mapping; an empty one for any other value."""
    return value if isinstance(value, dict) else {}


def mappings(value: object) -> Iterator[dict[str, object]]:
    """The mappings of a list; none of any other value."""
    return (each for each in (value if isinstance(value, list) else ()) if isinstance(each, dict))


def holds_true(marks: object) -> bool:
    """Whether a tree of marks, as `sensitive_values` and `after_unknown` are, has one that is set."""
    waiting = [marks]
    for mark in waiting:
        if mark is True:
            return True
        if isinstance(mark, dict):
            waiting += mark.values()
        elif isinstance(mark, list):
            waiting += mark
    return False


def _wrong(name: str, what: str) -> Unknown:
    return Unknown(f"its `{name}` is not {what}")
