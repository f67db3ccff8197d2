"""Records of two formats in one sink. A reader of one misreads the other: text has its columns by their position."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import sinks
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.origins import own_filter
from gen_flowlogs.lint.rules import query_layout
from gen_flowlogs.lint.suppression import Suppressible
from gen_flowlogs.model import S3, Firehose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index, Use


def check(index: Index) -> Iterator[Suppressible]:
    """Log groups and S3 prefixes that hold more than one kind of record. A stream's reader is not ours to judge."""
    by_sink: dict[tuple[object, ...], dict[tuple[object, ...], Use]] = {}
    for use in index.uses:
        if not isinstance(use.destination, Firehose):
            kinds = by_sink.setdefault(sinks.sink(use.destination, use.stack), {})
            kinds.setdefault((_columns(use), sinks.file_form(use.destination)), use)
    reported: set[tuple[object, ...]] = set()
    unreadable, pairs = query_layout.unreadable(index), query_layout.Pairs(index)
    for kinds in by_sink.values():
        first, *others = kinds.values()
        for use in others:
            same = (first.format.identity, pairs.of(use))
            if same not in reported and pairs.of(use) not in unreadable:
                reported.add(same)
                yield _mixed(first, use)


def _columns(use: Use) -> tuple[object, ...]:
    """The record format that a reader must know. A file of Parquet names its columns, and readers go by their names."""
    match use.destination:
        case S3(file_format="parquet"):
            return ()
        case _:
            return use.format.record_format


def _mixed(first: Use, use: Use) -> Suppressible:
    where = sinks.quoted_name(use.destination)
    if sinks.file_form(first.destination) != sinks.file_form(use.destination):
        return Suppressible(
            Finding(
                "mixed-formats",
                f"{use.names_destination(first)} writes files of another form into {where} than "
                f"{first.names_destination(use)} does, so no one table can read them; use another prefix",
                use.destination.origin.key(),
                (("the other is", first.destination.origin.key()),),
            ),
            (use.destination,),
        )
    fix = f"a {sinks.exclusive(use.destination)}"
    return Suppressible(
        Finding(
            "mixed-formats",
            f"{use.names_point(first)} and {first.names_point(use)} write different fields into {where}, and no record "
            f"shows its format; use one filter for both, or {fix} for each format",
            own_filter(use.point),
            (("the other is", first.point.origin.key()),),
        ),
        (use.point, use.destination),
    )
