"""Records in the forms of `decode`: JSON lines, CSV, a table; and its summary. A form makes bytes of batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from gen_flowlogs.show.decoding.comma_separated import CommaSeparated
from gen_flowlogs.show.decoding.json_lines import JsonLines
from gen_flowlogs.show.decoding.table import Table

if TYPE_CHECKING:
    from gen_flowlogs.decode.formats import Column
    from gen_flowlogs.decode.pieces import Batch


class Form(Protocol):
    """A form of records. `write` gives the bytes of a batch; it may keep some until `rest`, which nothing follows."""

    def write(self, batch: Batch) -> bytes:
        """The bytes of a batch."""

    def waiting(self) -> bytes:
        """The bytes that were kept, since the next records may take long."""

    def rest(self) -> bytes:
        """The bytes behind the last batch."""


def form(
    name: str, *, labels: bool, encoding: str, columns: tuple[Column, ...] | None, width: int | None = None
) -> Form:
    """The form of a name: json, csv or table.

    `columns`: those that all records have, where that is known. `width`: the columns of the terminal, if it is one.
    """
    match name:
        case "json":
            return JsonLines(labels=labels)
        case "csv":
            return CommaSeparated(labels=labels, columns=columns)
        case "table":
            return Table(labels=labels, encoding=encoding, width=width)
    raise ValueError(name)
