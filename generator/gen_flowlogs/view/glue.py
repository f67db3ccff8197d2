"""The Glue table of an S3 destination's records, and its database.

Text records are read by position, so the columns are the fields in the order of the format; Parquet is read by name,
so that several formats make one table. Sources, read 2026-10: Athena user guide "vpc-flow-logs", "lazy-simple-serde",
"parquet-serde", "handling-schema-updates-chapter"; Glue API, "DatabaseInput".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from gen_flowlogs import naming
from gen_flowlogs.aws import fields
from gen_flowlogs.aws.spellings import column
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.hcl import Map, Ref, interpolate
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.model import known_name
from gen_flowlogs.view.partitions import Column, Partitions
from gen_flowlogs.view.record_formats import record_formats
from gen_flowlogs.view.resources import OfDestination

if TYPE_CHECKING:
    from gen_flowlogs.aws.fields import FieldType
    from gen_flowlogs.hcl import Text
    from gen_flowlogs.model import S3, CapturePoint

_TYPES: dict[FieldType, str] = {"int32": "int", "int64": "bigint", "string": "string"}
_NAME_LIMIT = 128  # of an Athena workgroup, which has the same name; a Glue database may have 255
_PLAIN = pattern(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Database(OfDestination):
    """`aws_glue_catalog_database`."""

    TYPE: ClassVar[str] = "aws_glue_catalog_database"

    name: str
    description: str
    tags: Map | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(OfDestination):
    """`aws_glue_catalog_table`, external; the arguments of its storage descriptor are fields here."""

    TYPE: ClassVar[str] = "aws_glue_catalog_table"

    name: str
    database_name: Ref
    parameters: Map
    partition_keys: tuple[Column, ...]
    location: Text
    input_format: str
    output_format: str
    serialization_library: str
    serialization_parameters: Map
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Hive's settings for one file format."""

    parameters: tuple[tuple[str, str], ...]
    input_format: str
    output_format: str
    library: str
    settings: Map


_HIVE = "org.apache.hadoop.hive"
_TEXT = _Reader(
    parameters=(("EXTERNAL", "TRUE"), ("skip.header.line.count", "1")),
    input_format="org.apache.hadoop.mapred.TextInputFormat",
    output_format=f"{_HIVE}.ql.io.HiveIgnoreKeyTextOutputFormat",
    library=f"{_HIVE}.serde2.lazy.LazySimpleSerDe",
    settings=Map((("field.delim", " "), ("serialization.format", " "))),
)
_PARQUET = _Reader(
    parameters=(("EXTERNAL", "TRUE"), ("classification", "parquet")),
    input_format=f"{_HIVE}.ql.io.parquet.MapredParquetInputFormat",
    output_format=f"{_HIVE}.ql.io.parquet.MapredParquetOutputFormat",
    library=f"{_HIVE}.ql.io.parquet.serde.ParquetHiveSerDe",
    settings=Map((("serialization.format", "1"),)),
)


def table_fields(destination: S3, points: tuple[CapturePoint, ...]) -> tuple[str, ...]:
    """The fields of a destination's table, in order; of several formats the fields of all, in AWS's order.

    Raises ValueError for text of several formats, which no table can read; `lint` has refused it before.
    """
    first, *others = record_formats(points)
    if not others:
        return first.fields
    if destination.file_format != "parquet":
        raise ValueError(f"no table can read the text of several formats in {bucket_and_prefix(destination)}")
    have = {name for record_format in (first, *others) for name in record_format.fields}
    return tuple(name for name in fields.BY_NAME if name in have)


def table(destination: S3, name: str, bucket: Text, names: tuple[str, ...], projected: Partitions) -> Table:
    """The table `name` of a destination's records, with the columns that `table_fields` gives."""
    reader = _PARQUET if destination.file_format == "parquet" else _TEXT
    return Table(
        destination=destination.name,
        name=name,
        database_name=Ref(f"{Database.TYPE}.{naming.label(destination.name)}.name"),
        parameters=Map((*reader.parameters, *projected.projection.items)),
        partition_keys=projected.keys,
        location=interpolate("s3://", bucket, f"/{destination.prefix}/AWSLogs/" if destination.prefix else "/AWSLogs/"),
        input_format=reader.input_format,
        output_format=reader.output_format,
        serialization_library=reader.library,
        serialization_parameters=reader.settings,
        columns=tuple(Column(column(each), _TYPES[fields.BY_NAME[each].type]) for each in names),
    )


def bucket_and_prefix(destination: S3) -> str:
    """Bucket and prefix."""
    name = known_name(destination)
    return f"{name}/{destination.prefix}" if destination.prefix else name


def database_name(destination: S3) -> str:
    """The name of a database: lower-case letters, digits, underscores, and a hash where two buckets could share it."""
    path = bucket_and_prefix(destination)
    name = "flow_logs_" + re.sub(r"[^a-z0-9]", "_", path.lower().replace("/", "__"))
    if _PLAIN.fullmatch(path) and len(name) <= _NAME_LIMIT:
        return name
    from hashlib import sha256  # noqa: PLC0415 - slow to import, and few paths need it

    digest = sha256(path.encode()).hexdigest()[:8]
    return f"{name[: _NAME_LIMIT - 9].rstrip('_')}_{digest}"
