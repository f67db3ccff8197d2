"""Each pair of capture point and destination → `aws_flow_log`, and the local values that plural ones iterate over."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from gen_flowlogs import naming
from gen_flowlogs.aws import fields
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.hcl import Argument, Call, Comment, Interpolation, Label, Map, Name, Ref
from gen_flowlogs.view import targets
from gen_flowlogs.view.resources import tag_map

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.aws.kinds import Family
    from gen_flowlogs.model import CapturePoint, Filter, Part
    from gen_flowlogs.view.deliveries import Delivery, DestinationOptions

ADOPTED: Mapping[Part, Argument] = {"destination": Argument("log_destination"), "format": Argument("log_format")}
"""Adopted part → the argument whose changes Terraform ignores."""

DEFAULT_INTERVAL = 600  # seconds, of the provider, which sends it for a transit gateway too, where AWS refuses it


@dataclass(frozen=True, slots=True)
class TagFieldSpecification:
    """The tags that fill the tag fields."""

    resource_type: str
    tag_keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowLog:
    """`aws_flow_log`."""

    TYPE: ClassVar[str] = "aws_flow_log"

    capture_point: str
    destination: str
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
    deliver_cross_account_role: str | Ref | None
    destination_options: DestinationOptions | None
    tag_field_specification: tuple[TagFieldSpecification, ...]
    tags: Map | None
    ignore_changes: tuple[Argument, ...]
    depends_on: tuple[Ref, ...]

    @property
    def label(self) -> Label:
        """The second half of the address."""
        return naming.flow_log_label(self.capture_point, self.destination)


@dataclass(frozen=True, slots=True, kw_only=True)
class Local:
    """One value of the `locals` block: the ids of a plural capture point. `keyed`: they are the values of a map."""

    destination: ClassVar[None] = None

    capture_point: str
    value: Call | Ref
    keyed: bool
    prefix: str = ""

    @property
    def name(self) -> Name:
        """The name, which is written bare."""
        return Name(self.prefix + naming.label(self.capture_point))


@dataclass(frozen=True, slots=True)
class View:
    """`flow_logs.tf`."""

    locals: tuple[Local, ...]
    flow_logs: tuple[FlowLog, ...]


@dataclass(frozen=True, slots=True)
class _Recording:
    """The arguments that a filter gives one family of capture points."""

    traffic_type: str | None
    max_aggregation_interval: int | None
    log_format: str | None
    tag_field_specification: tuple[TagFieldSpecification, ...]


_Recordings = dict[tuple[int, "Family"], _Recording]
"""By the identity of a filter: parse makes one object of each variant, and to hash a whole one costs more than this."""


def view(points: tuple[CapturePoint, ...], deliveries: Mapping[str, Delivery]) -> View | None:
    """The flow logs of one root module; None where there are none. `deliveries`: by the destination's name."""
    plural = tuple(
        Local(capture_point=point.name, value=targets.several(point), keyed=targets.is_keyed(point))
        for point in points
        if point.plural
    )
    chosen = {(id(point.filter), point.kind.family): point.filter for point in points}
    recordings: _Recordings = {key: _recording(filter_, key[1]) for key, filter_ in chosen.items()}
    logs = tuple(
        _flow_log(point, destination.name, deliveries[destination.name], recordings)
        for point in points
        for destination in point.destinations
    )
    return View(plural, logs) if logs else None


def _flow_log(point: CapturePoint, destination: str, delivery: Delivery, recordings: _Recordings) -> FlowLog:
    recording = recordings[id(point.filter), point.kind.family]
    target = Ref("each.value") if point.plural else targets.single(point)
    argument = point.kind.argument
    path = f"capture_points.{point.name}, destinations.{destination}"
    return FlowLog(
        capture_point=point.name,
        destination=destination,
        comment=Comment(path if point.description is None else f"{point.description}\n{path}"),
        for_each=targets.local(point) if point.plural else None,
        vpc_id=target if argument == "vpc_id" else None,
        subnet_id=target if argument == "subnet_id" else None,
        eni_id=target if argument == "eni_id" else None,
        transit_gateway_id=target if argument == "transit_gateway_id" else None,
        transit_gateway_attachment_id=target if argument == "transit_gateway_attachment_id" else None,
        regional_nat_gateway_id=target if argument == "regional_nat_gateway_id" else None,
        traffic_type=recording.traffic_type,
        max_aggregation_interval=recording.max_aggregation_interval,
        log_format=recording.log_format,
        log_destination_type=delivery.log_destination_type,
        log_destination=delivery.log_destination,
        iam_role_arn=delivery.iam_role_arn,
        deliver_cross_account_role=delivery.deliver_cross_account_role,
        destination_options=delivery.destination_options,
        tag_field_specification=recording.tag_field_specification,
        tags=tag_map(point.tags),
        ignore_changes=tuple(ADOPTED[part] for part in point.adopted(destination)) if point.adoptions else (),
        depends_on=delivery.depends_on,
    )


@lru_cache(maxsize=1024)
def _recording(chosen: Filter, family: Family) -> _Recording:
    """The arguments of a filter without those that repeat a default; a transit gateway has no traffic type."""
    interval = chosen.interval(family)
    names = chosen.fields(family)
    return _Recording(
        traffic_type=None if family == "transit_gateway" else chosen.traffic(family),
        max_aggregation_interval=None if interval == DEFAULT_INTERVAL else interval,
        log_format=None if names == fields.DEFAULT[family] else fields.log_format(names),
        tag_field_specification=tuple(TagFieldSpecification(resource, keys) for resource, keys in chosen.tag_fields),
    )
