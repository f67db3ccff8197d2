"""`filters` → Filter, with the three that are built in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gen_flowlogs.model import Filter

if TYPE_CHECKING:
    from gen_flowlogs.diagnostics import Origin
    from gen_flowlogs.model import Variant
    from gen_flowlogs.parse.sources import Scope

BUILT_IN = {
    name: Filter(
        name=name,
        traffic_type=name.upper(),
        max_aggregation_interval=None,
        preset="default",
        names=(),
        tag_fields=(),
        origin=None,
    )
    for name in ("all", "accept", "reject")
}


def parse(scope: Scope) -> dict[str, tuple[Filter, ...]]:
    """Every filter by its name, with all of its variants."""
    own = {
        name: tuple(_filter(name, *each) for each in scope.variants_of("filters", name, raw, origin))
        for name, (raw, origin) in scope.filters.items()
        if name not in BUILT_IN
    }
    return {**{name: (each,) for name, each in BUILT_IN.items()}, **own}


def _filter(name: str, raw: dict[str, Any], origin: Origin, variant: Variant) -> Filter:
    preset, names = _fields(raw.get("fields"))
    return Filter(
        name=name,
        traffic_type=raw.get("traffic", "ALL"),
        max_aggregation_interval=int(raw["max_aggregation_interval"]) if "max_aggregation_interval" in raw else None,
        preset=preset,
        names=names,
        tag_fields=tuple((resource, tuple(keys)) for resource, keys in sorted(raw.get("tag_fields", {}).items())),
        origin=origin,
        variant=variant,
    )


def _fields(raw: object) -> tuple[str | None, tuple[str, ...]]:
    match raw:
        case None:
            return "default", ()
        case str(preset):
            return preset, ()
        case list(names):
            return None, tuple(names)
        case dict(parts):
            return parts.get("preset", "default"), tuple(parts.get("add", ()))
    raise TypeError(raw)
