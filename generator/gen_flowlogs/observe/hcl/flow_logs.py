"""Flow logs: an instance of `aws_flow_log` in code → `FlowLog`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws import kinds
from gen_flowlogs.dataclass import replace
from gen_flowlogs.observe import flow_logs
from gen_flowlogs.observe.attributes import text
from gen_flowlogs.observe.existing import Unknown
from gen_flowlogs.observe.hcl.givens import given, traversal
from gen_flowlogs.observe.hcl.instances import instance
from gen_flowlogs.observe.hcl.values import Missing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.aws.kinds import Kind
    from gen_flowlogs.model import Reference, Variable
    from gen_flowlogs.observe.attributes import Attributes
    from gen_flowlogs.observe.existing import FlowLog
    from gen_flowlogs.observe.hcl.modules import Module
    from gen_flowlogs.observe.hcl.resources import Resource
    from gen_flowlogs.observe.instances import Collection

_TARGETS: Final = {kind.argument: kind for kind in kinds.KINDS}
_GIVEN: Final = (*_TARGETS, "log_destination", "log_group_name", "iam_role_arn", "deliver_cross_account_role")
"""Arguments of which the reference or variable is kept."""
_LOG_GROUP: Final = ":log-group:"


def flow_log(resource: Resource, module: Module, collection: Collection) -> FlowLog:
    """The flow log of one instance. Without an id, since code has none."""
    read = instance(resource, module)
    kind, target = _target(read.values)
    return replace(
        flow_logs.flow_log(read, None, collection),
        source=resource.source(),
        where=resource.where,
        kind=kind,
        target=target,
        log_group_name=text(read.values, "log_group_name") or _group(resource),
        givens=_givens(resource, module),
    )


def values(resource: Resource, flow_log: FlowLog) -> Mapping[str, str]:
    """The traversals and variables in the code of a flow log whose value is known."""
    found = {}
    for argument, its in flow_log.givens.items():
        value = resource.value(argument)
        if isinstance(value, str) and value and not isinstance(its, str):
            found[traversal(its)] = value
    return found


def _target(values: Attributes) -> tuple[Kind | None, str | Unknown]:
    """The kind and the id: of the one argument that is set. An id is of the kind that its own text shows."""
    found = [(kind, value) for name, kind in _TARGETS.items() if (value := text(values, name)) is not None]
    if len(found) != 1:
        return None, Unknown("it has several targets" if found else "it has no target")
    kind, value = found[0]
    return (kinds.of_id(value) or kind if isinstance(value, str) else kind), value


def _group(resource: Resource) -> str | None:
    """The name of the log group to which it delivers, also where the account in its ARN is not known."""
    value = resource.value("log_destination")
    near = value.near if isinstance(value, Missing) else value
    if not isinstance(near, str) or not near.startswith("arn:") or _LOG_GROUP not in near:
        return None
    return near.split(_LOG_GROUP, 1)[1].removesuffix(":*")


def _givens(resource: Resource, module: Module) -> Mapping[str, Reference | Variable]:
    found: dict[str, Reference | Variable] = {}
    for name in _GIVEN:
        value = resource.value(name)
        if value is not None and value != "":
            its = given(resource.block.arguments[name].expression, value, resource.scope, module)
            if its is not None:
                found[name] = its
    return found
