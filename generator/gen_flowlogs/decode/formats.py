"""A record format → the patterns that its lines match, and its columns. Made once for each format, in bytes.

`plain` is a pattern of any number of whole lines, whose values no form of output needs to quote; it has no way back,
so the time for a line is that of reading it once. `number`, `address` and `word` are what AWS writes into a field of
that kind, or `-`; a line of another record format with as many fields does not match them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from gen_flowlogs.aws.fields import BY_NAME, PRESETS, names_of
from gen_flowlogs.aws.spellings import column, spelled
from gen_flowlogs.dataclass import dataclass, field

if TYPE_CHECKING:
    from gen_flowlogs.aws.kinds import Family

ColumnKind = Literal["number", "address", "word", "text"]

NULL: Final = b"-"

_ADDRESSES: Final = frozenset({"srcaddr", "dstaddr", "pkt-srcaddr", "pkt-dstaddr"})
_WORDS: Final = frozenset({"action", "log-status"})

# All printable ASCII but quotes, backslashes, commas and `#`; a value that begins with `:` may be an address only.
_PLAIN: Final = rb"(?:[!$-+\--9;-\[\]-~][!$-+\--\[\]-~]*+)"
_NUMBER: Final = rb"(?:0|[1-9][0-9]{0,18}+|-)"
_ADDRESS: Final = rb"(?:[0-9a-fA-F]*+[.:][0-9a-fA-F:.]*+|-)"
_WORD: Final = rb"(?:[A-Z]++|-)"
_PATTERNS: Final[dict[ColumnKind, bytes]] = {
    "number": _NUMBER,
    "address": _ADDRESS,
    "word": _WORD,
    "text": _PLAIN,
}
_VALID: Final = {
    "number": re.compile(_NUMBER),
    "address": re.compile(_ADDRESS),
    "word": re.compile(_WORD),
}
_NO_HEADER: Final = b"(?!(?:" + b"|".join(re.escape(name.encode()) for name in BY_NAME) + rb")[ \n])"
"""Before text: a line that does not begin with the name of a field. Values of other kinds are no names."""

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
_MOST_FIELDS: Final = 200


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field as AWS spells it, as Parquet does (`key`), and the kind of its values."""

    name: str
    kind: ColumnKind

    @property
    def key(self) -> str:
        """The name with underscores."""
        return column(self.name)


@dataclass(frozen=True, slots=True)
class Format:
    """The columns of records, in order. Equal for equal columns."""

    columns: tuple[Column, ...]
    plain: re.Pattern[bytes] = field(compare=False)

    def wrong(self, tokens: list[bytes]) -> tuple[str, bytes] | None:
        """The first field, with its value, that AWS does not write so; None where the record fits."""
        for each, token in zip(self.columns, tokens, strict=True):
            if each.kind != "text" and not _VALID[each.kind].fullmatch(token):
                return each.name, token
        return None


@lru_cache(maxsize=64)
def format_of(names: tuple[str, ...]) -> Format:
    """The format of some fields; a field that the catalogue does not have holds text."""
    columns = tuple(map(column_of, names))
    line = b" ".join(_PATTERNS[column.kind] for column in columns)
    if all(column.kind == "text" for column in columns):
        line = _NO_HEADER + line
    return Format(columns, re.compile(rb"(?:" + line + rb"\n)*+"))


def column_of(name: str) -> Column:
    """The column of a field, as AWS spells it."""
    if name in _ADDRESSES:
        return Column(name, "address")
    if name in _WORDS:
        return Column(name, "word")
    known = BY_NAME.get(name)
    return Column(name, "number" if known is not None and known.type != "string" else "text")


def header(line: bytes) -> tuple[str, ...] | None:
    """The fields that a line names, where it is a header: names alone, most of which AWS has."""
    if not line[:1].isalpha() or not line.islower() or not line.isascii():
        return None
    names = tuple(spelled(name) for name in line.decode("ascii").split())
    known = sum(name in BY_NAME for name in names)
    if len(names) > _MOST_FIELDS or 2 * known <= len(names) or not all(map(_NAME.fullmatch, names)):
        return None
    return names if len(set(names)) == len(names) else None


def asked(text: str, family: Family) -> tuple[str, ...]:
    """The fields of `--fields`: a preset, names between commas or spaces, or a `log_format`. Not checked."""
    if text in PRESETS:
        return PRESETS[text][family]
    if "${" in text:
        return names_of(text)
    return tuple(spelled(name) for name in re.split(r"[\s,]+", text.strip(", \t\n")) if name)
