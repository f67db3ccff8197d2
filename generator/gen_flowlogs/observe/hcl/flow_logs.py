"""Flow logs: an instance of `aws_flow_log` → `FlowLog`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws import kinds
from gen_flowlogs.observe.existing import FlowLog, Options, Unknown
from gen_flowlogs.observe.hcl.evaluation import evaluate
from gen_flowlogs.observe.hcl.expansion import blocks
from gen_flowlogs.observe.hcl.givens import given, text
from gen_flowlogs.observe.hcl.values import Missing, Value, integer, strings, truth
from gen_flowlogs.observe.hcl.values import text as as_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.aws.kinds import Kind
    from gen_flowlogs.model import Given
    from gen_flowlogs.observe.hcl.modules import Module
    from gen_flowlogs.observe.hcl.resources import Resource

_TARGETS: Final = {kind.argument: kind for kind in kinds.KINDS}
_GIVEN: Final = (
    *_TARGETS,
    "log_destination",
    "log_group_name",
    "iam_role_arn",
    "deliver_cross_account_role",
)
"""Arguments of which the reference or variable is kept."""
_LOG_GROUP: Final = ":log-group:"


def flow_log(resource: Resource, module: Module) -> FlowLog:
    """The flow log of one instance."""
    kind, target = _target(resource)
    group = _text(resource, "log_group_name")
    destination = _text(resource, "log_destination")
    type_ = _text(resource, "log_destination_type")
    return FlowLog(
        source=resource.source(),
        where=resource.where,
        address=resource.address,
        kind=kind,
        target=target,
        traffic=_text(resource, "traffic_type"),
        destination_type="cloud-watch-logs" if type_ is None else type_,
        log_destination=destination,
        log_group_name=group or _group_of(resource),
        role=_text(resource, "iam_role_arn"),
        cross_account_role=_text(resource, "deliver_cross_account_role"),
        log_format=_text(resource, "log_format"),
        interval=_interval(resource),
        options=_options(resource),
        tags=_tags(resource),
        givens=_givens(resource, module),
    )


def values(resource: Resource, flow_log: FlowLog) -> Mapping[str, str]:
    """The traversals and variables in the code of a flow log whose value is known."""
    found = {}
    for argument, its in flow_log.givens.items():
        value = resource.value(argument)
        if isinstance(value, str) and value and not isinstance(its, str):
            found[text(its)] = value
    return found


def _target(resource: Resource) -> tuple[Kind | None, str | Unknown]:
    """The kind and the id: of the one argument that is set. An id is of the kind that its own text shows."""
    found = [(kind, value) for name, kind in _TARGETS.items() if (value := _text(resource, name)) is not None]
    if len(found) != 1:
        return None, Unknown("it has several targets" if found else "it has no target")
    kind, value = found[0]
    return (kinds.of_id(value) or kind if isinstance(value, str) else kind), value


def _text(resource: Resource, name: str) -> str | Unknown | None:
    """An argument that is a string; None where it is not set, as an empty one is not."""
    value = resource.value(name)
    if value is None or value == "":
        return None
    return _or_unknown(as_text(value))


def _or_unknown(value: str | Missing) -> str | Unknown:
    return Unknown(value.why) if isinstance(value, Missing) else value


def _group_of(resource: Resource) -> str | None:
    """The name of the log group to which it delivers, also where the account in its ARN is not known."""
    value = resource.value("log_destination")
    near = value.near if isinstance(value, Missing) else value
    if not isinstance(near, str) or not near.startswith("arn:") or _LOG_GROUP not in near:
        return None
    return near.split(_LOG_GROUP, 1)[1].removesuffix(":*")


def _interval(resource: Resource) -> int | Unknown:
    value = resource.value("max_aggregation_interval")
    number = 600 if value is None else integer(value)
    return Unknown(number.why) if isinstance(number, Missing) else number


def _tags(resource: Resource) -> Mapping[str, str] | Unknown:
    tags = strings(resource.value("tags"))
    return Unknown(tags.why) if isinstance(tags, Missing) else tags


def _options(resource: Resource) -> Options | Unknown:
    found = blocks(resource.block, "destination_options", resource.scope)
    if isinstance(found, Missing):
        return Unknown(found.why)
    settings: dict[str, Value] = {}
    for block, scope in found[:1]:
        settings = {name: evaluate(each.expression, scope) for name, each in block.arguments.items()}
    file_format = as_text(settings.get("file_format") or "plain-text")
    hive = truth(settings.get("hive_compatible_partitions") or False)
    hourly = truth(settings.get("per_hour_partition") or False)
    for each in (file_format, hive, hourly):
        if isinstance(each, Missing):
            return Unknown(each.why)
    return Options(file_format=str(file_format), hive=hive is True, hourly=hourly is True)


def _givens(resource: Resource, module: Module) -> Mapping[str, Given]:
    found: dict[str, Given] = {}
    for name in _GIVEN:
        value = resource.value(name)
        if value is not None and value != "":
            its = given(resource.block.arguments[name].expression, value, resource.scope, module)
            if its is not None:
                found[name] = its
    return found
