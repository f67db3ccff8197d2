"""`--where`: `FIELD=VALUE[,VALUE…]` or `FIELD!=VALUE[,VALUE…]` → the rows of a batch that meet all conditions.

`-` is a value like any other, and a field that a record does not have is `-`. An address may be one or a CIDR block.
"""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from itertools import compress
from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws.field_values import VALUES
from gen_flowlogs.aws.protocols import PROTOCOLS
from gen_flowlogs.aws.spellings import spelled
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.decode.formats import NULL, column_of
from gen_flowlogs.decode.pieces import Batch
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from ipaddress import IPv4Network, IPv6Network

    from gen_flowlogs.decode.formats import Column

_MOST_REMEMBERED: Final = 2**15
_PROTOCOLS: Final = {keyword.upper(): str(number) for number, (keyword, _) in PROTOCOLS.items()}


class ConditionError(Exception):
    """A condition that cannot be understood; the message says why."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Whether the value of a field is one of some; `admits` answers for each value as a record has it."""

    field: str
    admits: Callable[[bytes], bool]


def condition(text: str) -> Condition:
    """The condition of a text. Raises ConditionError; whether there is such a field is asked elsewhere."""
    name, sign, values = text.partition("=")
    if not sign or not name.strip(" !") or not values.strip():
        raise ConditionError(f"{quoted(text)} is no condition: write FIELD=VALUE, FIELD=VALUE,VALUE or FIELD!=VALUE")
    negated = name.endswith("!")
    field = spelled(name.removesuffix("!"))
    admitted = _admitted(column_of(field), [value.strip() for value in values.split(",")])
    return Condition(field, _Remembered(lambda token: admitted(token) is not negated).__getitem__)


class _Remembered(dict[bytes, bool]):
    """The answers about values, most of which come again; as many as fit into little memory."""

    def __init__(self, answer: Callable[[bytes], bool]) -> None:
        super().__init__()
        self._answer = answer

    def __missing__(self, token: bytes) -> bool:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        found = self[token] = self._answer(token)
        return found


def _admitted(column: Column, values: list[str]) -> Callable[[bytes], bool]:
    match column.kind:
        case "address":
            return _in_networks([_network(column.name, value) for value in values if value != "-"], "-" in values)
        case "number":
            tokens = {_number(column.name, value) for value in values}
        case "word":
            tokens = {_word(column.name, value).encode() for value in values}
        case "text":
            documented = {each.value.casefold(): each.value for each in VALUES.get(column.name, ())}
            spellings = {*values, *(documented.get(value.casefold(), value) for value in values)}
            tokens = {value.encode("utf-8", "surrogateescape") for value in spellings}
    return tokens.__contains__


def _number(name: str, value: str) -> bytes:
    if name == "protocol" and value.upper() in _PROTOCOLS:
        value = _PROTOCOLS[value.upper()]
    if value != "-" and not (value.isascii() and value.isdigit()):
        raise ConditionError(f"{name} is a number, not {quoted(value)}")
    return value.encode() if value == "-" else str(int(value[:20])).encode()


def _word(name: str, value: str) -> str:
    """A word in capitals, as AWS writes it; another one would match nothing, and nobody would see why."""
    words = [each.value for each in VALUES[name]]
    if value != "-" and value.upper() not in words:
        raise ConditionError(f"{name} is {listing([*words, '-'], last='or')}, and not {quoted(value)}")
    return value.upper()


def _network(name: str, value: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(value)
    except ValueError as error:
        hint = f"; the block is {ip_network(value, strict=False)}" if "host bits" in str(error) else ""
        raise ConditionError(
            f"{name} is an address, and {shown(value)} is neither one nor a CIDR block{hint}"
        ) from None


def _in_networks(networks: list[IPv4Network | IPv6Network], null: bool) -> Callable[[bytes], bool]:  # noqa: FBT001
    def admitted(token: bytes) -> bool:
        if token == NULL:
            return null
        try:
            address = ip_address(token.decode("ascii"))
        except ValueError:
            return False
        return any(address in network for network in networks)

    return admitted


def meeting(batch: Batch, conditions: Iterable[Condition]) -> Batch | None:
    """The rows of a batch that meet all conditions; None where none does."""
    at = {column.name: number for number, column in enumerate(batch.columns)}
    width = len(batch.columns)
    for each in conditions:
        if each.field not in at:
            if each.admits(NULL):
                continue
            return None
        chosen = list(map(each.admits, batch.tokens[at[each.field] :: width]))
        rows = chosen.count(True)
        if rows == batch.rows:
            continue
        if not rows:
            return None
        tokens: list[bytes] = [NULL] * (rows * width)
        for number in range(width):
            tokens[number::width] = compress(batch.tokens[number::width], chosen)
        batch = Batch(batch.columns, rows, tokens, batch.plain)
    return batch
