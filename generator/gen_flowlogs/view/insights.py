"""CloudWatch Logs destinations with `queries` → `aws_cloudwatch_query_definition`, in the language of Logs Insights.

The command `parse` reads a record by a pattern with one `*` for each field of the record format. The names that
Insights discovers are used only where AWS documents them: the default format, alone in a Standard group. Sources
(CloudWatch Logs user guide, read 2026-10): "CWL_AnalyzeLogData-discoverable-fields", "CWL_QuerySyntax-Parse".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from gen_flowlogs import naming
from gen_flowlogs.aws import fields
from gen_flowlogs.aws.spellings import column
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.hcl import Call, Comment, Interpolation, Map, Ref, interpolate
from gen_flowlogs.model import known_name
from gen_flowlogs.view.questions import MOST_ROWS, Measure, Question, answerable, condition
from gen_flowlogs.view.record_formats import RecordFormat, record_formats
from gen_flowlogs.view.resources import OfDestination

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gen_flowlogs.model import CapturePoint, CloudWatchLogs

DISCOVERED = {
    "version": "version",
    "account-id": "accountId",
    "interface-id": "interfaceId",
    "srcaddr": "srcAddr",
    "dstaddr": "dstAddr",
    "srcport": "srcPort",
    "dstport": "dstPort",
    "protocol": "protocol",
    "packets": "packets",
    "bytes": "bytes",
    "start": "startTime",
    "end": "endTime",
    "action": "action",
    "log-status": "logStatus",
}
"""Field of the default format → the name under which Insights finds it."""

_LATEST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryDefinition(OfDestination):
    """`aws_cloudwatch_query_definition`: one for each name and query of `for_each`."""

    TYPE: ClassVar[str] = "aws_cloudwatch_query_definition"

    for_each: Map
    name: str | Ref | Interpolation
    log_group_names: tuple[str | Ref, ...]
    query_string: Ref


@dataclass(frozen=True, slots=True)
class QuerySet:
    """The queries of one destination."""

    comment: Comment
    definition: QueryDefinition


@dataclass(frozen=True, slots=True)
class _Reader:
    """The reading of one record format: the lines before a query, and the name of a field after them."""

    lines: tuple[str, ...]
    spell: Callable[[str], str]


def query_set(destination: CloudWatchLogs, writers: tuple[CapturePoint, ...]) -> QuerySet | None:
    """The queries on a destination's log group in one stack; None where no capture point there records into it."""
    formats = record_formats(writers)
    if not formats:
        return None
    queries = [
        (f"{record_format.title}/{name}" if len(formats) > 1 else name, Call("join", ("\n", lines)))
        for record_format in formats
        for name, lines in _queries(record_format, _reader(record_format, destination, alone=len(formats) == 1))
    ]
    label = naming.label(destination.name)
    group = known_name(destination) if destination.existing else Ref(f"aws_cloudwatch_log_group.{label}.name")
    return QuerySet(
        Comment(f"destinations.{destination.name}"),
        QueryDefinition(
            destination=destination.name,
            for_each=Map(tuple(queries)),
            name=interpolate(f"flow-logs/{destination.name}/", Ref("each.key")),
            log_group_names=(group,),
            query_string=Ref("each.value"),
        ),
    )


def _reader(record_format: RecordFormat, destination: CloudWatchLogs, *, alone: bool) -> _Reader:
    """The reader of a format. Records of several formats in one group differ by their number of fields alone."""
    standard = destination.log_class == "STANDARD" and not destination.existing
    if alone and standard and record_format.fields == fields.DEFAULT["vpc"]:
        return _Reader((), DISCOVERED.__getitem__)
    stars = " ".join("*" for _ in record_format.fields)
    parse = f'parse @message "{stars}" as {", ".join(map(column, record_format.fields))}'
    if alone:
        return _Reader((parse,), column)
    more = len(record_format.fields) - 1
    return _Reader((rf"filter @message like /^\S+( \S+){{{more}}}$/", parse), column)


def _queries(record_format: RecordFormat, reader: _Reader) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Name and lines of each query, sorted by name, with `records` among them."""
    queries = {question.name: _lines(question, reader) for question in answerable(record_format.fields)}
    shown = ", ".join(("@timestamp", *map(reader.spell, record_format.fields)))
    queries["records"] = _piped(
        "The latest records, as they are",
        (*reader.lines, f"fields {shown}", "sort @timestamp desc", f"limit {_LATEST}"),
    )
    yield from sorted(queries.items())


def _lines(question: Question, reader: _Reader) -> tuple[str, ...]:
    commands = list(reader.lines)
    if question.where is not None:
        commands.append(f"filter {condition(question.where, reader.spell)}")
    measures = ", ".join(f"{_measure(each, reader)} as {each.title}" for each in question.measures)
    groups = [*map(reader.spell, question.by), *(["bin(1h)"] if question.hourly else [])]
    commands.append(f"stats {measures} by {', '.join(groups)}" if groups else f"stats {measures}")
    if question.by:
        commands += [f"sort {question.measures[0].title} desc", f"limit {MOST_ROWS}"]
    return _piped(question.about, tuple(commands))


def _measure(measure: Measure, reader: _Reader) -> str:
    return "count(*)" if measure.field is None else f"sum({reader.spell(measure.field)})"


def _piped(about: str, commands: tuple[str, ...]) -> tuple[str, ...]:
    return (f"# {about}", commands[0], *(f"| {command}" for command in commands[1:]))
