"""Flow logs as `describe-flow-logs` answers → `FlowLog`, and what an answer tells of its account and region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws import arns, kinds
from gen_flowlogs.observe.answers import values
from gen_flowlogs.observe.answers.where import of_arn
from gen_flowlogs.observe.existing import FlowLog, Options, Unknown, Where

if TYPE_CHECKING:
    from gen_flowlogs.observe.answers.values import Answer
    from gen_flowlogs.observe.existing import Source


def flow_log(of: Answer, source: Source, where: Where) -> FlowLog:
    """One flow log. AWS always gives an interval and a format, so that an answer without them is not whole."""
    target = values.told(of, "ResourceId")
    interval = values.integer(of, "MaxAggregationInterval")
    kind = values.told(of, "LogDestinationType")
    return FlowLog(
        source=source,
        where=where,
        id=values.text(of, "FlowLogId"),
        kind=kinds.of_id(target) if isinstance(target, str) else None,
        target=_absent("ResourceId") if target is None else target,
        traffic=values.told(of, "TrafficType"),
        destination_type="cloud-watch-logs" if kind is None else kind,
        log_destination=values.told(of, "LogDestination"),
        log_group_name=values.told(of, "LogGroupName"),
        role=values.told(of, "DeliverLogsPermissionArn"),
        cross_account_role=values.told(of, "DeliverCrossAccountRole"),
        log_format=values.told(of, "LogFormat") or _absent("LogFormat"),
        interval=_absent("MaxAggregationInterval") if interval is None else interval,
        options=_options(of.get("DestinationOptions")),
        tag_fields=tuple(
            (kind, values.texts(each.get("TagKeys")))
            for each in values.answers(of.get("TagFieldSpecifications"))
            if (kind := values.text(each, "ResourceType")) is not None
        ),
        tags=values.tags(of.get("Tags")),
        error=_error(of),
    )


def _absent(key: str) -> Unknown:
    return Unknown(f"the answer has no {key}")


def _options(value: object) -> Options | Unknown:
    if value is not None and not isinstance(value, dict):
        return Unknown("DestinationOptions is not an object")
    of = values.answer(value)
    form = values.told(of, "FileFormat")
    hive, hourly = values.flag(of, "HiveCompatiblePartitions"), values.flag(of, "PerHourPartition")
    for each in (form, hive, hourly):
        if isinstance(each, Unknown):
            return each
    return Options(file_format=str(form or "plain-text"), hive=hive is True, hourly=hourly is True)


def _error(of: Answer) -> str | None:
    """The message of a delivery that fails. A flow log without one may say in its status alone that it failed."""
    message = values.text(of, "DeliverLogsErrorMessage")
    return message or ("FAILED" if of.get("DeliverLogsStatus") == "FAILED" else None)


def location(of: Answer) -> Where:
    """The location, as far as the flow log's own ARNs tell it.

    Its role is of its account, and its log group of its account and region. A bucket or stream may be of another one.
    """
    destination = values.text(of, "LogDestination")
    parsed = arns.parse(destination or "")
    if parsed is not None and parsed.service == "logs":
        return of_arn(destination)
    role = of_arn(values.text(of, "DeliverLogsPermissionArn"))
    return Where(account=role.account, partition=role.partition or of_arn(destination).partition)
