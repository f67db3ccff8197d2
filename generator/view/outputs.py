"""`outputs.tf`: flow log ids, destinations' ARNs, and what the owners of existing things must allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator import naming
from generator.hcl import Each, Map, Name, Ref
from generator.model import S3, CapturePoint, CloudWatchLogs, Destination, ExistingRole
from generator.policies import Place, Policy, Statement, delivery, document
from generator.view import cloudwatch_logs, s3
from generator.view.deliveries import Delivery, log_group_arn


@dataclass(frozen=True, slots=True)
class View:
    """`outputs.tf`."""

    flow_log_ids: Map
    destination_arns: Map
    required_policies: Map | None


def view(
    points: tuple[CapturePoint, ...],
    destinations: tuple[Destination, ...],
    deliveries: Mapping[str, Delivery],
    place: Place,
) -> View | None:
    """The outputs of one root module; None where it records nothing."""
    ids = tuple((point.name, _ids(point)) for point in points if point.destinations)
    if not ids:
        return None
    needed = tuple((each.name, policies) for each in destinations if (policies := _required(each, place)) is not None)
    return View(
        Map(ids),
        Map(tuple((each.name, deliveries[each.name].arn) for each in destinations)),
        Map(needed) if needed else None,
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


def _required(destination: Destination, place: Place) -> Map | None:
    """Policies that a thing of somebody else's must have for the records to arrive."""
    needed: list[tuple[str, object]] = []

    def say(name: str, statements: tuple[Statement, ...]) -> None:
        needed.append((name, document(Policy(statements))))

    match destination:
        case CloudWatchLogs():
            if isinstance(destination.role, ExistingRole):
                say("role_permissions", delivery.role_permissions(log_group_arn(destination, place)).statements)
                say("role_trust", delivery.role_trust(place).statements)
            if destination.kms not in ("aws", "create"):
                say("key", cloudwatch_logs.key_statements(destination, place)[1:])
        case S3():
            if destination.existing:
                say("bucket", s3.bucket_statements(destination, place))
            if destination.kms not in ("aws", "create"):
                say("key", s3.key_statements(destination, place)[1:])
    return Map(tuple(sorted(needed))) if needed else None
