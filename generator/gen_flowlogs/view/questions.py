"""Questions about flow log records, in no query language: `insights` and `sql` translate them.

A question names fields as AWS spells them, and becomes a query only for a record format that can answer it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.lazy_pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

MOST_ROWS = 25
HOST = "192.0.2.1"  # of a block that is reserved for examples (RFC 5737), so that no real host is meant

_FIELD = pattern(r"\{([a-z0-9-]+)\}")


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of each group of records: `count(*)`, or the sum of a field."""

    title: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    A record format answers it with all fields of `needs` and at least one of `measures`. Fields of `by` (the groups)
    and of `measures` that the format does not have are left out. `where` has fields in braces, and otherwise only
    words that both languages spell alike.
    """

    name: str
    about: str
    needs: tuple[str, ...]
    measures: tuple[Measure, ...]
    by: tuple[str, ...] = ()
    where: str | None = None
    hourly: bool = False


QUESTIONS: tuple[Question, ...] = (
    Question(
        name="conversations-of-a-host",
        about=f"Whom a host talks with; put its address in the place of {HOST}",
        needs=("srcaddr", "dstaddr"),
        measures=(Measure("total_bytes", "bytes"), Measure("total_packets", "packets"), Measure("flows")),
        by=("srcaddr", "dstaddr", "dstport", "protocol", "action"),
        where=f"{{srcaddr}} = '{HOST}' or {{dstaddr}} = '{HOST}'",
    ),
    Question(
        name="packets-lost",
        about="Packets that a transit gateway dropped, by reason",
        needs=(),
        measures=(
            Measure("no_route", "packets-lost-no-route"),
            Measure("blackhole", "packets-lost-blackhole"),
            Measure("mtu_exceeded", "packets-lost-mtu-exceeded"),
            Measure("ttl_expired", "packets-lost-ttl-expired"),
        ),
        by=("tgw-id", "tgw-attachment-id"),
    ),
    Question(
        name="rejected-by-port",
        about="Ports at which traffic is rejected",
        needs=("action", "dstport"),
        measures=(Measure("flows"),),
        by=("dstport", "protocol"),
        where="{action} = 'REJECT'",
    ),
    Question(
        name="skipped-records",
        about="Hours in which AWS lost records",
        needs=("log-status",),
        measures=(Measure("skipped"),),
        where="{log-status} = 'SKIPDATA'",
        hourly=True,
    ),
    Question(
        name="top-talkers",
        about="Pairs of addresses that send the most bytes",
        needs=("srcaddr", "dstaddr", "bytes"),
        measures=(Measure("total_bytes", "bytes"), Measure("total_packets", "packets")),
        by=("srcaddr", "dstaddr"),
    ),
)
"""The questions, sorted by name. Every record format also has `records`, which shows the latest as they are."""


def answerable(names: Iterable[str]) -> Iterator[Question]:
    """The questions that records of these fields can answer, cut to what they have."""
    have = set(names)
    for question in QUESTIONS:
        measures = tuple(each for each in question.measures if each.field is None or each.field in have)
        if have.issuperset(question.needs) and measures:
            yield Question(
                name=question.name,
                about=question.about,
                needs=question.needs,
                measures=measures,
                by=tuple(name for name in question.by if name in have),
                where=question.where,
                hourly=question.hourly,
            )


def condition(where: str, spell: Callable[[str], str]) -> str:
    """A `where` with its fields in the spelling of one language."""
    return _FIELD.sub(lambda match: spell(match[1]), where)
