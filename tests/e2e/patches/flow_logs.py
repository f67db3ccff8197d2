"""Gaps of the emulated EC2 where it makes and describes flow logs."""

from __future__ import annotations

import re
from contextvars import ContextVar
from threading import RLock
from typing import Any

from moto.ec2.exceptions import EC2ClientError, FlowLogAlreadyExists
from moto.ec2.models.flow_logs import FlowLogs as FlowLog
from moto.ec2.models.flow_logs import FlowLogsBackend
from moto.ec2.responses.flow_logs import FlowLogs as FlowLogsResponse

from patches import record_fields

_FIELD = re.compile(r"\$\{([^}]*)\}")
_WHOLE_FORMAT = re.compile(r"\$\{[^}]*\}( \$\{[^}]*\})*")


def destination_options(put: Any) -> None:
    """What was asked for is kept and told; an option that was not said is AWS's default."""
    create = FlowLogsResponse.create_flow_logs

    def create_flow_logs(self: Any) -> Any:
        answer = create(self)
        said = self._get_param("DestinationOptions")
        for made in answer.result["FlowLogIds"]:
            flow_log = self.ec2_backend.flow_logs[made]
            flow_log.deliver_cross_account_role = self._get_param("DeliverCrossAccountRole")
            flow_log.destination_options = said and {
                "FileFormat": said.get("FileFormat", "plain-text"),
                "HiveCompatiblePartitions": said.get("HiveCompatiblePartitions", False),
                "PerHourPartition": said.get("PerHourPartition", False),
            }
        return answer

    put(FlowLogsResponse, "create_flow_logs", create_flow_logs)


def s3_prefix(put: Any) -> None:
    """The bucket is looked up without the prefix; the flow log keeps the whole ARN."""

    def cut(request: dict[str, Any]) -> dict[str, Any]:
        if request["log_destination_type"] != "s3" or not request["log_destination"]:
            return {}
        return {"log_destination": request["log_destination"].partition("/")[0]}

    _ask_differently(put, cut, keep=("log_destination",))


def log_group_arn(put: Any) -> None:
    """The log group's name is taken out of its ARN, and described."""

    def name(request: dict[str, Any]) -> dict[str, Any]:
        _, found, rest = (request["log_destination"] or "").partition(":log-group:")
        return {"log_group_name": rest.partition(":")[0]} if found else {}

    _ask_differently(put, name, keep=())


def _ask_differently(put: Any, differently: Any, *, keep: tuple[str, ...]) -> None:
    """Let the emulator see changed arguments; of those in `keep`, the flow log keeps what was really said."""
    create = FlowLogsBackend.create_flow_logs

    def create_flow_logs(self: Any, **request: Any) -> Any:
        made, refused = create(self, **{**request, **differently(request)})
        for flow_log in made:
            for argument in keep:
                setattr(flow_log, argument, request[argument])
        return made, refused

    put(FlowLogsBackend, "create_flow_logs", create_flow_logs)


def transit_gateway_format(put: Any) -> None:
    """Without a format, a transit gateway's flow log has all of its fields."""

    def own(request: dict[str, Any]) -> dict[str, Any]:
        if request["log_format"] is not None or not request["resource_type"].startswith("TransitGateway"):
            return {}
        return {"log_format": record_fields.log_format(record_fields.TRANSIT_GATEWAY_DEFAULT)}

    _ask_differently(put, own, keep=())


def service_rules(put: Any) -> None:
    """AWS's refusals. Their words where they are known (issues of the provider), else our own."""
    create = FlowLogsBackend.create_flow_logs

    def create_flow_logs(self: Any, **request: Any) -> Any:
        transit = request["resource_type"].startswith("TransitGateway")
        traffic, interval, record = request["traffic_type"], request["max_aggregation_interval"], request["log_format"]
        if not transit and not traffic:
            _refuse("traffic-type is required when the resource-type is VPC, Subnet or NetworkInterface")
        if transit and traffic:
            _refuse("traffic-type is not supported when the resource-type is a transit gateway's")
        if transit and interval != 60:
            _refuse(
                "max-aggregation-interval other than 60 sec / 1 min is not supported "
                "when the resource-type is TransitGateway or TransitGatewayAttachment"
            )
        if record is not None:
            known = record_fields.TRANSIT_GATEWAY if transit else record_fields.VPC
            if not _WHOLE_FORMAT.fullmatch(record):
                _refuse(f"'{record}' at 'logFormat' has an invalid format")
            for field in _FIELD.findall(record):
                if field not in known:
                    _refuse(f"Unknown fields provided: {field}")
        return create(self, **request)

    put(FlowLogsBackend, "create_flow_logs", create_flow_logs)


def _refuse(message: str) -> None:
    raise EC2ClientError("InvalidParameter", message)


def client_token(put: Any) -> None:
    """A request that comes again with its token is answered as it was: the client had lost the answer."""
    create = FlowLogsResponse.create_flow_logs

    def create_flow_logs(self: Any) -> Any:
        answers = self.ec2_backend.__dict__.setdefault("answers_by_token", {})
        token = self._get_param("ClientToken")
        if token is None:
            return create(self)
        with _one_at_a_time:
            if token not in answers:
                answers[token] = create(self)
            return answers[token]

    put(FlowLogsResponse, "create_flow_logs", create_flow_logs)


_one_at_a_time = RLock()
_creating: ContextVar[bool] = ContextVar("creating", default=False)


def duplicates(put: Any) -> None:
    """The same target, destination, traffic and format is a duplicate, and nothing else is.

    The emulator's own check asks for all flow logs while it creates one; in that moment it is told that there are none.
    """
    create, describe = FlowLogsBackend.create_flow_logs, FlowLogsBackend.describe_flow_logs

    def create_flow_logs(self: Any, **request: Any) -> Any:
        for other in describe(self):
            if _is_duplicate(other, request):
                raise FlowLogAlreadyExists
        token = _creating.set(True)
        try:
            return create(self, **request)
        finally:
            _creating.reset(token)

    def describe_flow_logs(self: Any, flow_log_ids: Any = None, filters: Any = None) -> Any:
        return [] if _creating.get() else describe(self, flow_log_ids, filters)

    put(FlowLogsBackend, "create_flow_logs", create_flow_logs)
    put(FlowLogsBackend, "describe_flow_logs", describe_flow_logs)


def _is_duplicate(other: FlowLog, request: dict[str, Any]) -> bool:
    return (
        other.resource_id in request["resource_ids"]
        and other.traffic_type == request["traffic_type"]
        and (other.log_destination or other.log_group_name) == (request["log_destination"] or request["log_group_name"])
        and (request["log_format"] is None or other.log_format == request["log_format"])
    )
