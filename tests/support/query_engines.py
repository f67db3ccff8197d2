"""Readers of what the generated queries say: as much of Logs Insights, Hive's text reader and Athena as they use.

A record goes in as AWS writes it; what comes out is what the reader believes of it, by the names of its columns.
"""

from __future__ import annotations

import re
import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from gen_flowlogs.hcl import Call, Interpolation, Map, Ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gen_flowlogs.view.glue import Table

NOW = datetime(2026, 9, 3, 4, 30, tzinfo=UTC)

_PARSE = re.compile(r'parse @message "([^"]+)" as (.+)')
_LIKE = re.compile(r"filter @message like /(.+)/")
_STATS = re.compile(r"stats (.+?)(?: by (.+))?")

# What Insights finds by itself in a record of the default format, in the record's order.
# Source: CloudWatch Logs user guide, "CWL_AnalyzeLogData-discoverable-fields", read 2026-10.
_FOUND = (
    "version", "accountId", "interfaceId", "srcAddr", "dstAddr", "srcPort", "dstPort", "protocol", "packets", "bytes",
    "startTime", "endTime", "action", "logStatus",
)  # fmt: skip

Row = dict[str, Any]


def text(value: object, refs: Mapping[str, str] | None = None) -> str:
    """A string of a view as Terraform would evaluate it; `refs`: what references are worth."""
    match value:
        case Ref():
            return (refs or {})[str.__str__(value)]
        case str():
            return value
        case Interpolation(parts):
            return "".join(text(part, refs) for part in parts)
        case Call("join", (str(separator), tuple(parts))):
            return separator.join(map(text, parts))
        case _:
            raise TypeError(value)


def texts(value: Map, refs: Mapping[str, str] | None = None) -> dict[str, str]:
    """A map of strings, evaluated."""
    return {name: text(item, refs) for name, item in value.items}


def commands(query: str) -> list[str]:
    """The commands of an Insights query, without its comments."""
    return [part.strip() for part in "\n".join(row for row in query.split("\n") if row[0] != "#").split("\n|")]


def insights(query: str, messages: Iterable[str]) -> list[Row]:
    """What an Insights query knows of each message that it reads, before it filters and counts."""
    said = commands(query)
    rows = []
    for message in messages:
        if any((like := _LIKE.fullmatch(each)) and not re.search(like[1], message) for each in said):
            continue
        parse = next((found for each in said if (found := _PARSE.fullmatch(each))), None)
        if parse is None:
            rows.append(dict(zip(_FOUND, message.split(" "), strict=True)))
            continue
        match = re.fullmatch(_glob(parse[1]), message)
        if match:
            rows.append(dict(zip(parse[2].split(", "), match.groups(), strict=True)))
    return rows


def _glob(pattern: str) -> str:
    """Each `*` takes as little as it can; the last one what is left."""
    return "(.*?)".join(re.escape(piece) for piece in pattern.split("*"))


def insights_answer(query: str, rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    """The rows that a query of `filter`, `stats`, `sort` and `limit` answers; groups first, then measures."""
    where, order, limit, measures, groups = [], "", "", "", ""
    for each in commands(query):
        word, _, rest = each.partition(" ")
        match word:
            case "filter" if "@message" not in rest:
                where.append(f"({rest})")
            case "stats":
                stats = _STATS.fullmatch(each)
                assert stats
                measures, groups = stats[1], (stats[2] or "").replace("bin(1h)", "bin_1h")
            case "sort":
                order = f" order by {rest}"
            case "limit":
                limit = f" limit {rest}"
            case "parse" | "filter":
                pass
            case _:
                raise ValueError(each)
    binned = [{**row, "bin_1h": _hour(row.get("startTime", row.get("start")))} for row in rows]
    return sql(
        f"select {', '.join(filter(None, (groups, measures)))} from t"
        + (f" where {' and '.join(where)}" if where else "")
        + (f" group by {groups}" if groups else "")
        + (order or (f" order by {groups}" if groups else ""))
        + limit,
        "t",
        [{name: _number(value) for name, value in row.items()} for row in binned],
    )


def _hour(start: str | None) -> Any:
    return None if start is None else int(start) - int(start) % 3600


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, str) and re.fullmatch(r"[0-9]{1,11}", value) else value


def hive(table: Table, content: str) -> list[Row]:
    """The rows of a text file as LazySimpleSerDe reads them: by position, a text that is no number as no number."""
    parameters, settings = texts_of(table.parameters), texts_of(table.serialization_parameters)
    assert table.serialization_library == "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"
    lines = content.split("\n")[int(parameters.get("skip.header.line.count", "0")) :]
    rows = []
    for each in filter(None, lines):
        cells = each.split(settings["field.delim"])
        row: Row = {}
        for number, column in enumerate(table.columns):
            cell = cells[number] if number < len(cells) else None
            row[column.name] = _hive_value(cell, column.type)
        rows.append(row)
    return rows


def texts_of(value: Map) -> dict[str, str]:
    """The plain strings of a map."""
    return {name: item for name, item in value.items if type(item) is str}


def _hive_value(cell: str | None, kind: str) -> Any:
    match kind:
        case "string":
            return cell
        case "int" | "bigint":
            if cell is None or not re.fullmatch(r"-?[0-9]+", cell):
                return None
            bits = 31 if kind == "int" else 63
            return int(cell) if -(2**bits) <= int(cell) < 2**bits else None
        case _:
            raise ValueError(kind)


def parquet(table: Table, records: Iterable[Mapping[str, Any]]) -> list[Row]:
    """The rows of Parquet records, by name; a column that a file does not have is empty."""
    assert table.serialization_library.endswith("ParquetHiveSerDe")
    return [{column.name: record.get(column.name) for column in table.columns} for record in records]


def filled(template: str, values: Mapping[str, str]) -> str:
    """The folder that a location template names for values of the partition keys; each must stand in it once."""
    assert sorted(re.findall(r"\$\{(\w+)\}", template)) == sorted(values)
    return re.sub(r"\$\{(\w+)\}", lambda match: values[match[1]], template)


def projected(parameters: Mapping[str, str], name: str, value: str) -> bool:
    """Whether Athena would make this value of a partition key, on the day NOW."""
    of = f"projection.{name}."
    match parameters[f"{of}type"]:
        case "enum":
            return value in parameters[f"{of}values"].split(",")
        case "integer":
            low, high = map(int, parameters[f"{of}range"].split(","))
            return value in {f"{number:0{parameters[f'{of}digits']}}" for number in range(low, high + 1)}
        case "date":
            assert parameters[f"{of}format"] == "yyyy/MM/dd"
            first, last = parameters[f"{of}range"].split(",")
            assert last == "NOW"
            if ago := re.fullmatch(r"NOW-([0-9]+)DAYS", first):
                first = f"{datetime.fromtimestamp(NOW.timestamp() - int(ago[1]) * 86400, UTC):%Y/%m/%d}"
            return first <= value <= f"{NOW:%Y/%m/%d}" and f"{datetime.strptime(value, '%Y/%m/%d'):%Y/%m/%d}" == value  # noqa: DTZ007 - a day
        case other:
            raise ValueError(other)


def sql(query: str, table: str, rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    """The answer of a SELECT to rows, by SQLite with the functions of Athena that the queries use."""
    with sqlite3.connect(":memory:") as base:
        base.create_function("now", 0, lambda: "now")
        base.create_function("date_format", 2, lambda _, form: f"{NOW:{form}}")
        base.create_function("from_unixtime", 1, lambda seconds: seconds)
        for part in ("year", "month", "day"):
            base.create_function(part, 1, lambda _, part=part: getattr(NOW, part))
        names = list(rows[0])
        quoted = ", ".join(f'"{name}"' for name in names)
        base.execute(f"create table {table} ({quoted})")
        marks = ", ".join("?" for _ in names)
        base.executemany(f"insert into {table} values ({marks})", [tuple(row[name] for name in names) for row in rows])
        answer = base.execute(query).fetchall()
    base.close()
    return answer
