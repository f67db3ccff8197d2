"""Data sources: the current account and region where a view refers to them, and the lookups of capture points."""

from __future__ import annotations

from functools import cache
from typing import ClassVar

from gen_flowlogs import naming
from gen_flowlogs.aws import kinds
from gen_flowlogs.aws.regions import LOGS_WITH_DNS_SUFFIX
from gen_flowlogs.captures.locations import AMBIENT, Location
from gen_flowlogs.dataclass import dataclass, fields, is_dataclass
from gen_flowlogs.hcl import Call, Comment, Label, Name, Own, Ref, Text
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.model import CapturePoint, Lookup
from gen_flowlogs.view import targets

_WITHIN_FILTER = {
    ("subnet", "vpc"): "vpc-id",
    ("eni", "vpc"): "vpc-id",
    ("eni", "subnet"): "subnet-id",
    ("transit_gateway_attachment", "transit_gateway"): "transit-gateway-id",
    ("regional_nat_gateway", "vpc"): "vpc-id",
}
"""(kind that is looked up, kind of its container) → the name of EC2's filter. Source: EC2 API, the Describe actions."""

_WILDCARD = pattern(r"[*?\\]")
"""Characters that a filter's value needs a backslash before. Source: EC2 API reference, "Filter", 2026-10."""

_DNS_SUFFIX = Own("data.aws_partition.current.dns_suffix")
_CURRENT, _EC2 = Label("current"), Label("ec2")


@dataclass(frozen=True, slots=True)
class Filter:
    """One `filter` block of a data source."""

    name: str
    values: tuple[Text, ...] | Ref | Call


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSource:
    """A data source that looks up the targets of a capture point."""

    destination: ClassVar[None] = None

    type: Label
    capture_point: str
    comment: Comment
    filters: tuple[Filter, ...]
    empty: str | None  # Terraform's error if a lookup of several finds nothing; None: none is needed
    zonal: str | None  # Terraform's error if a NAT gateway is no regional one, for which EC2 has no filter
    prefix: str = ""

    @property
    def label(self) -> Label:
        """The second half of the address."""
        return Label(self.prefix + naming.label(self.capture_point))


@dataclass(frozen=True, slots=True)
class LogsSuffix:
    """The local value that ends the principal of CloudWatch Logs; `partitions` end it in their own suffix."""

    name: Name
    partitions: tuple[str, ...]
    partition: Text = AMBIENT.partition
    dns_suffix: Text = _DNS_SUFFIX


@dataclass(frozen=True, slots=True)
class View:
    """`data.tf`."""

    caller_identity: bool
    partition: bool
    region: bool
    logs_suffix: LogsSuffix | None
    data_sources: tuple[DataSource, ...]
    current: Label = _CURRENT
    ec2: Label = _EC2


_LOGS_SUFFIX = LogsSuffix(Name(str(AMBIENT.logs_suffix).removeprefix("local.")), LOGS_WITH_DNS_SUFFIX)


def view(points: tuple[CapturePoint, ...], location: Location, users: tuple[object, ...]) -> View | None:
    """The data sources of one root module; None where nothing needs any. `users`: views that may refer to them."""
    by_name = {point.name: point for point in points}
    lookups = tuple(_data_source(point, location, by_name) for point in points if isinstance(point.target, Lookup))
    used = _references((users, lookups), set())
    made = View(
        caller_identity=AMBIENT.account in used,
        partition=bool({AMBIENT.partition, AMBIENT.logs_suffix} & used),
        region=AMBIENT.region in used,
        logs_suffix=_LOGS_SUFFIX if AMBIENT.logs_suffix in used else None,
        data_sources=lookups,
    )
    return made if made.caller_identity or made.partition or made.region or lookups else None


def _references(value: object, found: set[Text]) -> set[Text]:
    """Add every reference in a view, however deep, to those that were found."""
    if isinstance(value, Ref):
        found.add(value)
    elif isinstance(value, tuple):
        for each in value:
            _references(each, found)
    else:
        kind: type = type(value)
        for name in _field_names(kind):
            _references(getattr(value, name), found)
    return found


@cache
def _field_names(type_: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(type_)) if is_dataclass(type_) else ()


def _data_source(point: CapturePoint, location: Location, by_name: dict[str, CapturePoint]) -> DataSource:
    lookup = point.target
    assert isinstance(lookup, Lookup)  # noqa: S101 - `view` asked
    filters = [Filter(f"tag:{key}", (_literally(value),)) for key, value in lookup.tags]
    if lookup.within is not None:
        filters.append(_within(point, lookup.within, by_name))
    if point.plural and point.kind.owner_filter is not None:
        filters.append(Filter(point.kind.owner_filter, (location.account,)))
    if point.kind.living:
        filters.append(Filter("state", point.kind.living))
    if point.kind.resource_types:
        filters.append(Filter("resource-type", point.kind.resource_types))
    source = point.kind.plural_data_source if point.plural else point.kind.data_source
    return DataSource(
        type=Label(source or ""),
        capture_point=point.name,
        comment=Comment(f"capture_points.{point.name}"),
        filters=tuple(filters),
        empty=f"The lookup of capture point {point.name} finds nothing, so nothing would be recorded."
        if point.plural and not lookup.allow_empty
        else None,
        zonal=f"The lookup of capture point {point.name} finds a zonal NAT gateway, which cannot have a flow log."
        if point.kind is kinds.REGIONAL_NAT_GATEWAY
        else None,
    )


def _literally(value: str) -> str:
    """A value as EC2's filters take it literally, without wildcards. Names of filters have no wildcards."""
    return _WILDCARD.sub(r"\\\g<0>", value)


def _within(point: CapturePoint, within: str, by_name: dict[str, CapturePoint]) -> Filter:
    kind = kinds.of_id(within)
    if kind is not None:
        return Filter(_WITHIN_FILTER[point.kind.singular, kind.singular], (within,))
    container = by_name[within]
    name = _WITHIN_FILTER[point.kind.singular, container.kind.singular]
    return Filter(name, targets.ids(container) if container.plural else (targets.single(container),))
