"""`within`: what can contain what, for a capture point and for a lookup; and what can be looked up at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.aws.kinds import (
    ENI,
    REGIONAL_NAT_GATEWAY,
    SUBNET,
    TRANSIT_GATEWAY,
    TRANSIT_GATEWAY_ATTACHMENT,
    VPC,
    Kind,
    of_id,
)
from generator.diagnostics import Finding
from generator.lint.places import target
from generator.model import CapturePoint, Lookup
from generator.words import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.lint.survey import Survey

CONTAINERS: dict[str, tuple[Kind, ...]] = {
    VPC.singular: (),
    SUBNET.singular: (VPC,),
    ENI.singular: (VPC, SUBNET),
    TRANSIT_GATEWAY.singular: (),
    TRANSIT_GATEWAY_ATTACHMENT.singular: (TRANSIT_GATEWAY,),
    REGIONAL_NAT_GATEWAY.singular: (VPC,),
}
"""Kind → what it can be within. Also how its lookup can be narrowed: EC2 has a filter for each
(`vpc-id`, `subnet-id`, `transit-gateway-id`). Source: the EC2 API, the filters of the Describe actions, 2026-10."""


def check(found: Survey) -> Iterator[Finding]:
    """What is wrong with a container or a lookup."""
    for point in found.spec.capture_points:
        if point.within is not None:
            yield from _within(found, point, point.within)
        if isinstance(point.target, Lookup):
            yield from _lookup(found, point, point.target)


def kind_of(found: Survey, within: str) -> Kind | None:
    """The kind of a container: a capture point's name, or an id; None where there is no such capture point."""
    named = found.points.get(within)
    return named.kind if named else of_id(within)


def _within(found: Survey, point: CapturePoint, within: str) -> Iterator[Finding]:
    kind = kind_of(found, within)
    legal = CONTAINERS[point.kind.singular]
    if kind is not None and kind not in legal:
        yield Finding(
            "within-kind",
            f"a {point.kind.title} cannot be within {quoted(within)}, which is a {kind.title}; {_legal(legal, 'it')}",
            point.origin.at("within"),
        )


def _legal(legal: tuple[Kind, ...], who: str) -> str:
    if not legal:
        return "nothing that can be recorded contains one, so leave `within` out"
    return f"{who} can be within {listing([f'a {kind.title}' for kind in legal], last='or')}"


def _lookup(found: Survey, point: CapturePoint, lookup: Lookup) -> Iterator[Finding]:
    at = target(point).at("lookup")
    if point.plural and point.kind.plural_data_source is None:
        yield Finding(
            "lookup-plural",
            f"the AWS provider cannot look up several {point.kind.title}s; list their ids, or hand them in by "
            "`{var: NAME}` or `{ref: …}`",
            at,
        )
        return
    if lookup.within is None:
        return
    kind = kind_of(found, lookup.within)
    legal = CONTAINERS[point.kind.singular]
    if kind is not None and kind not in legal:
        yield Finding(
            "lookup-within",
            f"{point.kind.title}s cannot be looked up within {quoted(lookup.within)}, which is a {kind.title}; "
            f"{_legal(legal, 'they')}",
            at.at("within"),
        )
        return
    named = found.points.get(lookup.within)
    if named is not None and not set(point.stacks) <= set(named.stacks):
        yield Finding(
            "lookup-within",
            f"{quoted(lookup.within)} is in another stack, whose ids this one cannot see; write the id itself",
            at.at("within"),
        )
