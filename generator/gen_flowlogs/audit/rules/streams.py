"""Delivery streams without the tag that lets AWS's log delivery put records into them (`stream-tag`).

Source: "Publish flow logs to Amazon Data Firehose" of the VPC user guide and "Enable logging from AWS services" of the
CloudWatch Logs user guide, 2026-11: the service-linked role may write to streams with this tag alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.audit.uses import uses
from gen_flowlogs.observe.existing import Stream, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.audit.ground import Ground
    from gen_flowlogs.audit.results import Result

TAG: Final = ("LogDeliveryEnabled", "true")


def check(ground: Ground) -> Iterator[Result]:
    """Find them."""
    key, value = TAG
    for use in uses(ground):
        stream = ground.things.stream(use.arn) if use.word == "delivery stream" else None
        if not isinstance(stream, Stream):
            continue
        if isinstance(stream.tags, Unknown):
            yield use.not_seen(use.arn, "the tags of the stream were not read")
        elif stream.tags.get(key) != value:
            text = f"lacks the tag {key}={value}, without which no record arrives"
            remedy = (
                f"aws firehose tag-delivery-stream --delivery-stream-name {stream.name} --tags Key={key},Value={value}"
            )
            yield use.deviation("stream-tag", use.arn, text, f"`{remedy}`")
