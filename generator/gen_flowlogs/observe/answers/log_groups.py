"""Log groups as `describe-log-groups` answers → `LogGroup`, and the log group that a flow log delivers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws import arns
from gen_flowlogs.observe import attributes
from gen_flowlogs.observe.answers import where
from gen_flowlogs.observe.existing import LogGroup, Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.observe.answers.values import Answer
    from gen_flowlogs.observe.existing import FlowLog, Source


def log_group(of: Answer, source: Source, tags: Mapping[str, str] | Unknown) -> LogGroup | None:
    """One log group; None for an answer without a name."""
    name = attributes.known(of, "logGroupName")
    if name is None:
        return None
    return LogGroup(
        source=source,
        where=where.of_arn(arn(of)),
        name=name,
        retention_days=attributes.number(of, "retentionInDays"),
        key=attributes.text(of, "kmsKeyId"),
        log_class=attributes.text(of, "logGroupClass") or "STANDARD",
        deletion_protection=attributes.flag(of, "deletionProtectionEnabled"),
        tags=tags,
    )


def arn(of: Answer) -> str | None:
    """The ARN of the group, without the `:*` that one of the two that AWS gives ends in."""
    found = attributes.known(of, "logGroupArn") or attributes.known(of, "arn")
    return None if found is None else found.removesuffix(":*")


def group_of(flow_log: FlowLog) -> str | None:
    """The name of the log group that a flow log delivers to; None for another destination, or where it is unknown."""
    if flow_log.destination_type != "cloud-watch-logs":
        return None
    if isinstance(flow_log.log_destination, str):
        destination = arns.parse(flow_log.log_destination)
        if destination is not None and destination.service == "logs":
            return destination.resource.removeprefix("log-group:").removesuffix(":*")
    return flow_log.log_group_name if isinstance(flow_log.log_group_name, str) else None
