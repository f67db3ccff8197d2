"""A batch → the columns that are asked for, the first rows of it, and its labels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws.fields import TAG_FIELD_NAMES
from gen_flowlogs.aws.labels import label, labelled
from gen_flowlogs.decode.formats import NULL, Column, column_of
from gen_flowlogs.decode.pieces import Batch

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_REMEMBERED: Final = 2**14
_PLAIN: Final = re.compile(rb"(?:[ !$-+\--9;-\[\]-~][ !$-+\--\[\]-~]*+)")
_LABELLED: Final = frozenset(name for name in labelled() if column_of(name).kind == "number" or name in TAG_FIELD_NAMES)
"""Fields whose values are codes: numbers, and percent-encoded tags. Words of AWS, such as ACCEPT, stay as they are."""


def first(batch: Batch, rows: int) -> Batch:
    """The first rows of a batch."""
    if rows >= batch.rows:
        return batch
    return Batch(batch.columns, rows, batch.tokens[: rows * len(batch.columns)], batch.plain)


def only(batch: Batch, names: tuple[str, ...]) -> Batch:
    """The columns of some names, in their order; a column that the records do not have is `-` everywhere."""
    at = {column.name: number for number, column in enumerate(batch.columns)}
    width = len(names)
    tokens = [NULL] * (batch.rows * width)
    for number, name in enumerate(names):
        if name in at:
            tokens[number::width] = batch.tokens[at[name] :: len(batch.columns)]
    return Batch(tuple(map(column_of, names)), batch.rows, tokens, batch.plain)


def with_labels(batch: Batch) -> Batch:
    """The batch with words in the place of its codes: TCP instead of 6. A value without words stays."""
    tokens, width, plain = batch.tokens.copy(), len(batch.columns), batch.plain
    columns = list(batch.columns)
    for number, column in enumerate(batch.columns):
        if column.name in _LABELLED:
            found = list(map(_words_of(column.name), tokens[number::width]))
            tokens[number::width] = found
            columns[number] = Column(column.name, "text")
            plain = plain and all(map(_PLAIN.fullmatch, found))
    return Batch(tuple(columns), batch.rows, tokens, plain)


class _Words(dict[bytes, bytes]):
    """The words for the values of one field, as many as fit into little memory."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def __missing__(self, token: bytes) -> bytes:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        words = None if token == NULL else label(self._name, token.decode("utf-8"))
        found = self[token] = token if words is None else words.encode("utf-8", "backslashreplace")
        return found


_words: Final[dict[str, _Words]] = {name: _Words(name) for name in _LABELLED}


def _words_of(name: str) -> Callable[[bytes], bytes]:
    return _words[name].__getitem__
