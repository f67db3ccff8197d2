"""`outputs.tf`: flow log ids, destinations' ARNs, and the policies that owners of existing resources must set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gen_flowlogs import naming
from gen_flowlogs.hcl import Each, Map, Name, Ref
from gen_flowlogs.model import S3, CapturePoint, CloudWatchLogs, Destination, ExistingKey, ExistingRole, Firehose
from gen_flowlogs.policies import Policy, document
from gen_flowlogs.policies import destinations as policies_of
from gen_flowlogs.policies import firehose as across
from gen_flowlogs.view import firehose
from gen_flowlogs.view.deliveries import Delivery, log_group_arn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.captures.locations import Location
    from gen_flowlogs.root_modules import RootModule, Writers


@dataclass(frozen=True, slots=True)
class View:
    """`outputs.tf`."""

    flow_log_ids: Map | None
    destination_arns: Map
    required_policies: Map | None


def view(root: RootModule, deliveries: Mapping[str, Delivery]) -> View | None:
    """The outputs of one root module; None where it has none.

    Args:
        root: the root module.
        deliveries: those to each of its destinations, by name.
    """
    destinations, location = root.destinations, root.location
    if not destinations:
        return None
    ids = tuple((point.name, _ids(point)) for point in root.points if point.destinations)
    required = (
        (each.name, _required(each, deliveries[each.name], root.writers, location, root.admits.get(each.name, ())))
        for each in destinations
    )
    needed = tuple((name, policies) for name, policies in required if policies is not None)
    return View(
        flow_log_ids=Map(ids) if ids else None,
        destination_arns=Map(tuple((each.name, deliveries[each.name].arn) for each in destinations)),
        required_policies=Map(needed) if needed else None,
    )


def _ids(point: CapturePoint) -> Map:
    return Map(
        tuple(
            (
                destination.name,
                Each(_flow_log(point, destination), Name("id"))
                if point.plural
                else Ref(f"{_flow_log(point, destination)}.id"),
            )
            for destination in point.destinations
        )
    )


def _flow_log(point: CapturePoint, destination: Destination) -> Ref:
    return Ref(f"aws_flow_log.{naming.flow_log_label(point.name, destination.name)}")


def _required(
    destination: Destination,
    into: Delivery,
    writers: Writers,
    location: Location,
    senders: tuple[Location, ...],
) -> Map | None:
    """The policies that existing resources must have for the records to arrive."""
    needed: list[tuple[str, object]] = []

    def require(name: str, policy: Policy) -> None:
        needed.append((name, document(policy)))

    match destination:
        case CloudWatchLogs():
            if isinstance(destination.role, ExistingRole):
                arn = log_group_arn(destination, location)
                require("role_permissions", policies_of.role_permissions(destination, arn, location))
                require("role_trust", policies_of.role_trust(destination, location))
            if isinstance(destination.kms, ExistingKey):
                require("key", Policy(policies_of.log_group_key(destination, location)))
        case S3() if senders:
            if destination.existing:
                require("bucket", Policy(policies_of.bucket(destination, into.arn, senders)))
            if isinstance(destination.kms, ExistingKey):
                require("key", Policy(policies_of.bucket_key(destination, senders)))
        case Firehose(cross_account_role=str(cross_account_role)) if into.iam_role_arn is not None:
            if isinstance(destination.role, ExistingRole):
                using = writers[destination.name]
                permissions = firehose.permissions(cross_account_role, into.iam_role_arn, using, location)
                require("role_permissions", permissions)
                require("role_trust", across.trust())
            require("cross_account_role_permissions", across.destination_permissions())
            require("cross_account_role_trust", across.destination_trust(into.iam_role_arn))
    return Map(tuple(sorted(needed))) if needed else None
