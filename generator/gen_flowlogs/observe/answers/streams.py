"""Delivery streams as Firehose answers → `Stream`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.observe import attributes
from gen_flowlogs.observe.answers import where
from gen_flowlogs.observe.existing import Stream

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.observe.answers.values import Answer
    from gen_flowlogs.observe.existing import Source, Unknown


def stream(of: Answer, source: Source, tags: Mapping[str, str] | Unknown) -> Stream | None:
    """One stream; None for an answer without an ARN or a name."""
    arn, name = attributes.known(of, "DeliveryStreamARN"), attributes.known(of, "DeliveryStreamName")
    if arn is None or name is None:
        return None
    return Stream(source=source, where=where.of_arn(arn), arn=arn, name=name, tags=tags)
