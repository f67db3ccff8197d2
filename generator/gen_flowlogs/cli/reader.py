"""`reader`: the query that reads the records of a capture point or destination, for DuckDB or Athena."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures.named import UnknownNameError, pairs
from gen_flowlogs.cli import exits, terminal
from gen_flowlogs.cli.asked_specs import understood
from gen_flowlogs.reading import athena, bucket, duckdb

if TYPE_CHECKING:
    import argparse


def run(arguments: argparse.Namespace) -> int:
    """Print the query; 1 where the spec has errors. Raises UsageError for records that are not in a bucket."""
    specs = understood([arguments.spec], arguments.root, "there is no query")
    if isinstance(specs, int):
        return specs
    spec = specs[0].spec
    try:
        records = bucket.records(spec, pairs(spec, arguments.what))
        text = duckdb.query(records) if arguments.language == "duckdb" else athena.query(records)
    except (UnknownNameError, bucket.NoQueryError, athena.SeveralFormatsError) as error:
        raise exits.UsageError(str(error)) from error
    terminal.say(text)
    return exits.CLEAN
