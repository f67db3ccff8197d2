"""`capture_points` → CapturePoint: target, filter and destinations resolved."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from gen_flowlogs.aws.kinds import BY_KEY
from gen_flowlogs.dataclass import replace
from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.model import CapturePoint, Ids, Lookup, Reference, Target, Variable
from gen_flowlogs.parse import entries
from gen_flowlogs.parse.resolve import Names, Resolver
from gen_flowlogs.parse.stacks import Membership
from gen_flowlogs.parse.tags import NONE
from gen_flowlogs.parse.within import check as check_within
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from gen_flowlogs.model import Destination, Filter, Stack, Variant
    from gen_flowlogs.parse.resolve import Resolved
    from gen_flowlogs.parse.sources import Scope

_NOTHING: dict[str, Any] = {}


def parse(
    scope: Scope,
    filters: dict[str, tuple[Filter, ...]],
    destinations: dict[str, tuple[Destination, ...]],
    stacks: tuple[Stack, ...],
) -> tuple[tuple[CapturePoint, ...], list[Finding]]:
    """Every capture point that can be understood, with its variants, and findings about the names they use."""
    findings: list[Finding] = []
    in_stacks = Membership(scope, stacks, findings)
    resolver = Resolver(scope, Names(scope, filters, destinations, findings))
    points: list[CapturePoint] = []
    for name, (raw, origin) in scope.capture_points.items():
        chosen = in_stacks.of(name, raw, origin)
        inherits = "destinations" not in raw and "destinations" not in scope.raw["capture_points"][name]
        unread = ("capture_points", name, "destinations") in scope.unread
        if inherits and scope.defaults_whole and "destinations" not in scope.defaults and not unread:
            findings.append(_no_destination(name, origin))
        if "destinations" in raw:
            findings += entries.repeated(raw["destinations"], origin)
        for data, at, variant in scope.variants_of("capture_points", name, raw, origin):
            there = frozenset(variant)  # perhaps a thousand, for each of a thousand capture points
            its_stacks = tuple(stack for stack in chosen if stack.name in there) if variant else chosen
            for alike, resolved in resolver.of(data, at, its_stacks):
                is_whole = alike is its_stacks and not variant
                stands_for = () if is_whole else tuple(each.name for each in alike if each.name is not None)
                here = replace(at, stack=stands_for[0]) if stands_for else at
                point = _point(name, data, here, resolved, (alike, stands_for), findings)
                if point is not None:
                    points.append(point)
    findings += check_within(scope)
    return tuple(points), findings


def _point(  # noqa: PLR0913, PLR0917
    name: str,
    raw: dict[str, Any],
    origin: Origin,
    resolved: Resolved,
    stacks: tuple[tuple[Stack, ...], Variant],
    findings: list[Finding],
) -> CapturePoint | None:
    key = next(filter(BY_KEY.__contains__, raw), None)
    target = None if key is None else _target(raw[key])
    if key is None or target is None or resolved.filter is None:
        return None
    kind, plural = BY_KEY[key]
    return CapturePoint(
        name=name,
        kind=kind,
        plural=plural,
        target=target,
        filter=resolved.filter,
        destinations=resolved.destinations,
        within=raw.get("within"),
        stacks=stacks[0],
        tags=resolved.tags,
        description=raw.get("description"),
        renamed_from=raw.get("renamed_from"),
        expires=_date(raw["expires"], origin, findings) if "expires" in raw else None,
        reason=raw.get("reason"),
        ignores=raw["lint"].get("ignore", _NOTHING) if "lint" in raw else _NOTHING,
        origin=origin,
        filter_origin=resolved.filter_origin,
        destinations_origin=resolved.destinations_origin,
        adoptions=entries.adoptions(raw, origin, [each.name for each in resolved.destinations]),
        variant=stacks[1],
        stack_by_default="stack" not in raw and bool(stacks[0]) and stacks[0][0].name is not None,
        untagged=raw.get("tags") == NONE,
    )


def _no_destination(name: str, origin: Origin) -> Finding:
    return Finding(
        "no-destination",
        f"{quoted(name)} has no destination, so none of its traffic would be recorded; "
        "give it `destinations`, or write `defaults: {destinations: …}`",
        origin.key(),
    )


def _target(raw: object) -> Target | None:
    match raw:
        case str(one):
            return Ids((one,))
        case list(several):
            return Ids(tuple(sorted(several)))
        case {"var": str(name), **others}:
            return Variable(name, keyed=others.get("keyed") is True)
        case {"ref": str(traversal), **others}:
            return Reference(traversal, keyed=others.get("keyed") is True)
        case {"lookup": dict(lookup)}:
            tags = dict(lookup.get("tags", {}))
            if "name" in lookup:
                tags["Name"] = lookup["name"]
            return Lookup(
                tags=tuple(sorted(tags.items())),
                within=lookup.get("within"),
                allow_empty=lookup.get("allow_empty", False),
            )
        case _:
            return None


def _date(raw: str, origin: Origin, findings: list[Finding]) -> date | None:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        findings.append(
            Finding("invalid-value", f"{quoted(raw)} is no day of the calendar; write YYYY-MM-DD", origin.at("expires"))
        )
        return None
