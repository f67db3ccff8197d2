"""Parquet: batches of rows, by columns. The only module that knows pyarrow, which the extra `parquet` brings.

A value that is missing is null or `-`: AWS does not document which, so both are read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from gen_flowlogs.aws.spellings import spelled
from gen_flowlogs.decode.formats import NULL, Format, format_of
from gen_flowlogs.decode.pieces import Batch, Misfit, UnreadableError
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ROWS: Final = 2048
_PLAIN: Final = re.compile(rb"(?:[!$-+\--9;-\[\]-~][!$-+\--\[\]-~]*+\n)*+")
_ADDRESS_LIKE: Final = re.compile(rb"(?:[!-+\--9;-\[\]-~:][!$-+\--\[\]-~]*+\n)*+")


def batches(file: BinaryIO, on_header: Callable[[tuple[str, ...]], None]) -> Iterator[Batch | Misfit]:
    """The rows of a file that can be read from its end. `on_header` is called with its fields.

    Raises UnreadableError where it is broken or pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra, and slow to import
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise UnreadableError('it is Parquet, which needs pyarrow; run `pip install "pyarrow>=17"`') from error
    try:
        opened = parquet.ParquetFile(file)
        names = tuple(_field(name) for name in opened.schema_arrow.names)
        if len(set(names)) != len(names) or not names:
            raise UnreadableError("its columns have no names of their own")
        on_header(names)
        number = 1
        for rows in opened.iter_batches(batch_size=_ROWS):
            yield from _rows(rows, format_of(names), number)
            number += rows.num_rows
    except (pa.ArrowException, OSError) as error:
        raise UnreadableError(f"its Parquet is broken: {str(error).splitlines()[0][:200]}") from error


def _field(name: str) -> str:
    return re.sub(r"[^a-z0-9-]", "-", spelled(name))


def _rows(rows: Any, layout: Format, number: int) -> Iterator[Batch | Misfit]:
    width = len(layout.columns)
    tokens: list[bytes] = [NULL] * (rows.num_rows * width)
    is_plain, is_sure = True, True
    for at, column in enumerate(layout.columns):
        cells = _cells(rows.column(at))
        tokens[at::width] = cells
        pattern = _ADDRESS_LIKE if column.kind == "address" else _PLAIN
        is_plain = is_plain and pattern.fullmatch(b"\n".join((*cells, b""))) is not None
        is_sure = is_sure and (column.kind == "text" or _is_number(rows.column(at)))
    if is_sure:
        yield Batch(layout.columns, rows.num_rows, tokens, is_plain)
        return
    yield from _checked(tokens, layout, number, is_plain=is_plain)


def _checked(tokens: list[bytes], layout: Format, number: int, *, is_plain: bool) -> Iterator[Batch | Misfit]:
    """Rows whose values have to be looked at, with misfits between them."""
    width = len(layout.columns)
    good: list[bytes] = []
    for at in range(0, len(tokens), width):
        row = tokens[at : at + width]
        wrong = layout.wrong(row)
        if wrong is None:
            good += row
            continue
        if good:
            yield Batch(layout.columns, len(good) // width, good, is_plain)
            good = []
        kind = f"{wrong[0]} is not what AWS writes"
        text = quoted(wrong[1][:200].decode("utf-8", "backslashreplace"))
        yield Misfit(number + at // width, "row", f"{kind}: {text}", kind)
    if good:
        yield Batch(layout.columns, len(good) // width, good, is_plain)


def _is_number(column: Any) -> bool:
    import pyarrow as pa  # noqa: PLC0415

    return bool(pa.types.is_integer(column.type))


def _cells(column: Any) -> list[bytes]:
    """The values of a column as bytes."""
    import pyarrow as pa  # noqa: PLC0415

    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type) or pa.types.is_integer(column.type):
        found = column.cast(pa.string()).cast(pa.binary()).to_pylist()
    else:
        found = [None if value is None else str(value).encode("utf-8") for value in column.to_pylist()]
    return [cell or NULL for cell in found]
