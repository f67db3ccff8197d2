"""Each pair of capture point and destination → `aws_flow_log`, and the local values that plural ones iterate over."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from gen_flowlogs import naming
from gen_flowlogs.aws import fields
from gen_flowlogs.hcl import Call, Comment, Interpolation, Label, Map, Name, Ref
from gen_flowlogs.view import targets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.aws.kinds import Family
    from gen_flowlogs.model import CapturePoint, Filter
    from gen_flowlogs.view.deliveries import Delivery, DestinationOptions

DEFAULT_INTERVAL = 600  # of the provider and of AWS, seconds
TRANSIT_GATEWAY_INTERVAL = 60  # the only one that AWS takes there, and not the provider's default


@dataclass(frozen=True, slots=True)
class TagFieldSpecification:
    """Which tags fill the tag fields."""

    resource_type: str
    tag_keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlowLog:
    """`aws_flow_log`."""

    TYPE: ClassVar[str] = "aws_flow_log"

    label: Label
    comment: Comment
    for_each: Ref | None
    vpc_id: str | Ref | None
    subnet_id: str | Ref | None
    eni_id: str | Ref | None
    transit_gateway_id: str | Ref | None
    transit_gateway_attachment_id: str | Ref | None
    regional_nat_gateway_id: str | Ref | None
    traffic_type: str | None
    max_aggregation_interval: int | None
    log_format: str | None
    log_destination_type: str | None
    log_destination: str | Ref | Interpolation
    iam_role_arn: str | Ref | None
    deliver_cross_account_role: str | None
    destination_options: DestinationOptions | None
    tag_field_specification: tuple[TagFieldSpecification, ...]
    tags: Map | None
    depends_on: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Local:
    """One value of the `locals` block; `name` is written bare."""

    name: Name
    value: Call | Ref


@dataclass(frozen=True, slots=True)
class View:
    """`flow_logs.tf`."""

    locals: tuple[Local, ...]
    flow_logs: tuple[FlowLog, ...]


@dataclass(frozen=True, slots=True)
class _Recording:
    """What a filter means for one family of capture points, as arguments."""

    traffic_type: str | None
    max_aggregation_interval: int | None
    log_format: str | None
    tag_field_specification: tuple[TagFieldSpecification, ...]


def view(points: tuple[CapturePoint, ...], deliveries: Mapping[str, Delivery]) -> View | None:
    """The flow logs of one root module; None where there are none. `deliveries`: by the destination's name."""
    plural = tuple(Local(Name(naming.label(point.name)), targets.several(point)) for point in points if point.plural)
    maps = {tags: Map(tags) for tags in {point.tags for point in points if point.tags}}
    logs = tuple(
        _flow_log(point, destination.name, deliveries[destination.name], maps.get(point.tags))
        for point in points
        for destination in point.destinations
    )
    return View(plural, logs) if logs else None


def _flow_log(point: CapturePoint, destination: str, delivery: Delivery, tags: Map | None) -> FlowLog:
    kind = point.kind
    target = Ref("each.value") if point.plural else targets.single(point)
    argument = kind.argument
    recording = _recording(point.filter, kind.family)
    place = f"capture_points.{point.name}, destinations.{destination}"
    return FlowLog(
        naming.flow_log_label(point.name, destination),
        Comment(place if point.description is None else f"{point.description}\n{place}"),
        targets.local(point) if point.plural else None,
        target if argument == "vpc_id" else None,
        target if argument == "subnet_id" else None,
        target if argument == "eni_id" else None,
        target if argument == "transit_gateway_id" else None,
        target if argument == "transit_gateway_attachment_id" else None,
        target if argument == "regional_nat_gateway_id" else None,
        recording.traffic_type,
        recording.max_aggregation_interval,
        recording.log_format,
        delivery.log_destination_type,
        delivery.log_destination,
        delivery.iam_role_arn,
        delivery.deliver_cross_account_role,
        delivery.destination_options,
        recording.tag_field_specification,
        tags,
        delivery.depends_on,
    )


@lru_cache(maxsize=1024)
def _recording(chosen: Filter, family: Family) -> _Recording:
    """An argument that says what is so anyway is left out; a transit gateway has no traffic type."""
    transit = family == "transit_gateway"
    interval = TRANSIT_GATEWAY_INTERVAL if transit else chosen.interval
    names = fields.resolve(chosen.preset, chosen.names, family)
    return _Recording(
        None if transit else chosen.traffic,
        None if interval == DEFAULT_INTERVAL else interval,
        None if names == fields.DEFAULT[family] else fields.log_format(names),
        tuple(TagFieldSpecification(resource, keys) for resource, keys in chosen.tag_fields),
    )
