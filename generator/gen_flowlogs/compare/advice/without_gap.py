"""Replacements that leave a gap → how two changes do without it, if AWS takes a second flow log beside the old one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.model import S3, CloudWatchLogs
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.compare.comparison import Change
    from gen_flowlogs.model import Destination, Spec

_FORMAT = "log_format"
_RECORD = {"traffic_type", _FORMAT, "tag_field_specification"}
_SINK = {
    "log_destination",
    "log_destination_type",
    "destination_options",
    "iam_role_arn",
    "deliver_cross_account_role",
}
_INTERVAL = {"max_aggregation_interval"}
_KNOWN = _RECORD | _SINK | _INTERVAL
_FEW = 6  # capture points that are named
_NEXT = "and remove the old one in the next change"


def hints(changes: Iterable[Change], new: Spec | None) -> Iterator[str]:
    """Advise once on each way, with the capture points that it is for."""
    destinations = {each.name: each for each in new.destinations} if new else {}
    ways: dict[str, set[str]] = {}
    for change in changes:
        forced = set(change.forced_by)
        if change.action != "replace" or change.capture_point is None or forced - _KNOWN:
            continue
        unreadable = _FORMAT in forced and _reads_one_layout(destinations.get(change.destination))
        if forced <= _SINK:
            way = "sink"
        elif forced & _SINK or unreadable or forced == _INTERVAL:
            way = "both"
        else:
            way = "record"
        ways.setdefault(quoted(change.capture_point), set()).add(way)
    record, sink = ([name for name, several in ways.items() if several == {way}] for way in ("record", "sink"))
    both = [name for name in ways if name not in (*record, *sink)]  # also one that takes two ways to two destinations
    if record:
        yield (
            f"no gap: leave {listing(record, _FEW)} as before, write the new settings into a second capture point of "
            f"the same target, {_NEXT}"
        )
    if sink:
        yield (
            "no gap: write the new settings into a second destination (a log group, bucket or prefix of its own), send "
            f"{listing(sink, _FEW)} to both, {_NEXT}"
        )
    if both:
        yield (
            f"no gap: leave {listing(both, _FEW)} and the destination as before, write the new settings into a second "
            "capture point of the same target, send that to a second destination of its own, "
            f"{_NEXT.replace('one', 'ones')}"
        )


def _reads_one_layout(destination: Destination | None) -> bool:
    """Whether `queries` cannot be relied on to read two lists of fields there (the rule `query-layout`)."""
    match destination:
        case S3(queries=True, file_format=file_format):
            return file_format != "parquet"
        case CloudWatchLogs(queries=True):
            return True
    return False
