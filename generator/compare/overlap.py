"""A replacement leaves a gap; where AWS takes a second flow log beside the old one, two changes can do without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compare.wording import owner
from generator.words import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.compare.changes import Change

_RECORD = {"traffic_type", "log_format", "tag_field_specification"}
_PLACE = {
    "log_destination",
    "log_destination_type",
    "destination_options",
    "iam_role_arn",
    "deliver_cross_account_role",
}
_INTERVAL = {"max_aggregation_interval"}


def hints(changes: Iterable[Change]) -> Iterator[str]:
    """One line for each way out, with the capture points that it is for."""
    record: dict[str, None] = {}
    place: dict[str, None] = {}
    interval: dict[str, None] = {}
    for change in changes:
        if change.action != "replace" or not change.address.startswith("aws_flow_log."):
            continue
        forced = set(change.forced_by)
        name = quoted(owner(change.address)[0])
        if forced & _PLACE and forced <= _PLACE | _RECORD | _INTERVAL:
            place[name] = None
        elif forced & _RECORD and forced <= _RECORD | _INTERVAL:
            record[name] = None
        elif forced == _INTERVAL:
            interval[name] = None
    if record:
        yield (
            f"no gap: leave {listing(list(record))} as before, write the new settings into a second capture point of "
            "the same target, and take the old one out in the next change (docs/changes.md)"
        )
    if place:
        yield (
            "no gap: write the new settings into a second destination with a place of its own, send "
            f"{listing(list(place))} to both, and take the old one out in the next change (docs/changes.md)"
        )
    if interval:
        yield (
            f"the gap of {listing(list(interval))} cannot be avoided: AWS takes no second flow log that differs in its "
            "interval alone (docs/changes.md)"
        )
