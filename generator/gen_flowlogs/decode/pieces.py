"""The pieces that containers are read in: lines, rows of Parquet, and records that do not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from gen_flowlogs.decode.formats import Column

Unit = Literal["line", "message", "row"]

SIZE: Final = 2**16
"""Bytes that are read at once. More of them do not stay near the processor: twice as many cost more time."""

LONGEST: Final = 2**16
"""Bytes of a line. A record of all fields, with ECS and tags, has less than a tenth of them."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Whole lines, each with its newline; `first` is the number of the first one. `step` is 0 where all have one."""

    data: bytes
    first: int
    unit: Unit = "line"
    step: int = 1


@dataclass(frozen=True, slots=True)
class Misfit:
    """A record that cannot be read: its number in its file, the reason, and the reason without the value."""

    number: int
    unit: Unit
    reason: str
    kind: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Records of one format: the tokens of each row behind each other. `plain`: no form of output must quote any."""

    columns: tuple[Column, ...]
    rows: int
    tokens: list[bytes]
    plain: bool


class UnreadableError(Exception):
    """A file that cannot be read to its end; the message says why."""
