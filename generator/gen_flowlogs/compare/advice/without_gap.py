"""Replacements that leave a gap → how two changes do without it, if AWS takes a second flow log beside the old one."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from gen_flowlogs.model import S3, CloudWatchLogs, OwnRole
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from gen_flowlogs.compare.comparison import Change
    from gen_flowlogs.compare.names import Definitions
    from gen_flowlogs.model import CapturePoint, Destination

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


class _Way(IntEnum):
    """The part that is to be written a second time. A later one is right for what an earlier one is for."""

    SINK = 1
    RECORD = 2
    BOTH = 3


def hints(
    changes: Iterable[Change],
    points: Definitions[CapturePoint],
    destinations: Definitions[Destination],
    racing: Collection[str],
) -> Iterator[str]:
    """Advise once on each way, with the capture points that it is for.

    `racing`: those whose new flow logs AWS does not take beside the old ones of another capture point.
    """
    ways: dict[str, _Way] = {}
    own_role: set[str] = set()
    for change in changes:
        forced = set(change.forced_by)
        if change.action != "replace" or change.capture_point is None or forced - _KNOWN:
            continue
        reads_one = _reads_one_layout(destinations.new.get(change.destination))
        unreadable = reads_one and _has_other_fields(*points.pair(change.capture_point))
        if forced <= _SINK:
            way = _Way.SINK
        elif forced & _SINK or unreadable or forced == _INTERVAL or change.capture_point in racing:
            way = _Way.BOTH
        else:
            way = _Way.RECORD
        point = quoted(change.capture_point)
        ways[point] = max(way, ways.get(point, way))  # one way for a capture point, which serves all its flow logs
        if _keep_one_role_name(*destinations.pair(change.destination)):
            own_role.add(point)
    sink, record, both = ([point for point, way in ways.items() if way == each] for each in _Way)
    if record:
        yield (
            f"no gap: leave {listing(record, _FEW)} as before, write the new settings into a second capture point of "
            f"the same target, {_NEXT}"
        )
    if sink:
        yield (
            "no gap: write the new settings into a second destination (a log group, bucket or prefix of its own"
            f"{_role(own_role, sink, ', and')}), send {listing(sink, _FEW)} to both, {_NEXT}"
        )
    if both:
        yield (
            f"no gap: leave {listing(both, _FEW)} and the destination as before, write the new settings into a second "
            "capture point of the same target, send that to a second destination of its own"
            f"{_role(own_role, both, ' with')}, {_NEXT.replace('one', 'ones')}"
        )


def _role(own_role: set[str], points: Iterable[str], before: str) -> str:
    """Demand another role for the second destination of any of these capture points."""
    return "" if own_role.isdisjoint(points) else f"{before} a role `name` of its own"


def _keep_one_role_name(old: Destination | None, new: Destination | None) -> bool:
    """Whether both versions of a destination give their role one name, which no second destination can have."""
    names = [
        each.role.name
        for each in (old, new)
        if each is not None and not isinstance(each, S3) and isinstance(each.role, OwnRole)
    ]
    return len(names) > 1 and names[0] is not None and names[0] == names[1]


def _has_other_fields(old: CapturePoint | None, new: CapturePoint | None) -> bool:
    """Whether the records of a capture point change; a plan does not show fields that go back to the default."""
    fields = [each.filter.fields(each.kind.family) for each in (old, new) if each is not None]
    return len(set(fields)) > 1


def _reads_one_layout(destination: Destination | None) -> bool:
    """Whether `queries` cannot be relied on to read two lists of fields there (the rule `query-layout`)."""
    match destination:
        case S3(queries=True, file_format=file_format):
            return file_format != "parquet"
        case CloudWatchLogs(queries=True):
            return True
    return False
