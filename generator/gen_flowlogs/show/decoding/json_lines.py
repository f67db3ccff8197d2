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
        """Nothing is kept."""
        return b""

    def rest(self) -> bytes:
        """Nothing is kept."""
        return b""


def _plain(batch: Batch) -> bytes:
    """Values that need no escapes: all rows by one template, which has the quotes.

    Where few cells of a column are `-`, their rows have templates of their own; where many are, the cells have quotes.
    """
    tokens, width, rows = batch.tokens.copy(), len(batch.columns), batch.rows
    in_cells = 0
    nulls: dict[int, int] = {}
    for number, column in enumerate(batch.columns):
        cells = tokens[number::width]
        count = cells.count(NULL)
        if not count:
            continue
        if _FEW * count < rows:
            at = -1
            for _ in range(count):
                at = cells.index(NULL, at + 1)
                nulls[at] = nulls.get(at, 0) | 1 << number
                tokens[at * width + number] = b"null"
        elif column.kind == "number":
            tokens[number::width] = [b"null" if cell == NULL else cell for cell in cells]
        else:
            quoted = b'"' + b'"\n"'.join(cells) + b'"'
            tokens[number::width] = quoted.replace(b'"-"', b"null").split(b"\n")
            in_cells |= 1 << number
    if not nulls:
        return _template(batch.columns, in_cells) * rows % tuple(tokens)
    made = {mask: _template(batch.columns, in_cells | mask) for mask in set(nulls.values())}
    templates = [_template(batch.columns, in_cells)] * rows
    for at, mask in nulls.items():
        templates[at] = made[mask]
    return b"".join(templates) % tuple(tokens)


def _template(columns: tuple[Column, ...], unquoted: int) -> bytes:
    """An object, as a template; `unquoted` has a bit for each column whose values are put in as they are."""
    parts = (
        _key(column) + (b"%b" if column.kind == "number" or unquoted >> number & 1 else b'"%b"')
        for number, column in enumerate(columns)
    )
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
