"""Explain: a WHAT → which flow logs of a spec record it, how certain that is, and what else would.

Every form of WHAT has a file of its own here; all of them ask the same recordings, containers and sinks.
"""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network
from typing import TYPE_CHECKING

from gen_flowlogs.explain.addresses import of_address
from gen_flowlogs.explain.answer import Answer, Cause, Duplicate, NotUnderstoodError, Recorded
from gen_flowlogs.explain.definitions import of_name
from gen_flowlogs.explain.flow_logs import of_flow_log
from gen_flowlogs.explain.ground import Ground
from gen_flowlogs.explain.lines import of_line
from gen_flowlogs.explain.networks import of_network
from gen_flowlogs.explain.resources import of_instance, of_resource
from gen_flowlogs.explain.stores import of_store_arn
from gen_flowlogs.explain.what import (
    FlowLogId,
    InstanceId,
    Line,
    Name,
    ResourceId,
    StoreArn,
    TerraformAddress,
    understood,
)

if TYPE_CHECKING:
    from gen_flowlogs.explain.what import What

__all__ = ["Answer", "Cause", "Duplicate", "Ground", "NotUnderstoodError", "Recorded", "explain"]


def explain(what: str, ground: Ground) -> Answer:
    """The answer for one WHAT. Raises NotUnderstoodError."""
    return _answer(what, understood(what), ground)


def _answer(what: str, asked: What, ground: Ground) -> Answer:
    match asked:
        case ResourceId():
            return of_resource(what, asked, ground)
        case InstanceId():
            return of_instance(what, asked, ground)
        case FlowLogId(id_):
            return of_flow_log(what, id_, ground)
        case Line():
            return of_line(what, asked, ground)
        case TerraformAddress():
            return of_address(what, asked, ground)
        case StoreArn(arn):
            return of_store_arn(what, arn, ground)
        case IPv4Network() | IPv6Network():
            return of_network(what, asked, ground)
        case Name(name):
            return of_name(name, ground)
    raise TypeError(asked)
