"""Records that are kept for ever (`never-expires`): log groups without a retention, buckets whose files never expire.

A spec that ignores `retention` at its top or at the destination has given its reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.audit.lifecycles import expires_at_some_time
from gen_flowlogs.audit.uses import once
from gen_flowlogs.model import S3, CloudWatchLogs
from gen_flowlogs.observe.answers.buckets import LIFECYCLE
from gen_flowlogs.observe.existing import Bucket, LogGroup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.audit.ground import Ground
    from gen_flowlogs.audit.results import Deviation
    from gen_flowlogs.audit.uses import Use


def check(ground: Ground) -> Iterator[Deviation]:
    """Find them. Where the spec has an end and AWS has none, that is `destination-drift`."""

    def place(use: Use) -> tuple[str, bool]:
        return use.prefix, ground.ignores(use.match.flow_log, "retention")

    for use in once(ground, place):
        prefix, ignored = place(use)
        if not ignored and _is_endless(ground, use):
            yield use.deviation(
                "never-expires",
                use.arn,
                f"keeps its records{f' below {prefix}/' if prefix else ''} for ever",
                "set a retention or a lifecycle, or ignore it: `lint: {ignore: {retention: …}}`",
            )


def _is_endless(ground: Ground, use: Use) -> bool:
    destination = use.match.recording.destination
    match destination:
        case CloudWatchLogs(existing=existing, retention_days=days):
            group = ground.things.log_group(use.arn)
            return (existing or days is None) and isinstance(group, LogGroup) and group.retention_days in {None, 0}
        case S3(existing=existing, expire_days=days, prefix=prefix):
            bucket = ground.things.bucket(use.arn)
            if not isinstance(bucket, Bucket) or not (existing or days is None):
                return False
            known = bucket.complete or LIFECYCLE in bucket.settings
            return known and not expires_at_some_time(bucket.settings.get(LIFECYCLE, {}), prefix)
    return False
