"""Differences of a recording and the flow log that it is, by arguments, and what Terraform makes of each.

A part of a flow log that no source tells is no difference.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from gen_flowlogs import naming
from gen_flowlogs.aws import arns, fields
from gen_flowlogs.captures import sinks
from gen_flowlogs.model import S3, CloudWatchLogs, ExistingRole, Firehose, GivenArn, OwnRole, store_name
from gen_flowlogs.observe.existing import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.captures.recordings import Recording
    from gen_flowlogs.match.known import Known
    from gen_flowlogs.model import Destination
    from gen_flowlogs.observe.existing import FlowLog


def replacing(recording: Recording, flow_log: FlowLog, known: Known) -> Iterator[str]:
    """The arguments that differ so that Terraform replaces the flow log."""
    adopted = recording.point.adopted(recording.destination.name)
    if "destination" not in adopted and not _is_spelled(recording.destination, flow_log.log_destination):
        yield "log_destination"
    if "format" not in adopted and _writes_format(recording) and _has_other_format(recording, flow_log):
        yield "log_format"
    if not isinstance(flow_log.interval, Unknown) and flow_log.interval != recording.interval:
        yield "max_aggregation_interval"
    if isinstance(recording.destination, S3) and not isinstance(flow_log.options, Unknown):
        options = flow_log.options
        if sinks.file_form(recording.destination) != (options.file_format, options.hive, options.hourly):
            yield "destination_options"
    if sorted(recording.point.filter.tag_fields) != sorted(flow_log.tag_fields):
        yield "tag_field_specification"
    if _has_other_role(recording, flow_log, known):
        yield "iam_role_arn"
    across = recording.destination.cross_account_role if isinstance(recording.destination, Firehose) else None
    if not isinstance(flow_log.cross_account_role, Unknown):
        wanted = known.text(across)
        if (wanted or "") != (flow_log.cross_account_role or "") and (across is None or wanted is not None):
            yield "deliver_cross_account_role"


def updating(recording: Recording, flow_log: FlowLog) -> Iterator[str]:
    """The arguments that Terraform changes in place. AWS's own tags are none of anybody's code."""
    tags = flow_log.tags if flow_log.own_tags is None else flow_log.own_tags
    if not isinstance(tags, Unknown):
        own = {key: value for key, value in tags.items() if not key.startswith("aws:")}
        if own != dict(recording.point.tags):
            yield "tags"


def keeping(recording: Recording, flow_log: FlowLog) -> Iterator[str]:
    """The arguments that differ from AWS's default, which the output leaves out, so that Terraform keeps them."""
    adopted = recording.point.adopted(recording.destination.name)
    if "format" not in adopted and not _writes_format(recording) and _has_other_format(recording, flow_log):
        yield "log_format"


def _is_spelled(destination: Destination, arn: str | Unknown | None) -> bool:
    """Whether the ARN of a destination is spelled as the output has it, letter for letter."""
    match destination:
        case _ if isinstance(arn, Unknown):
            return True
        case _ if arn is None:
            return False
        case CloudWatchLogs(log_group=GivenArn(str(given))):
            return arn == given
        case CloudWatchLogs():
            return arn.partition(":log-group:")[2] == store_name(destination)
        case S3(prefix=prefix):
            return arn.partition(":::")[2] == (store_name(destination) or "") + (f"/{prefix}/" if prefix else "")
        case Firehose():
            return arn == destination.stream
    raise TypeError(destination)


def _writes_format(recording: Recording) -> bool:
    return recording.fields != fields.DEFAULT[recording.point.kind.family]


def _has_other_format(recording: Recording, flow_log: FlowLog) -> bool:
    if isinstance(flow_log.log_format, Unknown):
        return False
    return (flow_log.log_format or _format(fields.DEFAULT[recording.point.kind.family])) != _format(recording.fields)


@lru_cache(maxsize=1024)
def _format(names: tuple[str, ...]) -> str:
    return fields.log_format(names)


def _has_other_role(recording: Recording, flow_log: FlowLog, known: Known) -> bool:
    """Whether the role is another one. That of a role to create is known by its path and name, not by its account."""
    destination = recording.destination
    role = None if isinstance(destination, S3) else destination.role
    if isinstance(flow_log.role, Unknown):
        return False
    match role:
        case ExistingRole(arn):
            wanted = known.text(arn)
            return wanted is not None and wanted != flow_log.role
        case OwnRole():
            arn_of = arns.parse(flow_log.role or "")
            name = f"role{role.path or '/'}{naming.role_name(destination, recording.stack)}"
            return arn_of is None or arn_of.resource != name
        case None:
            return bool(flow_log.role)
    raise TypeError(role)
