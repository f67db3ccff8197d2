"""Capture points → their part of a report: what each records, of what, how, and where to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws.kinds import (
    ENI,
    REGIONAL_NAT_GATEWAY,
    SUBNET,
    TRANSIT_GATEWAY,
    TRANSIT_GATEWAY_ATTACHMENT,
    VPC,
)
from gen_flowlogs.aws.weights import weighed
from gen_flowlogs.captures import targets
from gen_flowlogs.captures.recordings import TRAFFIC
from gen_flowlogs.model import Ids, Lookup
from gen_flowlogs.report import cases, nesting
from gen_flowlogs.report.layouts import layout
from gen_flowlogs.report.phrases import Code, Link, Phrase, codes, listed, own_words
from gen_flowlogs.report.sections import PointPart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.model import CapturePoint
    from gen_flowlogs.report.ground import Ground

_COVERS: Final = {
    VPC.singular: "every interface in every subnet, also those of load balancers, NAT gateways and databases, "
    "and later ones",
    SUBNET.singular: "every interface in it, also later ones",
    ENI.singular: "this interface alone",
    TRANSIT_GATEWAY.singular: "all its attachments, also later ones",
    TRANSIT_GATEWAY_ATTACHMENT.singular: "this attachment alone",
    REGIONAL_NAT_GATEWAY.singular: "the gateway, in all its zones",
}
_COVER: Final = {
    VPC.singular: "every interface in every subnet of each, also those of load balancers, NAT gateways and databases, "
    "and later ones",
    SUBNET.singular: "every interface in each of them, also later ones",
    ENI.singular: "these interfaces alone",
    TRANSIT_GATEWAY.singular: "all attachments of each, also later ones",
    TRANSIT_GATEWAY_ATTACHMENT.singular: "these attachments alone",
    REGIONAL_NAT_GATEWAY.singular: "each gateway, in all its zones",
}
"""Kind → what a flow log on several of it records. Source: "Flow logs basics" of the VPC user guide, 2026-11."""

_TRAFFIC: Final = {
    "ALL": "all traffic, accepted and rejected",
    "ACCEPT": "only traffic that security groups and network ACLs accept",
    "REJECT": "only traffic that security groups or network ACLs reject",
}


def parts(ground: Ground) -> tuple[PointPart, ...]:
    """The capture points of a spec, nested."""
    named = nesting.by_name(ground.spec.capture_points)
    return tuple(_part(named[name], level, group, ground) for name, level, group in nesting.nested(named))


def _part(variants: nesting.Variants, level: int, group: str, ground: Ground) -> PointPart:
    first = variants[0]
    made = ground.flow_logs.get(first.name, ())
    return PointPart(
        anchor=ground.point(first.name),
        name=first.name,
        title=f"{first.kind.title}{'s' if first.plural else ''}",
        group=group,
        level=level,
        traffic=tuple(dict.fromkeys(each.filter.traffic(each.kind.family) for each in variants)),
        destinations=tuple(dict.fromkeys(to.name for each in variants for to in each.destinations)),
        description=None if first.description is None else own_words(first.description),
        notes=tuple(dict.fromkeys(_notes(first, ground))),
        facts=cases.facts(
            [(_lines(each, ground), tuple(str(stack.name) for stack in each.stacks)) for each in variants]
        ),
        flow_logs=len(made),
        is_open=any(not isinstance(each.target, str) and each.point.plural for each in made),
        around=tuple(sorted(set[str].intersection(*(_recording_all(each, ground) for each in variants)))),
        origin=first.origin.key(),
    )


def _notes(point: CapturePoint, ground: Ground) -> Iterator[Phrase]:
    if point.expires is not None:
        yield (f"expires {point.expires.isoformat()}",)
    others = _recording_too(point, ground)
    if others:
        yield ("also recorded by ", *listed(others, 3))


def _lines(point: CapturePoint, ground: Ground) -> Iterator[tuple[str, Phrase]]:
    family, several = point.kind.family, point.plural
    traffic, names = point.filter.traffic(family), point.filter.fields(family)
    yield "what", _what(point, ground)
    yield "covers", ((_COVER if several else _COVERS)[point.kind.singular],)
    yield "traffic", (_TRAFFIC[traffic] if family == "vpc" else "all traffic; it neither accepts nor rejects any",)
    shape = layout(point)
    link = Link(ground.layouts.title(shape), ground.layouts.anchor(shape))
    yield "fields", (f"{weighed(names, point.kind)}, layout ", link)
    yield "gathered over", (_interval(point),)
    if point.destinations:
        yield "to", listed([Link(each.name, ground.destination(each.name)) for each in point.destinations], 12)
    else:
        yield "to", ("nowhere: it has no destination",)
    others = _recording_too(point, ground)
    if others:
        yield "also recorded by", listed(others)
    if point.expires is not None:
        why = f": {own_words(point.reason)}" if point.reason else ""
        yield "expires", (f"{point.expires.isoformat()}{why}",)
    elif point.reason:
        yield "reason", (own_words(point.reason),)
    if point.adoptions:
        kept = [f"{each.part} to {each.destination}" for each in point.adoptions]
        yield "adopted", ("existed before; Terraform leaves as it is: ", *listed(kept))
    addresses = ground.addresses.get(point.key, {})
    if addresses:
        yield "Terraform", codes(addresses, 4)


def _what(point: CapturePoint, ground: Ground) -> Phrase:
    if isinstance(point.target, Ids):
        found: Phrase = codes(point.target.ids, 8)
    else:
        name = targets.name(ground.targets.in_stack(point, point.stacks[0])[0])
        found = (own_words(name) if isinstance(point.target, Lookup) else Code(name), ", known when Terraform plans")
    if point.within is None:
        return found
    named = ground.targets.named(point.within, point.stacks[0])
    around = Code(point.within) if named is None else Link(named.name, ground.point(named.name))
    return (*found, ", in ", around)


def _interval(point: CapturePoint) -> str:
    seconds = point.filter.interval(point.kind.family)
    longest = "1 minute at most" if seconds == 60 else f"{seconds // 60} minutes at most"
    is_nitro = seconds != 60 and point.kind.family == "vpc" and point.kind is not REGIONAL_NAT_GATEWAY
    return f"{longest}; 1 minute on Nitro instances" if is_nitro else longest


def _recording_too(point: CapturePoint, ground: Ground) -> list[Link]:
    """The capture points around one that record some of its traffic too, nearest first."""
    mine = TRAFFIC[point.filter.traffic(point.kind.family)]
    names = [name for name, traffic in _around(point, ground).items() if traffic & mine]
    return [Link(name, ground.point(name)) for name in names]


def _recording_all(point: CapturePoint, ground: Ground) -> set[str]:
    """The capture points around one that record all of its traffic."""
    return {name for name, traffic in _around(point, ground).items() if traffic == TRAFFIC["ALL"]}


def _around(point: CapturePoint, ground: Ground) -> dict[str, frozenset[str]]:
    """The other capture points that contain a capture point in its first stack, nearest first, with their traffic."""
    if not point.stacks:
        return {}
    stack = point.stacks[0]
    around = [
        *ground.containment.around(point, stack),
        *(
            each
            for target in ground.targets.in_stack(point, stack)
            for each in ground.containment.finding(target, point, stack)
        ),
    ]
    found: dict[str, frozenset[str]] = {}
    for container in around:
        for other in container.points:
            if other.name != point.name and stack in other.stacks and other.destinations:
                found.setdefault(other.name, frozenset(TRAFFIC[other.filter.traffic(other.kind.family)]))
    return found
