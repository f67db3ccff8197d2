"""`capture_points` → CapturePoint: target, filter and destinations resolved."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from gen_flowlogs.aws.kinds import BY_KEY
from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.model import (
    CapturePoint,
    Destination,
    Filter,
    Ids,
    Lookup,
    Reference,
    Stack,
    Target,
    Variable,
)
from gen_flowlogs.parse import entries
from gen_flowlogs.parse.stacks import Membership
from gen_flowlogs.parse.tags import merged
from gen_flowlogs.parse.within import check as check_within
from gen_flowlogs.phrasing import nearest, quoted

if TYPE_CHECKING:
    from gen_flowlogs.parse.sources import Scope

_NOTHING: dict[str, Any] = {}


def parse(
    scope: Scope,
    filters: dict[str, Filter],
    destinations: dict[str, Destination],
    stacks: tuple[Stack, ...],
) -> tuple[tuple[CapturePoint, ...], list[Finding]]:
    """Every capture point that can be understood, and findings about the names they use."""
    findings: list[Finding] = []
    resolve = _Names(scope, filters, destinations, findings)
    shared_tags = scope.defaults.get("tags", {})
    default_tags = merged(shared_tags, {})
    default_filter = resolve.filter(scope.defaults.get("filter", "all"), scope.defaults_origin.at("filter"))
    default_destinations = resolve.destinations(
        scope.defaults.get("destinations", ()), scope.defaults_origin.at("destinations")
    )
    in_stacks = Membership(scope, stacks, findings)
    points: list[CapturePoint] = []
    for name, (raw, origin) in scope.capture_points.items():
        if "filter" in raw:
            filter_origin = origin.at("filter")
            chosen = resolve.filter(raw["filter"], filter_origin)
        else:
            filter_origin = scope.defaults_origin.at("filter")
            chosen = default_filter
        if "destinations" in raw:
            destinations_origin = origin.at("destinations")
            reached = resolve.destinations(raw["destinations"], destinations_origin)
            findings += entries.repeated(raw["destinations"], destinations_origin)
        else:
            destinations_origin = scope.defaults_origin.at("destinations")
            reached = default_destinations
            inherits = "destinations" not in scope.raw["capture_points"][name]
            if inherits and scope.defaults_whole and "destinations" not in scope.defaults:
                findings.append(_no_destination(name, origin))
        chosen_stacks = in_stacks.of(name, raw, origin)
        key = next((key for key in raw if key in BY_KEY), None)
        target = None if key is None else _target(raw[key])
        if key is None or target is None or chosen is None:
            continue
        kind, plural = BY_KEY[key]
        points.append(
            CapturePoint(
                name=name,
                kind=kind,
                plural=plural,
                target=target,
                filter=chosen,
                destinations=reached,
                within=raw.get("within"),
                stacks=chosen_stacks,
                tags=merged(shared_tags, raw["tags"]) if "tags" in raw else default_tags,
                description=raw.get("description"),
                renamed_from=raw.get("renamed_from"),
                expires=_date(raw["expires"], origin, findings) if "expires" in raw else None,
                reason=raw.get("reason"),
                ignores=raw["lint"].get("ignore", _NOTHING) if "lint" in raw else _NOTHING,
                origin=origin,
                filter_origin=filter_origin,
                destinations_origin=destinations_origin,
                adoptions=entries.adoptions(raw, origin, [each.name for each in reached]),
            )
        )
    findings += check_within(scope)
    return tuple(points), findings


def _no_destination(name: str, origin: Origin) -> Finding:
    return Finding(
        "no-destination",
        f"{quoted(name)} has no destination, so its records would go nowhere; "
        "give it `destinations`, or write `defaults: {destinations: …}`",
        origin.key(),
    )


class _Names:
    """Names → definitions. A name that is defined but broken gives neither a definition nor a finding."""

    def __init__(
        self, scope: Scope, filters: dict[str, Filter], destinations: dict[str, Destination], findings: list[Finding]
    ) -> None:
        self._scope = scope
        self._filters = filters
        self._destinations = destinations
        self._findings = findings
        self._shared: dict[object, tuple[Destination, ...]] = {}  # many capture points have the same list

    def filter(self, name: str, origin: Origin) -> Filter | None:
        """The filter of a name."""
        found = self._filters.get(name)
        if found is None and name not in self._scope.raw["filters"]:
            self._unknown("filter", name, sorted({*self._filters, *self._scope.raw["filters"]}), origin)
        return found

    def destinations(self, raw: entries.Raw, origin: Origin) -> tuple[Destination, ...]:
        """The destinations of a name or a list of names, in the order of their names."""
        key = raw if isinstance(raw, str) else tuple(map(entries.name_of, raw))
        found = self._shared.get(key)
        if found is None:
            named = dict(entries.named(raw, origin)).items()
            resolved = [each for name, at in named if (each := self._destination(name, at)) is not None]
            found = tuple(sorted(resolved, key=lambda each: each.name))
            if len(found) == len(named):
                self._shared[key] = found
        return found

    def _destination(self, name: str, origin: Origin) -> Destination | None:
        found = self._destinations.get(name)
        if found is None and name not in self._scope.raw["destinations"]:
            self._unknown("destination", name, sorted(self._scope.raw["destinations"]), origin)
        return found

    def _unknown(self, what: str, name: str, known: list[str], origin: Origin) -> None:
        near = nearest(name, known)
        hint = f"did you mean {quoted(near)}?" if near else f"define it under `{what}s`"
        self._findings.append(Finding("unknown-name", f"no {what} is called {quoted(name)}; {hint}", origin))


def _target(raw: object) -> Target | None:
    match raw:
        case str(one):
            return Ids((one,))
        case list(several):
            return Ids(tuple(sorted(several)))
        case {"var": str(name)}:
            return Variable(name)
        case {"ref": str(traversal)}:
            return Reference(traversal)
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
