"""Flow logs whose records do not arrive, by AWS's own message, or since the destination does not exist.

`delivery-failing` and `destination-gone`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.adopt import dead_logging
from gen_flowlogs.audit.ground import location_of, named
from gen_flowlogs.audit.results import Deviation, NotSeen
from gen_flowlogs.audit.uses import GIVE, Use, once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.audit.ground import Ground
    from gen_flowlogs.audit.things import Lacking


def check(ground: Ground) -> Iterator[Deviation | NotSeen]:
    """Find them; AWS's message is reported of every flow log, the destination asked for where a spec declares one."""
    for log in ground.existing.flow_logs:
        if log.error is not None:
            text, remedy = dead_logging.reported(log, log.error)
            _, recording = ground.declared.get(id(log), (None, None))
            yield Deviation(
                slug="delivery-failing",
                location=location_of(log),
                subject=named(log),
                text=f"on {log.target} cannot deliver: {text}",
                remedy=remedy,
                origin=None if recording is None else recording.point.origin.key(),
                stack=None if recording is None else recording.stack.name,
                address=None if recording is None else recording.address,
            )
    for match in ground.matched:
        if all(word == "role" for word, _ in dead_logging.needs(match.flow_log)):
            yield NotSeen(
                location=match.recording.location,
                subject=named(match.flow_log),
                why="the account or region of its log group is not known, so it is not judged",
                remedy=GIVE,
            )
    for use in once(ground):
        found = _destination(ground, use)
        if found == "gone":
            many = "1 flow log delivers" if use.count == 1 else f"{use.count} flow logs deliver"
            text, remedy = f"does not exist, and {many} to it", f"create the {use.word} again, or delete the flow logs"
            yield use.deviation("destination-gone", use.arn, text, remedy)
        elif found == "not seen":
            yield use.not_seen(use.arn, f"the {use.word} is not in the inventory")


def _destination(ground: Ground, use: Use) -> object | Lacking:
    match use.word:
        case "log group":
            return ground.things.log_group(use.arn)
        case "bucket":
            return ground.things.bucket(use.arn)
        case "delivery stream":
            return ground.things.stream(use.arn)
    raise ValueError(use.word)
