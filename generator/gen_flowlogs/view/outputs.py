"""`outputs.tf`: flow log ids, destinations' ARNs, and the policies that owners of existing resources must set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs import naming
from gen_flowlogs.captures import givens
from gen_flowlogs.dataclass import dataclass, replace
from gen_flowlogs.hcl import Each, Label, Map, Name, Ref
from gen_flowlogs.model import S3, CapturePoint, CloudWatchLogs, Destination, ExistingKey, ExistingRole, Firehose
from gen_flowlogs.policies import Policy, document
from gen_flowlogs.policies import destinations as policies_of
from gen_flowlogs.policies import firehose as of_stream
from gen_flowlogs.view import firehose, targets
from gen_flowlogs.view.deliveries import Delivery, log_group_arn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gen_flowlogs.captures.locations import Location
    from gen_flowlogs.root_modules import RootModule, Writers

_IDS, _ARNS, _POLICIES = Label("flow_log_ids"), Label("destination_arns"), Label("required_policies")


@dataclass(frozen=True, slots=True)
class View:
    """`outputs.tf`."""

    flow_log_ids: Map | None
    keyed: bool  # whether some of these ids are by the keys of a map
    destination_arns: Map
    required_policies: Map | None
    ids_label: Label = _IDS
    arns_label: Label = _ARNS
    policies_label: Label = _POLICIES


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
        (each.name, _required(each, deliveries[each.name], root.writers, location, root.admits.get(each.key, ())))
        for each in destinations
    )
    needed = tuple((name, policies) for name, policies in required if policies is not None)
    return View(
        flow_log_ids=Map(ids) if ids else None,
        keyed=any(targets.is_keyed(point) for point in root.points if point.destinations),
        destination_arns=Map(tuple((each.name, deliveries[each.name].arn) for each in destinations)),
        required_policies=Map(needed) if needed else None,
    )


def _ids(point: CapturePoint) -> Map:
    return Map(
        tuple(
            (
                destination.name,
                Each(Ref(_flow_log(point, destination)), Name("id"))
                if point.plural
                else Ref(f"{_flow_log(point, destination)}.id"),
            )
            for destination in point.destinations
        )
    )


def _flow_log(point: CapturePoint, destination: Destination) -> str:
    return f"aws_flow_log.{naming.flow_log_label(point.name, destination.name)}"


def _required(
    destination: Destination,
    into: Delivery,
    writers: Writers,
    location: Location,
    senders: tuple[Location, ...],
) -> Map | None:
    """The policies that existing resources must have for the records to arrive."""
    match destination:
        case CloudWatchLogs():
            needed = dict(_of_log_group(destination, location))
        case S3():
            needed = dict(_of_bucket(destination, into, senders)) if senders else {}
        case Firehose():
            needed = dict(_of_stream(destination, into, writers, location))
    return Map(tuple((name, document(needed[name])) for name in sorted(needed))) if needed else None


def _of_log_group(destination: CloudWatchLogs, location: Location) -> Iterator[tuple[str, Policy]]:
    if isinstance(destination.role, ExistingRole):
        arn = log_group_arn(destination, location)
        yield "role_permissions", policies_of.role_permissions(destination, arn, location)
        yield "role_trust", policies_of.role_trust(destination, location)
    if isinstance(destination.kms, ExistingKey):
        yield "key", Policy(policies_of.log_group_key(destination, location))


def _of_bucket(destination: S3, into: Delivery, senders: tuple[Location, ...]) -> Iterator[tuple[str, Policy]]:
    if destination.existing:
        yield "bucket", Policy(policies_of.bucket(destination, into.arn, senders))
    if isinstance(destination.kms, ExistingKey):
        yield "key", Policy(policies_of.bucket_key(destination, senders))


def _of_stream(
    destination: Firehose, into: Delivery, writers: Writers, location: Location
) -> Iterator[tuple[str, Policy]]:
    across = destination.cross_account_role
    if across is None or into.iam_role_arn is None:
        yield "stream_key", Policy((of_stream.stream_key(location),))
        return
    if isinstance(destination.role, ExistingRole):
        using = writers[destination.key]
        yield "role_permissions", firehose.permissions(across, into.iam_role_arn, using, location)
        yield "role_trust", of_stream.trust()
    named = givens.literal(across) or givens.literal(destination.stream)
    if named is not None:  # else only Terraform knows the account that has the stream and its key
        _, partition, _, _, account, _ = named.split(":", 5)
        yield "stream_key", Policy((of_stream.stream_key(replace(location, partition=partition, account=account)),))
    yield "cross_account_role_permissions", of_stream.destination_permissions()
    yield "cross_account_role_trust", of_stream.destination_trust(into.iam_role_arn)
