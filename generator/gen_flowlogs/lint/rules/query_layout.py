"""Records that the queries of `queries: true` could not read: nothing in a record says which format it has.

Queries of a log group distinguish formats by their number of fields, a table of text not at all; Parquet names its
columns. A table reads all files below one prefix of a bucket, whichever flow log wrote them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import sinks
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint import claims
from gen_flowlogs.lint.origins import own_filter, settings
from gen_flowlogs.model import ONLY, S3, CloudWatchLogs, store_name
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index, Use
    from gen_flowlogs.model import Destination

Pair = tuple[object, ...]
"""A format and a destination, whichever variants of them are meant as long as they are alike."""


def check(index: Index) -> Iterator[Finding]:
    """Find records that the queries of their sink could not read, and queries that belong to no stack or to two."""
    yield from _owners(index)
    yield from _accounts(index)
    yield from _twice(index)
    yield from unreadable(index).values()


def unreadable(index: Index) -> dict[Pair, Finding]:
    """The first mistake of each format in a destination whose sink has queries."""
    by_sink: dict[tuple[object, ...], dict[Pair, Use]] = {}
    pairs = Pairs(index)
    for use in index.uses:
        at = sinks.sink(use.destination, use.stack)
        by_sink.setdefault(at, {}).setdefault(pairs.of(use), use)
    wrong: dict[Pair, Finding] = {}
    for uses in by_sink.values():
        asks = next((use.destination for use in uses.values() if asked(use.destination)), None)
        before: list[Use] = []
        for pair, use in uses.items() if asks is not None else ():
            problem = None if asks is None else _problem(asks, before, use)
            if problem is not None:
                wrong.setdefault(pair, problem)
            before.append(use)
    return wrong


class Pairs:
    """The format and the destination of each use."""

    def __init__(self, index: Index) -> None:
        self._formats = {id(each): each.identity for each in index.formats}

    def of(self, use: Use) -> Pair:
        """The pair of a use."""
        destination = use.destination
        store = sinks.sink(destination, ONLY), sinks.file_form(destination)
        return self._formats[id(use.format)], destination.name, *store


def asked(destination: Destination) -> bool:
    """Whether a destination has queries."""
    return isinstance(destination, CloudWatchLogs | S3) and destination.queries


def _problem(asks: Destination, before: list[Use], use: Use) -> Finding | None:
    """Why the queries could not tell the records of one use from those before it; None where they can."""
    other = next(
        (each for each in before if sinks.file_form(each.destination) != sinks.file_form(use.destination)), None
    )
    if other is not None:
        return _other_form(asks, other, use)
    others = [each for each in before if each.format.fields != use.format.fields]
    if not others or (isinstance(asks, S3) and asks.file_format == "parquet"):
        return None
    if isinstance(asks, S3):
        fix = f"`file_format: parquet`, or another {sinks.exclusive(asks)}"
        return _layout(asks, others[0], use, "no table can read the text of both", fix)
    stranger = next((each for each in (use, *others) if each.destination.name != asks.name), None)
    if stranger is not None:
        why = f"the queries of {quoted(asks.name)} know none of {quoted(stranger.destination.name)}"
        return _layout(asks, others[0], use, why, "one destination for both, or another log group")
    length = len(use.format.fields)
    same = next((each for each in others if len(each.format.fields) == length), None)
    if same is None:
        return None
    why = f"the queries cannot distinguish them, since both have {length} fields"
    return _layout(asks, same, use, why, "another log group, or more fields")


def _layout(asks: Destination, other: Use, use: Use, why: str, fix: str) -> Finding:
    return Finding(
        "query-layout",
        f"{use.names_point(other)} and {other.names_point(use)} write different fields into {sinks.quoted_name(asks)}, "
        f"and {why}; use {fix}, or take `queries` out",
        own_filter(use.point),
        (("the other is", other.point.origin.key()), ("the queries are asked for at", settings(asks).at("queries"))),
    )


def _other_form(asks: Destination, other: Use, use: Use) -> Finding:
    return Finding(
        "query-layout",
        f"{use.names_destination(other)} writes files of another form into {sinks.quoted_name(asks)} than "
        f"{other.names_destination(use)} does, and one table reads them all; use another prefix, or take `queries` "
        "out",
        use.destination.origin.key(),
        (
            ("the other is", other.destination.origin.key()),
            ("the queries are asked for at", settings(asks).at("queries")),
        ),
    )


def _twice(index: Index) -> Iterator[Finding]:
    """Two tables of one prefix would be one table twice, in one database."""
    first: dict[tuple[object, ...], S3] = {}
    for destination in index.spec.destinations:
        if (
            not isinstance(destination, S3)
            or not destination.queries
            or destination.retired
            or sinks.is_open(destination)
        ):
            continue
        places = [
            (partition, store_name(destination), destination.prefix)
            for partition in claims.partitions(index.ownership, destination)
            if not sinks.is_open(destination)
        ]
        others = (first.setdefault(place, destination) for place in places)
        other = next((each for each in others if each.name != destination.name), None)
        if other is not None:
            yield Finding(
                "query-layout",
                f"{quoted(other.name)} and {quoted(destination.name)} would both create the table of "
                f"{sinks.quoted_name(destination)}; ask for `queries` in one of them",
                settings(destination).at("queries"),
                (("the other is at", settings(other).at("queries")),),
            )


def _accounts(index: Index) -> Iterator[Finding]:
    """Find tables of a whole organisation's records that list only the accounts of this spec."""
    for destination in index.spec.destinations:
        if isinstance(destination, S3) and destination.queries and destination.org_id and not destination.retired:
            if destination.query_accounts:
                continue
            yield Finding(
                "query-layout",
                f"the organisation {quoted(destination.org_id)} sends to {sinks.quoted_name(destination)}, and a table "
                'lists each account; write the others, `query_accounts: ["999988887777"]`, or take `queries` out',
                settings(destination).at("queries"),
                (("the organisation is at", settings(destination).at("org_id")),),
            )


def _owners(index: Index) -> Iterator[Finding]:
    """Find existing buckets whose table belongs to no stack."""
    for destination in index.spec.destinations:
        if not isinstance(destination, S3) or not (destination.existing and destination.queries):
            continue
        senders = index.senders(destination)
        if destination.stack is None and len(senders) > 1 and len(index.spec.stacks) > 1:
            yield Finding(
                "query-layout",
                f"{len(senders)} stacks send to {sinks.quoted_name(destination)}, and one of them must have its table; "
                f"write `stack:`, such as {quoted(senders[0].name)}",
                settings(destination).at("queries"),
            )
