"""Other readers of the same records say the same: flowlogs-reader, DuckDB by the SQL of `reader`, pyarrow.

Records are drawn by chance, of formats that each of them knows. What is compared is counted, so that a comparison of
nothing fails.
"""

from __future__ import annotations

import gzip
import json
import random
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pytest
from flowlogs_reader import FlowRecord
from pyarrow import parquet

import sample_records
from commands import say
from gen_flowlogs.aws.fields import BY_NAME, DEFAULT, PRESETS

if TYPE_CHECKING:
    from pathlib import Path

COUNT = 2000

SPEC = """\
version: 1
name: small
filters:
  wide: {{fields: {{preset: {preset}}}}}
  mixed: {{fields: [version, log-status, dstport, srcaddr, start, account-id]}}
destinations:
  text: {{s3: {{bucket: acme-text, prefix: flows, expire_days: 400{options}}}}}
  columns: {{s3: {{bucket: acme-columns, file_format: parquet, expire_days: 400{options}}}}}
capture_points:
  core: {{vpc: vpc-0a1b2c3d4e5f67890, filter: wide, destinations: [text, columns]}}
  edge: {{vpc: vpc-0a1b2c3d4e5f67891, filter: mixed, destinations: [text]}}
"""


def drawn(count: int, seed: int) -> list[dict[str, str]]:
    """Records of flows and of intervals without any."""
    chance = random.Random(seed)
    records = []
    for number in range(count):
        if chance.random() < 0.1:
            records.append(sample_records.empty(chance.choice(("NODATA", "SKIPDATA"))))
            continue
        address = f"{chance.randrange(1, 224)}.{chance.randrange(256)}.{chance.randrange(256)}.{chance.randrange(256)}"
        records.append(
            sample_records.flow(
                srcaddr=chance.choice((address, "2001:db8::7", "::1")),
                dstport=str(chance.randrange(1, 2**16)),
                bytes=str(chance.randrange(2**40)),
                protocol=chance.choice(("6", "17", "1")),
                action=chance.choice(("ACCEPT", "REJECT")),
                account_id=chance.choice(("012345678901", "unknown")),
                tcp_flags=chance.choice(("-", "2", "18")),
                az_id=chance.choice(("-", "use1-az1")),
                start=str(1791000000 + number),
                end=str(1791000060 + number),
            )
        )
    return records


def expected(names: tuple[str, ...], record: dict[str, str]) -> dict[str, Any]:
    return {
        name.replace("-", "_"): None
        if record[name] == "-"
        else record[name]
        if BY_NAME[name].type == "string"
        else int(record[name])
        for name in names
    }


def decoded(*arguments: str, folder: Path) -> list[dict[str, Any]]:
    said = say("decode", *arguments, "--format", "json", folder=folder)
    assert (said.code, said.err) == (0, ""), said.err
    return [json.loads(line) for line in said.out.splitlines()]


@pytest.mark.filterwarnings("ignore:datetime.datetime.utcfromtimestamp:DeprecationWarning:flowlogs_reader")
@pytest.mark.parametrize("preset", ["default", "v3", "v4", "v5", "transit_gateway"])
def test_flowlogs_reader(preset: str, tmp_path: Path):
    names = DEFAULT["transit_gateway"] if preset == "transit_gateway" else PRESETS[preset]["vpc"]
    records = drawn(COUNT, 1)
    (tmp_path / "flows.log").write_text(sample_records.file(names, records))
    found = decoded("--header", "flows.log", folder=tmp_path)
    compared = 0
    for one, record in zip(found, records, strict=True):
        cells = {name.replace("-", "_"): record[name] for name in names if record[name] != "-"}
        for name, value in FlowRecord(cells).to_dict().items():
            if name.replace("_", "-") not in names:
                continue
            seconds = int(value.replace(tzinfo=UTC).timestamp()) if isinstance(value, datetime) else value
            assert one[name] == seconds, (name, record)
            compared += 1
    assert compared > COUNT * len(names) // 2


@pytest.mark.parametrize("options", ["", ", hive_compatible_partitions: true, per_hour_partition: true"])
@pytest.mark.parametrize("preset", ["default", "v11"])
def test_duckdb_by_the_query_of_reader(preset: str, options: str, tmp_path: Path):
    names = PRESETS[preset]["vpc"]
    (tmp_path / "spec.yaml").write_text(SPEC.format(preset=preset, options=options))
    records, others = drawn(COUNT, 2), drawn(100, 3)
    mixed = ("version", "log-status", "dstport", "srcaddr", "start", "account-id")
    is_split = bool(options)
    for number, (fields, several) in enumerate(((names, records[:900]), (names[::-1], records[900:]), (mixed, others))):
        key = sample_records.key(
            "111122223333", "us-east-1", datetime(2026, 10, 1, number, tzinfo=UTC), prefix="flows", hive=is_split,
            hourly=is_split, parquet=False,
        )  # fmt: skip
        place = tmp_path / "acme-text" / f"{key.removesuffix('.log.gz')}_{number}.log.gz"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(gzip.compress(sample_records.file(fields, several).encode()))
    said = say("reader", "spec.yaml", "core/text", "--for", "duckdb", folder=tmp_path)
    assert said.code == 0, said.err
    assert "records of edge" in said.out
    found = rows_of(said.out.replace("s3://", f"{tmp_path}/"))
    mine = [expected(names, record) for record in records]
    theirs = [{**dict.fromkeys(mine[0]), **expected(mixed, record)} for record in others]
    theirs = [{key: value for key, value in each.items() if key in mine[0]} for each in theirs]
    assert sorted(map(str, found)) == sorted(map(str, mine + theirs))
    assert len(found) == COUNT + 100


@pytest.mark.parametrize("line", ["2 too few", "x", sample_records.line(DEFAULT["vpc"], sample_records.flow()) + " 1"])
def test_the_query_of_duckdb_skips_no_line_silently(line: str, tmp_path: Path):
    (tmp_path / "spec.yaml").write_text(SPEC.format(preset="default", options=""))
    place = tmp_path / "acme-text/flows/AWSLogs/111122223333/vpcflowlogs/us-east-1/2026/10/01/a.log.gz"
    place.parent.mkdir(parents=True)
    text = sample_records.file(DEFAULT["vpc"], drawn(10, 1))
    query = say("reader", "spec.yaml", "core/text", "--for", "duckdb", folder=tmp_path).out
    place.write_bytes(gzip.compress(text.encode()))
    assert len(rows_of(query.replace("s3://", f"{tmp_path}/"))) == 10
    place.write_bytes(gzip.compress(f"{text}{line}\n".encode()))
    with pytest.raises(duckdb.Error):
        rows_of(query.replace("s3://", f"{tmp_path}/"))


def rows_of(query: str) -> list[dict[str, Any]]:
    """The rows of a query of DuckDB, without the names of the files."""
    with duckdb.connect() as connection:
        result = connection.execute(query)
        columns = [each[0] for each in result.description]
        rows = result.fetchall()
    found = [dict(zip(columns, row, strict=True)) for row in rows]
    assert {bool(each.pop("filename")) for each in found} <= {True}
    return found


def write_parquet(path: Path, names: tuple[str, ...], records: list[dict[str, str]], *, null: str | None) -> None:
    """A file as AWS delivers it: names with underscores, 32 and 64 bits; a missing string is null or `-`."""
    types = {"int32": pa.int32(), "int64": pa.int64(), "string": pa.string()}
    columns = {}
    for name in names:
        kind = types[BY_NAME[name].type]
        missing = null if kind == pa.string() else None
        cells = [missing if each[name] == "-" else each[name] for each in records]
        cells = [int(cell) if cell is not None and kind != pa.string() else cell for cell in cells]
        columns[name.replace("-", "_")] = pa.array(cells, kind)
    path.parent.mkdir(parents=True, exist_ok=True)
    parquet.write_table(pa.table(columns), path)


@pytest.mark.parametrize("null", [None, "-"])
@pytest.mark.parametrize("preset", ["default", "v11"])
def test_pyarrow_and_duckdb_of_parquet(preset: str, null: str | None, tmp_path: Path):
    names = PRESETS[preset]["vpc"]
    (tmp_path / "spec.yaml").write_text(SPEC.format(preset=preset, options=""))
    records = drawn(COUNT + 500, 4)
    key = sample_records.key(
        "111122223333",
        "us-east-1",
        datetime(2026, 10, 1, tzinfo=UTC),
        prefix="",
        hive=False,
        hourly=False,
        parquet=True,
    )
    place = tmp_path / "acme-columns" / key
    write_parquet(place, names, records, null=null)
    found = decoded("spec.yaml", "core", str(place), folder=tmp_path)
    theirs = [
        {name: None if value == "-" else value for name, value in row.items()}
        for row in parquet.read_table(place).to_pylist()
    ]
    assert found == theirs == [expected(names, record) for record in records]
    query = say("reader", "spec.yaml", "core/columns", "--for", "duckdb", folder=tmp_path).out
    assert rows_of(query.replace("s3://", f"{tmp_path}/")) == theirs


def test_parquet_in_other_order_and_with_other_text(tmp_path: Path):
    names = ("srcaddr", "version", "instance-tag", "interface-id")
    texts = ['a "b"', "x,y", "\x1b[31m", "é", "##vso[x]"]
    records = [sample_records.flow(instance_tag=text, srcaddr="::1") for text in texts]
    write_parquet(tmp_path / "a.parquet", names, records, null=None)
    found = decoded("--header", "a.parquet", folder=tmp_path)
    assert found == [expected(names, record) for record in records]
    csv = say(
        "decode", "--fields", "default", "a.parquet", "--format", "csv", "--columns", "instance-tag", folder=tmp_path
    )
    assert csv.out.splitlines()[1:] == ['"a ""b"""', '"x,y"', "\\x1b[31m", "é", "#\\#vso[x]"]


def test_parquet_with_numbers_as_text(tmp_path: Path):
    table = pa.table({"srcport": ["1", "x", None, "3"], "srcaddr": ["10.0.0.1", "10.0.0.2", "-", "10.0.0.3"]})
    parquet.write_table(table, tmp_path / "a.parquet")
    said = say("decode", "--header", "a.parquet", "--format", "json", folder=tmp_path)
    assert said.code == 1
    assert [json.loads(line)["srcport"] for line in said.out.splitlines()] == [1, None, 3]
    assert 'a.parquet: row 2: srcport is not what AWS writes: "x"' in said.err


def test_broken_parquet(tmp_path: Path):
    write_parquet(tmp_path / "a.parquet", ("srcaddr",), drawn(10, 5), null=None)
    whole = (tmp_path / "a.parquet").read_bytes()
    (tmp_path / "cut.parquet").write_bytes(whole[:-10])
    (tmp_path / "packed.parquet").write_bytes(gzip.compress(whole))
    assert "Parquet is broken" in say("decode", "--header", "cut.parquet", folder=tmp_path).err
    said = say("decode", "--header", "packed.parquet", folder=tmp_path)
    assert (said.code, "name the file, unpacked" in said.err) == (3, True)
    said = say("decode", "--header", folder=tmp_path, stdin=whole)
    assert (said.code, "name the file, unpacked" in said.err) == (3, True)
