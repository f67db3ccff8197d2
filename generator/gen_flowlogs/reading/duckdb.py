"""DuckDB's SQL for the files in a bucket: columns by name, ids as text, `-` as null, and no line lost unseen.

`types` with the names of all columns lets DuckDB take the order from each file's header; `columns` would take it for
granted, and swap columns silently. Rejected lines cannot be stored beside `union_by_name`, so they end the query.
Source: DuckDB's documentation, "CSV Import" and "Reading Faulty CSV Files" (read 2026-11); tests run what is printed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws.fields import BY_NAME, FieldType
from gen_flowlogs.aws.spellings import column
from gen_flowlogs.policies.delivery import records_folder
from gen_flowlogs.reading.fields import asked_fields, fields_of_all
from gen_flowlogs.view.glue import bucket_and_prefix

if TYPE_CHECKING:
    from gen_flowlogs.reading.bucket import Records

_TYPES: Final[dict[FieldType, str]] = {"int32": "INTEGER", "int64": "BIGINT", "string": "VARCHAR"}


def query(records: Records) -> str:
    """The query of all records; its comments say how to read less."""
    names = asked_fields(records)
    is_parquet = records.destination.file_format == "parquet"
    path = _path(records)
    lines = [f"-- Flow logs in {bucket_and_prefix(records.destination)}; name a day in the path to read that alone"]
    if records.others:
        lines.append(f"-- The files also have the records of {', '.join(records.others)}")
    if not is_parquet:
        lines.append("-- A line that does not fit ends the query with an error; `gen-flowlogs decode` shows them all")
    lines.append("SELECT")
    lines += [f"  {_selected(name, is_parquet=is_parquet)}," for name in names]
    lines += ["  filename", *(_read_parquet(path) if is_parquet else _read_csv(path, fields_of_all(records)))]
    return "\n".join(lines)


def _selected(name: str, *, is_parquet: bool) -> str:
    if not is_parquet:
        return f'"{name}" AS "{column(name)}"'
    kind = _TYPES[BY_NAME[name].type]
    if kind == "VARCHAR":
        return f'nullif("{column(name)}", \'-\') AS "{column(name)}"'
    return f'CAST("{column(name)}" AS {kind}) AS "{column(name)}"'


def _read_csv(path: str, names: tuple[str, ...]) -> list[str]:
    types = ", ".join(f"'{name}': '{_TYPES[BY_NAME[name].type]}'" for name in names)
    return [
        "FROM read_csv(",
        f"  {path},",
        "  delim = ' ', header = true, nullstr = '-', quote = '', escape = '',",
        f"  types = {{{types}}},",
        "  union_by_name = true, filename = true, hive_partitioning = false",
        ");",
    ]


def _read_parquet(path: str) -> list[str]:
    return [
        "FROM read_parquet(",
        f"  {path},",
        "  union_by_name = true, filename = true, hive_partitioning = false",
        ");",
    ]


def _path(records: Records) -> str:
    destination = records.destination
    accounts = sorted({str(each.account) for each in records.senders if type(each.account) is str})
    account = accounts[0] if len(accounts) == 1 else "*"
    folder = records_folder(_glob(destination.prefix), account, hive=destination.hive)
    service = "aws-service=vpcflowlogs" if destination.hive else "vpcflowlogs"
    if destination.hive and records.has_gateways:
        service = "*service=vpcflowlogs"
    region = "aws-region=*" if destination.hive else "*"
    parts = ("year=*", "month=*", "day=*", "hour=*") if destination.hive else ("*", "*", "*", "*")
    days = "/".join(parts if destination.hourly else parts[:3])
    end = "parquet" if destination.file_format == "parquet" else "gz"
    name = bucket_and_prefix(destination).partition("/")[0]
    path = f"s3://{name}/{''.join(map(str, folder))}/{service}/{region}/{days}/*.log.{end}"
    return "'" + path.replace("'", "''") + "'"


def _glob(text: str) -> str:
    """A text that a pattern matches literally."""
    return re.sub(r"([*?\[])", r"[\1]", text)
