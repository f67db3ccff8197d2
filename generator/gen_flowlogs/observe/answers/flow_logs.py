"""Flow logs as `describe-flow-logs` answers → `FlowLog`, and what an answer tells of its account and region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws import arns, kinds
from gen_flowlogs.observe import attributes
from gen_flowlogs.observe.answers import values
from gen_flowlogs.observe.answers.where import of_arn
from gen_flowlogs.observe.existing import FlowLog, Options, Unknown, Where

if TYPE_CHECKING:
    from gen_flowlogs.observe.answers.values import Answer
    from gen_flowlogs.observe.existing import Source


def flow_log(of: Answer, source: Source, where: Where) -> FlowLog:
    """One flow log. AWS always gives an interval and a format, so that an answer without them is not whole."""
    target = attributes.text(of, "ResourceId")
    interval = attributes.number(of, "MaxAggregationInterval")
    kind = attributes.text(of, "LogDestinationType")
    return FlowLog(
        source=source,
        where=where,
        id=attributes.known(of, "FlowLogId"),
        kind=kinds.of_id(target) if isinstance(target, str) else None,
        target=_absent("ResourceId") if target is None else target,
        traffic=attributes.text(of, "TrafficType"),
        destination_type="cloud-watch-logs" if kind is None else kind,
        log_destination=attributes.text(of, "LogDestination"),
        log_group_name=attributes.text(of, "LogGroupName"),
        role=attributes.text(of, "DeliverLogsPermissionArn"),
        cross_account_role=attributes.text(of, "DeliverCrossAccountRole"),
        log_format=attributes.text(of, "LogFormat") or _absent("LogFormat"),
        interval=_absent("MaxAggregationInterval") if interval is None else interval,
        options=_options(of.get("DestinationOptions")),
        tag_fields=tuple(
            (kind, attributes.texts(each.get("TagKeys")))
            for each in attributes.mappings(of.get("TagFieldSpecifications"))
            if (kind := attributes.known(each, "ResourceType")) is not None
        ),
        tags=values.tags(of.get("Tags")),
        error=_error(of),
    )


def _absent(key: str) -> Unknown:
    return Unknown(f"the answer has no {key}")


def _options(value: object) -> Options | Unknown:
    of = attributes.mapping(value)
    form, hive, hourly = of.get("FileFormat"), of.get("HiveCompatiblePartitions"), of.get("PerHourPartition")
    if isinstance(value, dict | None) and isinstance(form, str | None) and _is_flag(hive) and _is_flag(hourly):
        return Options(file_format=form or "plain-text", hive=hive is True, hourly=hourly is True)
    return Unknown("its `DestinationOptions` are not AWS's")


def _is_flag(value: object) -> bool:
    return value is None or isinstance(value, bool)


def _error(of: Answer) -> str | None:
    """The message of a delivery that fails. A flow log without one may say in its status alone that it failed."""
    message = attributes.known(of, "DeliverLogsErrorMessage")
    return message or ("FAILED" if of.get("DeliverLogsStatus") == "FAILED" else None)


def location(of: Answer) -> Where:
    """The location, as far as the flow log's own ARNs tell it.

    Its role is of its account, and its log group of its account and region. A bucket or stream may be of another one.
    """
    destination = attributes.known(of, "LogDestination")
    parsed = arns.parse(destination or "")
    if parsed is not None and parsed.service == "logs":
        return of_arn(destination)
    role = of_arn(attributes.known(of, "DeliverLogsPermissionArn"))
    return Where(account=role.account, partition=role.partition or of_arn(destination).partition)
