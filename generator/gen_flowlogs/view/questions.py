"""What people ask of flow log records, in no query language: `insights` and `athena` put it into theirs.

A question names fields as AWS spells them, and is asked of a record layout only where it can be answered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

MOST_ROWS = 25
HOST = "192.0.2.1"  # of a block that is kept for examples (RFC 5737), so that nobody's host is meant

_FIELD = re.compile(r"\{([a-z0-9-]+)\}")


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of each group of records: `count(*)`, or the sum of a field."""

    title: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    `needs` are the fields without which it makes no sense; it also needs one of its `measures`. Those of `by`, which
    tell the groups apart, and of `measures` that a layout does not have are left out. `where` holds fields in braces,
    and otherwise only what both languages spell alike.
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
"""Sorted by name. Besides them every layout has `records`, which shows the latest as they are."""


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
    """A `where` with its fields as a language spells them."""
    return _FIELD.sub(lambda match: spell(match[1]), where)


def column(name: str) -> str:
    """A field's name where hyphens are not allowed: `pkt-srcaddr` → `pkt_srcaddr`."""
    return name.replace("-", "_")
