"""Athena's SQL for the files in a bucket: the table that `queries: true` would make, and a query of one day.

Athena reads text by position, so that the table has the fields in the order of the flow logs' format; a file with
another header has its values in the wrong columns, which `gen-flowlogs decode` tells. Source: Athena user guide,
"create-table" and "partition-projection" (read 2026-11).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws.fields import BY_NAME
from gen_flowlogs.aws.spellings import column
from gen_flowlogs.captures.locations import AMBIENT
from gen_flowlogs.hcl import Interpolation
from gen_flowlogs.reading.fields import asked_fields
from gen_flowlogs.view import glue, sql
from gen_flowlogs.view.partitions import partitions
from gen_flowlogs.view.record_formats import record_formats

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gen_flowlogs.reading.bucket import Records

_AMBIENT: Final = {str(AMBIENT.account): "ACCOUNT", str(AMBIENT.region): "REGION"}
"""References to what the provider is configured for → the words that the reader replaces."""


class SeveralFormatsError(Exception):
    """Text of several formats, which no table reads."""


def query(records: Records) -> str:
    """The statements: a table, unless the spec makes one, and the records of today."""
    destination = records.destination
    if destination.file_format != "parquet" and len(record_formats(records.writers)) > 1:
        raise SeveralFormatsError(
            f"the text files of {glue.bucket_and_prefix(destination)} have several record formats, and Athena reads "
            "text by position: use `--for duckdb` or `gen-flowlogs decode`, or Parquet files"
        )
    names = glue.table_fields(destination, records.writers)
    bucket = glue.bucket_and_prefix(destination).partition("/")[0]
    projected = partitions(destination, bucket, records.senders, gateways=records.has_gateways)
    name = glue.database_name(destination)
    table = glue.table(destination, name, bucket, names, projected)
    about = [f"-- Flow logs in {glue.bucket_and_prefix(destination)}"]
    if records.others:
        about.append(f"-- The files also have the records of {', '.join(records.others)}")
    if destination.queries:
        made, source = [], f'"{name}"."{sql.TABLE}"'
        about.append("-- `queries: true` makes this table")
    else:
        made, source = [*_table(table), ""], f'"{name}"'
        if any(each is AMBIENT for each in records.senders):
            about.append("-- Put numbers and names in the place of ACCOUNT and REGION, with commas between several")
    return "\n".join((*about, *made, *_select(asked_fields(records), source, projected.today)))


def _table(table: glue.Table) -> list[str]:
    columns = [f"  `{each.name}` {each.type}" for each in table.columns]
    keys = [f"  `{each.name}` {each.type}" for each in table.partition_keys]
    parameters = [(key, value) for key, value in table.parameters.items if key != "EXTERNAL"]
    return [
        f"CREATE EXTERNAL TABLE IF NOT EXISTS `{table.name}` (",
        ",\n".join(columns),
        ")",
        "PARTITIONED BY (",
        ",\n".join(keys),
        ")",
        f"ROW FORMAT SERDE '{table.serialization_library}'",
        f"WITH SERDEPROPERTIES ({', '.join(_properties(table.serialization_parameters.items))})",
        f"STORED AS INPUTFORMAT '{table.input_format}'",
        f"OUTPUTFORMAT '{table.output_format}'",
        f"LOCATION {_quoted(table.location)}",
        "TBLPROPERTIES (",
        ",\n".join(f"  {each}" for each in _properties(parameters)),
        ");",
    ]


def _select(names: tuple[str, ...], source: str, today: str) -> list[str]:
    cells = ",\n".join(f"  {_cell(name)}" for name in names)
    return [
        "-- Reads today, by UTC; name another day to read that",
        "SELECT",
        cells,
        f"FROM {source}",
        f"WHERE {today};",
    ]


def _cell(name: str) -> str:
    quoted = f'"{column(name)}"'
    return f"nullif({quoted}, '-') AS {quoted}" if BY_NAME[name].type == "string" else quoted


def _properties(items: Iterable[tuple[str, object]]) -> list[str]:
    return [f"{_quoted(key)} = {_quoted(value)}" for key, value in items]


def _quoted(value: object) -> str:
    parts = value.parts if isinstance(value, Interpolation) else (value,)
    text = "".join(_AMBIENT.get(str(part), str(part)) for part in parts)
    return "'" + text.replace("'", "''") + "'"
