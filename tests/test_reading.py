"""`reader`: the query that reads records where they are. DuckDB's SQL is run in test_decode_differential."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import duckdb
import pytest

import query_engines
import sample_records
from commands import say
from gen_flowlogs.aws.fields import PRESETS
from gen_flowlogs.aws.spellings import column

if TYPE_CHECKING:
    from pathlib import Path

SPEC = """\
version: 1
name: small
filters:
  wide: {fields: {preset: security}}
destinations:
  central: {cloudwatch_logs: {log_group: /flow-logs, retention_days: 30}}
  text: {s3: {bucket: acme-text, expire_days: 400}}
  mixed: {s3: {bucket: acme-mixed, prefix: flows, expire_days: 400}}
  columns: {s3: {bucket: acme-columns, file_format: parquet, hive_compatible_partitions: true, expire_days: 400}}
  asked: {s3: {bucket: acme-asked, file_format: parquet, queries: true, expire_days: 400}}
  given: {s3: {bucket: {var: bucket}, existing: true}}
  stream: {firehose: {delivery_stream: "arn:aws:firehose:us-east-1:111122223333:deliverystream/flow-logs"}}
  unused: {s3: {bucket: acme-unused, expire_days: 400}}
capture_points:
  core: {vpc: vpc-0a1b2c3d4e5f67890, destinations: [central, text, columns]}
  edge: {vpc: vpc-0a1b2c3d4e5f67891, filter: wide, destinations: [mixed, columns, asked]}
  rest: {vpc: vpc-0a1b2c3d4e5f67892, destinations: [mixed, given, stream]}
  hub: {transit_gateway: tgw-0a1b2c3d4e5f67890, destinations: columns}
  mixed: {vpc: vpc-0a1b2c3d4e5f67893, destinations: central}
"""
DEFAULT = PRESETS["default"]["vpc"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "spec.yaml").write_text(SPEC)
    return tmp_path


def query(what: str, language: str, folder: Path) -> str:
    said = say("reader", "spec.yaml", what, "--for", language, folder=folder)
    assert (said.code, said.err) == (0, "")
    return said.out


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("central", 'the records of "central" are in a log group'),
        ("core", "several buckets: name one of core/columns or core/text"),
        ("stream", "where its delivery stream delivers them"),
        ("unused", 'no capture point has the destination "unused"'),
        ("mixed", '"mixed" is a capture point and a destination'),
        ("edg", "did you mean edge?"),
        ("core/mixed", 'core has no destination "mixed"'),
    ],
)
def test_what_is_refused(what: str, why: str, folder: Path):
    said = say("reader", "spec.yaml", what, "--for", "duckdb", folder=folder)
    assert (said.code, said.out) == (2, "")
    assert why in said.err


def test_text_of_several_formats_is_refused_for_athena_alone(folder: Path):
    said = say("reader", "spec.yaml", "edge/mixed", "--for", "athena", folder=folder)
    assert (said.code, "several record formats" in said.err) == (2, True)
    assert "records of rest" in query("edge/mixed", "duckdb", folder)


def test_the_query_of_a_log_group_reads_its_records(folder: Path):
    said = say("reader", "spec.yaml", "central", "--for", "duckdb", folder=folder).err
    text = said[said.index("# The latest") :].rstrip()
    message = sample_records.line(DEFAULT, sample_records.flow())
    row = query_engines.insights(text, [message])[0]
    assert (row["srcAddr"], row["dstPort"], row["startTime"]) == ("10.0.1.5", "443", "1791000120")


@pytest.mark.parametrize(
    ("what", "paths"),
    [
        ("core/text", ["s3://acme-text/AWSLogs/*/vpcflowlogs/*/*/*/*/*.log.gz"]),
        ("rest/given", ["s3://BUCKET/AWSLogs/*/vpcflowlogs/*/*/*/*/*.log.gz"]),
        (
            "hub",
            [
                (
                    "s3://acme-columns/AWSLogs/aws-account-id=*/*service=vpcflowlogs/aws-region=*/year=*/month=*/day=*"
                    "/*.log.parquet"
                )
            ],
        ),
    ],
)
def test_the_files(what: str, paths: list[str], folder: Path):
    assert re.findall(r"'(s3://.*)'", query(what, "duckdb", folder)) == paths


def test_the_table_of_athena_and_its_query(folder: Path):
    text = query("core/text", "athena", folder)
    columns = re.findall(r"^  `(\w+)` (\w+),?$", text, re.MULTILINE)
    assert [name for name, _ in columns][:14] == list(map(column, DEFAULT))
    assert [name for name, _ in columns][14:] == ["aws_account", "aws_region", "log_date"]
    assert "'projection.aws_account.values' = 'ACCOUNT'" in text
    assert "LOCATION 's3://acme-text/AWSLogs/'" in text
    select = text[text.index("SELECT") :]
    with duckdb.connect() as connection:  # its SQL is Athena's as far as the query goes, but for the day
        kinds = ", ".join(f'"{name}" {kind}' for name, kind in columns)
        connection.execute(f'CREATE TABLE "flow_logs_acme_text" ({kinds})')
        values = [*sample_records.line(DEFAULT, sample_records.empty("NODATA")).split(" "), "1", "r", "2026/10/01"]
        cells = [
            None if cell == "-" and kind != "string" else cell for cell, (_, kind) in zip(values, columns, strict=True)
        ]
        connection.execute(f"INSERT INTO flow_logs_acme_text VALUES ({', '.join('?' * len(cells))})", cells)
        rows = connection.execute(select.replace("date_format(now(), '%Y/%m/%d')", "'2026/10/01'")).fetchall()
    assert rows == [(11, "111122223333", "eni-0a1b2c3d4e5f60001", *[None] * 7, 1791000120, 1791000178, None, "NODATA")]


def test_a_table_that_the_spec_makes_is_not_made_again(folder: Path):
    text = query("asked", "athena", folder)
    assert "CREATE" not in text
    assert 'FROM "flow_logs_acme_asked"."flow_logs"' in text


def test_a_spec_with_errors(folder: Path):
    (folder / "spec.yaml").write_text(SPEC.replace("vpc-0a1b2c3d4e5f67890", "nonsense"))
    said = say("reader", "spec.yaml", "core/text", "--for", "duckdb", folder=folder)
    assert (said.code, said.out) == (1, "")
    assert "spec.yaml:15" in said.err
