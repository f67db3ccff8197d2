"""Types for all that HCL distinguishes: a label, reference or type is legal because its constructor accepted it.

A plain `str`, `bool`, `int`, `float` or `tuple` is a literal; everything else is one of the types below. Constructors
raise ValueError. Nothing here writes text; `writer` does.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import ClassVar, Self

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.lazy_pattern import pattern

_IDENTIFIER = r"[A-Za-z_][A-Za-z0-9_-]*"
_ANY_IDENTIFIER = pattern(r"[^\W\d][\w-]*")  # those of somebody else may have letters of any script
_INDEX = r'\[(?:0|[1-9][0-9]*|\*|"[ !#&-\[\]-~]+")\]'  # in quotes: printable ASCII that needs no escape
_BEFORE_NAME = pattern(rf"(?:data\.{_IDENTIFIER}|local|var)\.")


class _Token(str):
    """Text that stands in HCL as it is, or nearly. Equal only to a token of its own type with the same text."""

    __slots__ = ()
    _grammar: ClassVar[re.Pattern[str]]
    _what: ClassVar[str]

    def __new__(cls, text: str) -> Self:
        if not cls._grammar.fullmatch(text):
            raise ValueError(f"{text!r} is no {cls._what}")
        return str.__new__(cls, text)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__


class Label(_Token):
    """A label of a block: `"core__central"` in `resource "aws_flow_log" "core__central" {`. Written in quotes."""

    __slots__ = ()
    _grammar = pattern(_IDENTIFIER)
    _what = "label of a block"


class Name(_Token):
    """The name of an attribute that is not known beforehand (in `locals`, in a backend). Written bare."""

    __slots__ = ()
    _grammar = pattern(_IDENTIFIER)
    _what = "name of an attribute"


class Argument(_Token):
    """An argument of the block that names it, in `ignore_changes`. Written bare."""

    __slots__ = ()
    _grammar = pattern(_IDENTIFIER)
    _what = "argument of a block"


class Ref(_Token):
    """A traversal: `aws_iam_role.central.arn`, `module.network["a"].vpc_id`, `each.value`. Written bare."""

    __slots__ = ()
    _grammar = pattern(rf"{_IDENTIFIER}(?:{_INDEX})*\.(?:{_IDENTIFIER}|\*)(?:\.(?:{_IDENTIFIER}|\*)|{_INDEX})*")
    _what = "reference to a Terraform object"


class Own(Ref):
    """A traversal to a data source, local value or variable of the output itself: `local.core`. Written as a Ref.

    A file of the author's may have the same name; `prefixed` makes another one of it.
    """

    __slots__ = ()
    _what = "reference to a Terraform object of the output"

    def prefixed(self, prefix: str) -> Ref:
        """The traversal with a prefix before the name: `local.flowlogs_net__core`."""
        return Ref(_BEFORE_NAME.sub(lambda found: found[0] + prefix, self, count=1))


class Type(_Token):
    """The type of a variable: `string`, `set(string)`. Written bare."""

    __slots__ = ()
    _grammar = pattern(r"string|number|bool|any|(?:list|set|map)\((?:string|number|bool|any)\)")
    _what = "type of a variable"


class Comment(_Token):
    """Any text, as lines that each start with `# `."""

    __slots__ = ()
    _grammar = pattern(r"(?s:.*)")
    _what = "comment"


@dataclass(frozen=True, slots=True)
class Interpolation:
    """A string with references in it: `"${aws_cloudwatch_log_group.central.arn}:*"`. Made by `interpolate`."""

    parts: tuple[str | Ref, ...]

    def __post_init__(self) -> None:
        literal = [type(part) is str for part in self.parts]
        if len(literal) < 2 or all(literal) or (True, True) in pairwise(literal):
            raise ValueError("an interpolation has references and the text between them: call interpolate()")


@dataclass(frozen=True, slots=True)
class Map:
    """Keys and values in the order in which they are written. Keys are literals and differ."""

    items: tuple[tuple[str, object], ...]

    def __post_init__(self) -> None:
        for key, _ in self.items:
            if type(key) is not str:
                raise ValueError(f"a key of a map is a plain str: {self.items}")
        if len(self.items) > 1 and len(dict(self.items)) != len(self.items):
            raise ValueError(f"a map has a key twice: {[key for key, _ in self.items]}")


@dataclass(frozen=True, slots=True)
class Call:
    """A function call: `jsonencode({…})`, `toset([…])`."""

    name: str
    args: tuple[object, ...]

    def __post_init__(self) -> None:
        if not re.fullmatch(_IDENTIFIER, self.name):
            raise ValueError(f"{self.name!r} is no name of a function")


@dataclass(frozen=True, slots=True)
class Each:
    """An attribute of every instance of a resource: `{ for key, value in source : key => value.id }`."""

    source: Ref
    attribute: str

    def __post_init__(self) -> None:
        if type(self.source) is not Ref or not re.fullmatch(_IDENTIFIER, self.attribute):
            raise ValueError(f"no attribute {self.attribute!r} of each {self.source!r}")


@dataclass(frozen=True, slots=True)
class Indexed:
    """The address of a resource instance, with keys of any text: `module.a["b"].aws_flow_log.x[0]`. Written bare.

    `steps`: the names between its dots, each with its key.
    """

    steps: tuple[tuple[str, int | str | None], ...]

    def __post_init__(self) -> None:
        for name, key in self.steps:
            if not _ANY_IDENTIFIER.fullmatch(name):
                raise ValueError(f"{name!r} is no identifier")
            if isinstance(key, bool) or (isinstance(key, int) and key < 0):
                raise ValueError(f"{key!r} is no key of an instance")
        if len(self.steps) < 2:
            raise ValueError("an address has a type and a name")


Text = str | Ref | Interpolation
"""A string in Terraform: a literal, a reference, or both in a row."""


def interpolate(*parts: Text) -> Text:
    """Parts in a row, as the simplest value that says it: a str where all are text, a Ref where it stands alone."""
    flat: list[str | Ref] = []
    for part in parts:
        for piece in part.parts if isinstance(part, Interpolation) else (part,):
            if not isinstance(piece, Ref) and type(piece) is not str:
                raise ValueError(f"{piece!r} is neither text nor a Ref")
            if type(piece) is str and flat and type(flat[-1]) is str:
                flat[-1] += piece
            elif piece != "":
                flat.append(piece)
    if not flat:
        return ""
    return flat[0] if len(flat) == 1 else Interpolation(tuple(flat))
