"""Results of AWS Config → lists by account and region, flow logs, and notes on what is not read.

A kind is taken as whole where the results have any of it: that of a location without one may not be recorded there.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from gen_flowlogs.captures.inventory import FLOW_LOG
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.observe.answers import flow_logs as answers
from gen_flowlogs.observe.attributes import known
from gen_flowlogs.observe.existing import Note, Source
from gen_flowlogs.observe.inventory import config
from gen_flowlogs.observe.inventory.placing import Placed
from gen_flowlogs.phrasing import listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.captures.inventory import Resource
    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.observe.existing import FlowLog
    from gen_flowlogs.observe.inventory.pieces import Results

_NONE: Final = "AWS Config lists none there, and may not record them"


def lists(results: Results, file: str) -> Iterator[Placed]:
    """One list for each kind of the results in each of their locations."""
    found: dict[LocationKey, dict[str, list[Resource]]] = {}
    logs: dict[LocationKey, list[str]] = {}
    for each in results.pieces:
        if each.where is None:
            continue
        location = (each.where.account, each.where.region)
        of_kind = found.setdefault(location, {})
        for of in each.resources:
            of_kind.setdefault(of.kind, []).append(of)
        if each.flow_log is not None:
            of_kind.setdefault(FLOW_LOG, [])
            logs.setdefault(location, []).append(known(each.flow_log, "FlowLogId") or "")
    all_kinds = dict.fromkeys(kind for of_kind in found.values() for kind in of_kind)
    for location, of_kind in found.items():
        for kind in all_kinds:
            resources = tuple(of_kind.get(kind, ()))
            ids = logs.get(location, ()) if kind == FLOW_LOG else [each.id for each in resources]
            yield Placed(
                location=location,
                kinds=(kind,),
                ids=frozenset(ids),
                file=file,
                resources=resources,
                why_not=results.why_not or (None if ids else _NONE),
            )


def flow_logs(results: Results, file: str) -> Iterator[FlowLog]:
    """The flow logs among some results."""
    for each in results.pieces:
        if each.flow_log is not None and each.where is not None and known(each.flow_log, "FlowLogId"):
            yield answers.flow_log(each.flow_log, Source(file, known(each.flow_log, "FlowLogId")), each.where)


def notes(results: Results, file: str) -> Iterator[Note]:
    """A note on the types of resources that are not read."""
    unread = Counter(each.key for each in results.pieces if each.where is None)
    if unread:
        count = sum(unread.values())
        several = "one result of another type is" if count == 1 else f"{count} results of other types are"
        text = f"{several} not read: {listing([shown(each) for each in sorted(unread)], 4)}"
        yield Note(Source(file), text, f"leave out what is none of {listing(sorted(config.TYPES), 9)}", partial=False)
