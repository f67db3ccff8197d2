"""The values of arguments as Terraform compares them, with references followed as far as they lead.

Two specs may write one value in two ways (a literal, a reference, another order of tags); `normal` makes them equal.
A value that only Terraform knows is a `Symbol`, which equals itself; a value that does not exist yet, because its
resource is still to be created, is `Unknown`, and equals nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from gen_flowlogs.dataclass import dataclass, field, fields, is_dataclass
from gen_flowlogs.hcl import Call, Interpolation, Map, Ref


@dataclass(frozen=True, slots=True)
class Symbol:
    """A value that does not change by itself: a variable, a lookup, the id of something that stays."""

    identity: object
    shown: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Unknown:
    """An attribute of a resource that Terraform is still to create."""

    address: str


@dataclass(frozen=True, slots=True)
class Text:
    """Text with symbols in it."""

    parts: tuple[str | Symbol | Unknown, ...]


@dataclass(frozen=True, slots=True)
class Object:
    """Keys and values, sorted by key."""

    items: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Values in an order that counts."""

    items: tuple[Value, ...]


Value = str | int | float | bool | None | Symbol | Unknown | Text | Object | Listing
Resolver = Callable[[Ref], Value]


def normal(value: object, resolve: Resolver) -> Value:
    """Normalise the value of an argument. `resolve` follows references. Raises TypeError for any other object."""
    match value:
        case Ref():
            return resolve(value)
        case str():
            return str.__str__(value)
        case None | bool() | int() | float():
            return value
        case Interpolation(parts):
            return text(resolve(part) if isinstance(part, Ref) else part for part in parts)
        case tuple():
            return Listing(tuple(normal(each, resolve) for each in value))
        case Map(items):
            return _object((key, normal(each, resolve)) for key, each in items)
        case Call(name, args):
            return _call(name, tuple(normal(each, resolve) for each in args))
        case _ if is_dataclass(value):
            given = ((each.name, normal(getattr(value, each.name), resolve)) for each in fields(value))
            return _object((name, each) for name, each in given if each is not None)
    raise TypeError(value)


def _object(items: Iterable[tuple[str, Value]]) -> Object:
    return Object(tuple(sorted(items, key=lambda item: item[0])))


def _call(name: str, args: tuple[Value, ...]) -> Value:
    match name, args:
        case "jsonencode", (only,):
            return _policy(only)
        case "join", (str(between), Listing(several)):
            return text([piece for each in several for piece in (between, each)][1:])
        case "toset", (only,):
            return only
        case "tomap" | "values", (Symbol(identity, shown),):
            return Symbol((name, identity), shown)
    raise TypeError(name)


def text(parts: Iterable[Value]) -> Value:
    """Join parts into the simplest value that is equal to them."""
    flat: list[str | Symbol | Unknown] = []
    for part in _pieces(parts):
        if isinstance(part, str) and flat and isinstance(flat[-1], str):
            flat[-1] += part
        elif part != "":
            flat.append(part)
    if not flat:
        return ""
    return flat[0] if len(flat) == 1 else Text(tuple(flat))


def _pieces(parts: Iterable[Value]) -> Iterator[str | Symbol | Unknown]:
    for part in parts:
        match part:
            case Text(inner):
                yield from inner
            case str() | Symbol() | Unknown():
                yield part
            case _:
                raise TypeError(part)


def _policy(value: Value) -> Value:
    """Normalise a policy as AWS does: the order of a list has no meaning, and a list of one is its item."""
    match value:
        case Object(items):
            return Object(tuple((key, _policy(each)) for key, each in items))
        case Listing((only,)):
            return _policy(only)
        case Listing(items):
            return Listing(tuple(sorted((_policy(each) for each in items), key=repr)))
    return value


def unknowns(value: Value) -> Iterator[Unknown]:
    """Every part of a value that does not exist yet."""
    match value:
        case Unknown():
            yield value
        case Text(parts):
            yield from (part for part in parts if isinstance(part, Unknown))
        case Object(items):
            for _, each in items:
                yield from unknowns(each)
        case Listing(items):
            for each in items:
                yield from unknowns(each)


def may_be_equal(one: Value, other: Value) -> bool:
    """Whether two values that are written differently can still turn out to be one: only Terraform knows."""
    match one, other:
        case (Object(items), Object(others)) if one != other:
            return _all_may_be_equal(items, others)
        case (Listing(items), Listing(others)) if one != other:
            return _lists_may_be_equal(items, others)
        case (Listing() | Object(), _) | (_, Listing() | Object()):
            return isinstance(one, Symbol) or isinstance(other, Symbol)
    match _parts(one), _parts(other):
        case (a, b) if not _symbols(a) and not _symbols(b):
            return False
        case (a, b) if _symbols(a) == _symbols(b):
            return False
        case (a, b) if not _symbols(a):
            return bool(_pattern(b).fullmatch("".join(map(str, a))))
        case (a, b) if not _symbols(b):
            return bool(_pattern(a).fullmatch("".join(map(str, b))))
    return True


def _all_may_be_equal(items: tuple[tuple[str, Value], ...], others: tuple[tuple[str, Value], ...]) -> bool:
    """Whether two objects can turn out to be one: they have the same keys, and each value that differs can."""
    return [key for key, _ in items] == [key for key, _ in others] and all(
        one == other or may_be_equal(one, other) for (_, one), (_, other) in zip(items, others, strict=True)
    )


def _lists_may_be_equal(items: tuple[Value, ...], others: tuple[Value, ...]) -> bool:
    """Whether two lists can turn out to be one; those of policies have no order."""
    left, right = [each for each in items if each not in others], [each for each in others if each not in items]
    return (
        len(items) == len(others)
        and all(
            any(may_be_equal(one, other) for other in many)
            for several, many in ((left, right), (right, left))
            for one in several
        )
        and bool(left or right)
    )


def _parts(value: Value) -> tuple[object, ...]:
    return value.parts if isinstance(value, Text) else ("" if value is None else value,)


def _symbols(parts: tuple[object, ...]) -> list[object]:
    return [part for part in parts if isinstance(part, Symbol | Unknown)]


def _pattern(parts: tuple[object, ...]) -> re.Pattern[str]:
    return re.compile("".join(".+" if isinstance(part, Symbol) else re.escape(str(part)) for part in parts))
