"""Destinations with `queries: true` → the resources that query their records, from the fields of their flow logs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.model import S3, CloudWatchLogs, Destination

if TYPE_CHECKING:
    from gen_flowlogs.root_modules import Writers
    from gen_flowlogs.view.athena import Catalogue
    from gen_flowlogs.view.insights import QuerySet
    from gen_flowlogs.view.s3 import Senders


@dataclass(frozen=True, slots=True)
class View:
    """`queries.tf`."""

    query_sets: tuple[QuerySet, ...]
    catalogues: tuple[Catalogue, ...]


def view(
    destinations: tuple[Destination, ...], writers: Writers, all_writers: Writers, senders: Senders
) -> View | None:
    """The queries of one root module; None where there are none.

    Args:
        destinations: those that the root module owns; those without `queries` are skipped.
        writers: those of the root module's stack.
        all_writers: those of all stacks, since a bucket holds the records of every stack.
        senders: bucket destination → the locations whose records it takes.
    """
    asked = [each for each in destinations if isinstance(each, CloudWatchLogs | S3) and each.queries]
    if not asked:
        return None
    from gen_flowlogs.view.athena import catalogue  # noqa: PLC0415 - most specs have no queries
    from gen_flowlogs.view.insights import query_set  # noqa: PLC0415 - the same

    sets = (query_set(each, writers.get(each.key, ())) for each in asked if isinstance(each, CloudWatchLogs))
    catalogues = (
        catalogue(each, all_writers.get(each.key, ()), senders[each.key]) for each in asked if isinstance(each, S3)
    )
    made = View(tuple(each for each in sets if each), tuple(each for each in catalogues if each))
    return made if made.query_sets or made.catalogues else None
