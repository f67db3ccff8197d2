"""Terraform text → plain data, by python-hcl2, with its quirks taken out. Knows nothing of how we write Terraform.

python-hcl2 8 leaves the quotes on every string, label and quoted key, and its escapes and `$${` undecoded; it wraps
an expression in `${…}` unless it is a bare word; and it takes one attribute twice without a word, which is why the
judges also ask pygohcl. What it gives is turned into literals (str, int, bool, None, list, dict) and three things
that are no literals: `Expression`, `Template` and `Call`.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import hcl2

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_CALL = re.compile(r"([a-z0-9_]+)\((.*)\)", re.DOTALL)
_TOKEN = re.compile(
    r'\\(?P<plain>[nrt"\\])|\\u(?P<four>[0-9a-fA-F]{4})|\\U(?P<eight>[0-9a-fA-F]{8})|(?P<mark>\$\$|%%)(?=\{)|(?P<open>[$%]\{)'
)
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


@dataclass(frozen=True)
class Expression:
    """What Terraform evaluates, as it is written: `aws_iam_role.x.arn`, `string`, `{ for … }`."""

    text: str


@dataclass(frozen=True)
class Template:
    """A quoted string with an interpolation in it: its text between the quotes, as it is written."""

    text: str


@dataclass(frozen=True)
class Call:
    """A function of one argument, the argument decoded: `jsonencode({…})`, `toset([…])`."""

    name: str
    argument: Any


@dataclass(frozen=True)
class Block:
    """One block: what stands before its brace, its arguments, and the blocks in it."""

    type: str
    labels: tuple[str, ...]
    arguments: dict[str, Any] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()


Resources = dict[str, dict[str, Block]]


@functools.lru_cache(maxsize=4096)
def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of one file, by type and in order."""
    return tuple(_blocks(hcl2.loads(text)))


def module(files: Mapping[str, str]) -> tuple[Block, ...]:
    """The blocks of all `.tf` files of one folder."""
    return tuple(block for name in sorted(files) for block in blocks(files[name]))


def resources(found: Iterable[Block]) -> Resources:
    """Type → label → block, of resources alone. Two of one address are an error, as they are to Terraform."""
    table: Resources = {}
    for block in found:
        if block.type == "resource":
            kind, label = block.labels
            assert label not in table.setdefault(kind, {}), f"{kind}.{label} is there twice"
            table[kind][label] = block
    return table


def local_values(found: Iterable[Block]) -> dict[str, Any]:
    """The locals of all files."""
    return {name: value for block in found if block.type == "locals" for name, value in block.arguments.items()}


def unq(text: str) -> str | Template:
    """A quoted string of python-hcl2 as the text that it means, or as a template where it has an interpolation."""
    inner = text[1:-1]
    pieces: list[str] = []
    last = 0
    for token in _TOKEN.finditer(inner):
        if token["open"]:
            return Template(inner)
        pieces += [inner[last : token.start()], _meant(token)]
        last = token.end()
    return "".join([*pieces, inner[last:]])


def _meant(token: re.Match[str]) -> str:
    if token["plain"]:
        return _PLAIN[token["plain"]]
    if token["mark"]:
        return token["mark"][0]
    return chr(int(token["four"] or token["eight"], 16))


def _blocks(data: Mapping[str, Any]) -> Iterator[Block]:
    for kind, several in data.items():
        if _is_blocks(several):
            for one in several:
                yield _block(kind, one)


def _block(kind: str, data: Any, labels: tuple[str, ...] = ()) -> Block:
    if "__is_block__" not in data:  # one label is one level of mapping with one key
        ((label, inner),) = data.items()
        return _block(kind, inner, (*labels, _text(label)))
    arguments = {
        name: _value(value) for name, value in data.items() if not name.startswith("__") and not _is_blocks(value)
    }
    return Block(kind, labels, arguments, tuple(_blocks(data)))


def _is_blocks(value: Any) -> bool:
    """Whether a value is a list of blocks: a block, or labels around one."""
    if not isinstance(value, list) or not value or not isinstance(value[0], dict):
        return False
    inner = value[0]
    while "__is_block__" not in inner:
        if len(inner) != 1:
            return False
        (inner,) = inner.values()
        if not isinstance(inner, dict):
            return False
    return True


def _value(value: Any) -> Any:
    match value:
        case bool() | int() | float() | None:
            return value
        case str() if value.startswith('"'):
            return unq(value)
        case str() if value.startswith("${") and value.endswith("}"):
            return _expression(value[2:-1])
        case str():
            return Expression(value)
        case list():
            return [_value(item) for item in value]
        case dict():
            return {_text(key): _value(item) for key, item in value.items() if not key.startswith("__")}
        case _:
            raise TypeError(value)


def _expression(text: str) -> Any:
    call = _CALL.fullmatch(text)
    if call and call[1] in {"jsonencode", "toset", "tomap"}:
        inner = hcl2.loads(f"x = {call[2]}\n")
        return Call(call[1], _value(inner["x"]))
    return Expression(text)


def _text(label: str) -> str:
    text = unq(label) if label.startswith('"') else label
    assert isinstance(text, str), f"a label or key with an interpolation: {label}"
    return text
