"""Replacements that leave a gap → how two changes do without it, if AWS takes a second flow log beside the old one."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from gen_flowlogs.captures import sinks
from gen_flowlogs.model import S3, CloudWatchLogs
from gen_flowlogs.phrasing import listing, quoted
from gen_flowlogs.view.flow_logs import ADOPTED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from gen_flowlogs.compare.advice.roles import Roles
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
_NO_GAP = "to avoid the gap,"


_FlowLog = tuple[str, str, str | None]
"""Capture point, destination and stack."""


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
    roles: Roles,
) -> Iterator[str]:
    """Advise once on each way, with the capture points that it is for.

    `racing`: those whose new flow logs AWS does not take beside the old ones of another capture point.
    """
    ways: dict[str, _Way] = {}
    replaced: list[_FlowLog] = []
    for change in changes:
        forced = set(change.forced_by)
        if change.action != "replace" or change.capture_point is None or forced - _KNOWN:
            continue
        pair = points.pair(change.capture_point, change.stack)
        if _is_released(change, pair, destinations):
            continue
        if _comes_along(change, pair[1], destinations):
            forced.add("log_destination")
        reads_one = _reads_one_layout(destinations.new.get(change.destination, change.stack))
        unreadable = reads_one and _has_other_fields(*pair)
        way = _way(forced, both=unreadable or change.capture_point in racing)
        point = change.capture_point
        ways[point] = max(way, ways.get(point, way))  # one way for a capture point, which serves all its flow logs
        replaced.append((point, change.destination, change.stack))
    for point in {point for point, to, stack in replaced if roles.is_given_up(to, stack)}:
        del ways[point]  # nothing helps a flow log whose role is destroyed
    sink, record, both = ([point for point, way in ways.items() if way == each] for each in _Way)
    if record:
        yield (
            f"{_NO_GAP} keep {_names(record)} as before, add a second capture point of the same target with the new "
            f"settings, {_NEXT}"
        )
    if sink:
        yield (
            f"{_NO_GAP} add a second destination with the new settings (a log group, bucket or prefix of its own"
            f"{_own_role(roles, replaced, sink, ', and')}), send {_names(sink)} to both, {_NEXT}"
            f"{_to_keep(destinations, replaced, sink)}"
        )
    if both:
        yield (
            f"{_NO_GAP} keep {_names(both)} and the destination as before, add a second capture point of the same "
            "target with the new settings and a second destination of its own"
            f"{_own_role(roles, replaced, both, ' with')}, {_NEXT.replace('one', 'ones')}"
            f"{_to_keep(destinations, replaced, both)}"
        )


def _way(forced: set[str], *, both: bool) -> _Way:
    """The part that the arguments which change belong to. `both`: records of old and new cannot be in one place."""
    if forced <= _SINK:
        return _Way.SINK
    return _Way.BOTH if forced & _SINK or both or forced == _INTERVAL else _Way.RECORD


def _is_released(
    change: Change,
    pair: tuple[CapturePoint | None, CapturePoint | None],
    destinations: Definitions[Destination],
) -> bool:
    """Whether a flow log is replaced because it is no longer adopted: what AWS has is no setting to write again."""
    old, new = pair
    before = destinations.old_of(change.destination, change.stack)
    if old is None or new is None or before is None:
        return False
    released = {*old.adopted(before.name)} - {*new.adopted(change.destination)}
    return any(str(ADOPTED[part]) in change.forced_by for part in released)


def _comes_along(change: Change, point: CapturePoint | None, destinations: Definitions[Destination]) -> bool:
    """Whether an adopted flow log that is replaced for another reason goes to another sink with that."""
    if point is None or "destination" not in point.adopted(change.destination):
        return False
    old, new = destinations.pair(change.destination, change.stack)
    return old is not None and new is not None and sinks.name(old) != sinks.name(new)


def _names(points: Iterable[str]) -> str:
    return listing([quoted(each) for each in points], _FEW)


def _own_role(roles: Roles, replaced: Iterable[_FlowLog], points: Collection[str], before: str) -> str:
    """Demand another role for the second destination of some capture points, if the name of the role is taken."""
    taken = any(roles.is_taken(to, stack, beside=points) for point, to, stack in replaced if point in points)
    return f"{before} a role `name` of its own" if taken else ""


def _to_keep(destinations: Definitions[Destination], replaced: Iterable[_FlowLog], points: Collection[str]) -> str:
    """Advise to retire the old destination of some capture points, if it has records that its removal may delete."""
    old = [destinations.old_of(to, stack) for point, to, stack in replaced if point in points]
    holds = any(isinstance(each, S3 | CloudWatchLogs) and not each.existing for each in old)
    return ", or write `retired: true` at the old destination to keep its records" if holds else ""


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
