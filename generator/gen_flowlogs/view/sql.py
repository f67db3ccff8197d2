"""The questions of flow log records in Athena's SQL, against one table and one day.

Source: Athena user guide "reserved-words", read 2026-10.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.spellings import column
from gen_flowlogs.hcl import Call, Map
from gen_flowlogs.view.questions import MOST_ROWS, Measure, Question, answerable, condition

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = "flow_logs"

_RESERVED = frozenset({"end"})  # the only reserved word that is also a field
_LATEST = 100


def queries(names: tuple[str, ...], today: str, *, hourly: bool) -> Map:
    """Name → query, sorted by name.

    Args:
        names: the fields that the table has.
        today: the condition that chooses the partitions of one day.
        hourly: whether the hour is one of the partitions' keys.
    """
    by_name = {question.name: tuple(_lines(question, names, today, hourly=hourly)) for question in answerable(names)}
    by_name["records"] = (
        *_head("Records of the day, as they are"),
        f"SELECT {', '.join(map(_spell, names))}",
        f"FROM {TABLE}",
        f"WHERE {today}",
        f"LIMIT {_LATEST}",
    )
    return Map(tuple((name, Call("join", ("\n", lines))) for name, lines in sorted(by_name.items())))


def _lines(question: Question, names: tuple[str, ...], today: str, *, hourly: bool) -> Iterator[str]:
    groups = [*map(_spell, question.by), *(_hour(names, hourly=hourly) if question.hourly else ())]
    measures = [f"{_measure(each)} AS {each.title}" for each in question.measures]
    yield from _head(question.about)
    yield f"SELECT {', '.join(groups + measures)}"
    yield f"FROM {TABLE}"
    yield f"WHERE {today}"
    if question.where is not None:
        yield f"AND ({condition(question.where, _spell)})"
    if groups:
        yield f"GROUP BY {', '.join(str(number) for number in range(1, len(groups) + 1))}"
    if question.hourly and groups:
        yield "ORDER BY 1"
    elif groups:
        yield f"ORDER BY {question.measures[0].title} DESC"
        yield f"LIMIT {MOST_ROWS}"


def _head(about: str) -> tuple[str, str]:
    return f"-- {about}", "-- Reads today, by UTC; name another day to read that"


def _hour(names: tuple[str, ...], *, hourly: bool) -> tuple[str, ...]:
    """The hour of a record, by its own start or by its folder; empty where neither has it."""
    if "start" in names:
        return ("from_unixtime(start - start % 3600) AS hour_of_day",)
    return ("log_hour",) if hourly else ()


def _measure(measure: Measure) -> str:
    return "count(*)" if measure.field is None else f"sum({_spell(measure.field)})"


def _spell(name: str) -> str:
    spelt = column(name)
    return f'"{spelt}"' if spelt in _RESERVED else spelt
