"""Regions that are not in our table. They may be newer than it, so this is a warning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.arns import parse
from gen_flowlogs.aws.regions import KNOWN, partition_of
from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.lint.suppression import Suppressible
from gen_flowlogs.model import S3, CloudWatchLogs, ExistingKey, Firehose, GivenArn
from gen_flowlogs.phrasing import ignoring, nearest, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index


def check(index: Index) -> Iterator[Suppressible]:
    """Regions of stacks and of ARNs that we do not know."""
    for stack in index.spec.stacks:
        if stack.region is not None and stack.origin is not None and stack.region not in KNOWN:
            yield Suppressible(_unknown(stack.region, stack.origin.at("region")))
    for destination in index.spec.destinations:
        match destination:
            case CloudWatchLogs(kms=ExistingKey(str(arn))):
                text, at = arn, destination.origin.at("cloudwatch_logs", "kms")
            case CloudWatchLogs(log_group=GivenArn(str(arn))):
                text, at = arn, destination.origin.at("cloudwatch_logs", "arn")
            case S3(kms=ExistingKey(str(arn))):
                text, at = arn, destination.origin.at("s3", "kms")
            case Firehose(stream=str(stream)):
                text, at = stream, destination.origin.at("firehose", "delivery_stream")
            case _:
                continue
        parsed = parse(text)
        if parsed is not None and parsed.region and parsed.region not in KNOWN:
            yield Suppressible(_unknown(parsed.region, at), (destination,))


def _unknown(region: str, at: Origin) -> Finding:
    near = nearest(region, (known for known in sorted(KNOWN) if partition_of(known) == partition_of(region)))
    hint = f"did you mean {quoted(near)}?" if near else f"if it is new, {ignoring('unknown-region')}"
    return Finding("unknown-region", f"{quoted(region)} is no region that this version knows; {hint}", at)
