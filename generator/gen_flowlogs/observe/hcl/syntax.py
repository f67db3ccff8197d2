"""Syntax of Terraform as data: the blocks of a file, and the expressions in them."""

from __future__ import annotations

from typing import TypeAlias

from gen_flowlogs.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Literal:
    """A value as it is written."""

    value: str | float | bool | None


@dataclass(frozen=True, slots=True)
class Template:
    """A string with expressions in it; one of a single expression is that expression, as Terraform has it."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """The first word of a traversal, such as `var` or `aws_vpc`."""

    name: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """`of.name`."""

    of: Expression
    name: str


@dataclass(frozen=True, slots=True)
class Index:
    """`of[key]`."""

    of: Expression
    key: Expression


@dataclass(frozen=True, slots=True)
class Splat:
    """`of[*]` and `of.*`, with the steps that are taken from each element."""

    of: Expression
    steps: tuple[str | Expression, ...]


@dataclass(frozen=True, slots=True)
class FunctionCall:
    """A call of a function. `spread`: its last argument is a list of arguments (`...`)."""

    name: str
    arguments: tuple[Expression, ...]
    spread: bool


@dataclass(frozen=True, slots=True)
class Conditional:
    """`condition ? yes : no`."""

    condition: Expression
    yes: Expression
    no: Expression


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator between two operands; one that is before its only operand has no `left`."""

    operator: str
    left: Expression | None
    right: Expression


@dataclass(frozen=True, slots=True)
class Listing:
    """`[…]`."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`{key = value}`."""

    items: tuple[tuple[Expression, Expression], ...]


@dataclass(frozen=True, slots=True)
class Comprehension:
    """`[for …]`, and with a key `{for …}`."""

    names: tuple[str, ...]
    of: Expression
    key: Expression | None
    value: Expression
    condition: Expression | None


@dataclass(frozen=True, slots=True)
class Unsupported:
    """An expression that no one evaluates here; `why` is a clause."""

    why: str


Expression: TypeAlias = (
    Literal
    | Template
    | Name
    | Attribute
    | Index
    | Splat
    | FunctionCall
    | Conditional
    | Operation
    | Listing
    | Table
    | Comprehension
    | Unsupported
)


@dataclass(frozen=True, slots=True)
class Argument:
    """The expression of an argument, and its line in the file."""

    expression: Expression
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block: its labels, arguments and the blocks in it. `line` is that of its head."""

    type: str
    labels: tuple[str, ...] = ()
    arguments: dict[str, Argument]
    blocks: tuple[Block, ...] = ()
    line: int

    def blocks_of(self, type_: str) -> tuple[Block, ...]:
        """The blocks in it of one type, without dynamic ones."""
        return tuple(each for each in self.blocks if each.type == type_)
