"""Records as JSON, one object a line: keys with underscores, numbers as numbers, ids as strings, `-` as null. ASCII."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from gen_flowlogs.decode.chosen import with_labels
from gen_flowlogs.decode.formats import NULL

_FEW: Final = 4

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.decode.formats import Column
    from gen_flowlogs.decode.pieces import Batch


class JsonLines:
    """The form `json`."""

    def __init__(self, *, labels: bool = False) -> None:
        self._labels = labels

    def write(self, batch: Batch) -> bytes:
        """An object a line."""
        if self._labels:
            batch = with_labels(batch)
        return _plain(batch) if batch.plain else b"".join(_quoted(batch))

    def waiting(self) -> bytes:
        """Keep nothing."""
        return b""

    def rest(self) -> bytes:
        """Keep nothing."""
        return b""


def _plain(batch: Batch) -> bytes:
    """Values that need no escapes: all rows by one template, which has the quotes.

    A column that is `-` everywhere is null in the template. Where few cells of a column are, their rows have templates
    of their own; where many are, the cells have quotes.
    """
    tokens, width, rows = batch.tokens.copy(), len(batch.columns), batch.rows
    parts: list[bytes] = []
    groups: list[_Group] = []
    for number, column in enumerate(batch.columns):
        cells = tokens[number::width]
        count = cells.count(NULL)
        value = b"%b" if column.kind == "number" else b'"%b"'
        if count == rows:
            value = _NULL_CELL
        elif _FEW * count < rows:
            if count:
                _join_group(groups, number, cells, count)
        elif column.kind == "number":
            tokens[number::width] = [b"null" if cell == NULL else cell for cell in cells]
        else:
            quoted = b'"' + b'"\n"'.join(cells) + b'"'
            tokens[number::width] = quoted.replace(b'"-"', b"null").split(b"\n")
            value = b"%b"
        parts.append(_key(column) + value)
    return _templates(parts, groups, batch) % tuple(tokens)


_Group = tuple[list[int], list[int]]
"""Rows, and the columns that are `-` in these rows alone: most are so together, where an interval had no traffic."""


def _join_group(groups: list[_Group], number: int, cells: list[bytes], count: int) -> None:
    for rows, columns in groups:
        if len(rows) == count and [cells[row] for row in rows].count(NULL) == count:
            columns.append(number)
            return
    found = [-1]
    for _ in range(count):
        found.append(cells.index(NULL, found[-1] + 1))
    groups.append((found[1:], [number]))


def _templates(parts: list[bytes], groups: list[_Group], batch: Batch) -> bytes:
    """The template of all rows."""
    template = _row(parts)
    if not groups:
        return template * batch.rows
    nulls: dict[int, tuple[int, ...]] = {}
    for rows, columns in groups:
        for row in rows:
            nulls[row] = nulls.get(row, ()) + tuple(columns)
    null = [_key(column) + _NULL_CELL for column in batch.columns]
    made = {
        key: _row([null[at] if at in key else part for at, part in enumerate(parts)]) for key in set(nulls.values())
    }
    templates = [template] * batch.rows
    for row, key in nulls.items():
        templates[row] = made[key]
    return b"".join(templates)


_NULL_CELL: Final = b"null%.0b"
"""A null in a template; the value, which is `-`, is taken and not shown."""


def _row(parts: list[bytes]) -> bytes:
    return b"{" + b",".join(parts) + b"}\n"


def _quoted(batch: Batch) -> Iterator[bytes]:
    """Values that may need escapes, row by row."""
    width = len(batch.columns)
    keys = tuple((_key(column).decode().replace("%%", "%"), column.kind == "number") for column in batch.columns)
    for at in range(0, len(batch.tokens), width):
        cells = (
            key + _value(token, is_number=is_number)
            for (key, is_number), token in zip(keys, batch.tokens[at : at + width], strict=True)
        )
        yield ("{" + ",".join(cells) + "}\n").encode("ascii")


def _key(column: Column) -> bytes:
    return b'"' + column.key.encode("ascii") + b'":'


def _value(token: bytes, *, is_number: bool) -> str:
    if token == NULL:
        return "null"
    text = token.decode("utf-8")
    # CI runners take `##[…]` for a command; a reader of JSON does not see the difference
    return text if is_number else json.dumps(text).replace("##", "#\\u0023")
