"""Record formats: fields that exist, once each, and that the kind of capture point has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.fields import BY_FAMILY, BY_NAME, NAMES, PRESETS
from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.lint.origins import by_filter_origin
from gen_flowlogs.phrasing import listing, nearest, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.aws.kinds import Family
    from gen_flowlogs.lint.index import Format, Index
    from gen_flowlogs.model import Filter

SLUGS = ("unknown-field", "duplicate-field", "field-not-available")


def check(index: Index) -> Iterator[Finding]:
    """Find mistakes in the fields of each filter, by itself and for the kinds that it is used for."""
    used: dict[tuple[object, ...], list[Format]] = {}
    for format_ in index.formats:
        used.setdefault(_alike(format_.filter), []).append(format_)
    judged: set[tuple[object, ...]] = set()
    for filter_ in index.spec.filters:
        alike = _alike(filter_)
        if filter_.names and alike not in judged:
            judged.add(alike)
            formats = used.get(alike, [])
            yield from _unknown(filter_)
            yield from _duplicates(filter_, formats)
            for format_ in formats:
                yield from _not_available(format_)


def _alike(filter_: Filter) -> tuple[object, ...]:
    """Equal for the variants of a filter that have the same fields."""
    return filter_.name, filter_.preset, filter_.names


def field_origin(filter_: Filter, index: int) -> Origin:
    """The origin of one of a filter's own fields."""
    assert filter_.origin is not None, "built-in filters name no fields"  # noqa: S101 - for the type checker
    return filter_.origin.at("fields", index) if filter_.preset is None else filter_.origin.at("fields", "add", index)


def _unknown(filter_: Filter) -> Iterator[Finding]:
    for index, name in enumerate(filter_.names):
        if name not in BY_NAME:
            near = nearest(name, BY_NAME)
            hint = f"did you mean {quoted(near)}?" if near else "`gen-flowlogs fields` lists them"
            yield Finding(
                "unknown-field", f"flow logs have no field {quoted(name)}; {hint}", field_origin(filter_, index)
            )


def _duplicates(filter_: Filter, formats: list[Format]) -> Iterator[Finding]:
    """A second mention in the filter, or one that its preset already has for every family that uses the filter."""
    families: list[Family] = [format_.family for format_ in formats] or ["vpc"]
    presets = [frozenset(PRESETS[filter_.preset][family]) for family in families] if filter_.preset else []
    everywhere = frozenset.intersection(*presets) if presets else frozenset()
    seen: dict[str, int] = {}
    for index, name in enumerate(filter_.names):
        if name in seen:
            yield Finding(
                "duplicate-field",
                f"the field {quoted(name)} is in the format twice; take one out",
                field_origin(filter_, index),
                (("first named at", field_origin(filter_, seen[name])),),
            )
            continue
        seen[name] = index
        if name in everywhere:
            yield Finding(
                "duplicate-field",
                f"the preset {quoted(filter_.preset)} already has the field {quoted(name)}; take it out of `add`",
                field_origin(filter_, index),
            )
    for format_, preset in zip(formats, presets, strict=False):
        twice = [name for name in seen if name in preset and name not in everywhere]
        if twice:
            for origin, points, related in by_filter_origin(format_):
                yield Finding(
                    "duplicate-field",
                    f"for a {points[0].kind.title} the preset {quoted(filter_.preset)} already has "
                    f"{listing([quoted(name) for name in twice])}; use a filter without",
                    origin,
                    related,
                )


def _not_available(format_: Format) -> Iterator[Finding]:
    has = NAMES[format_.family]
    missing = [name for name in dict.fromkeys(format_.filter.names) if name in BY_NAME and name not in has]
    if not missing:
        return
    used = set(format_.fields)
    others = [field.name for field in BY_FAMILY[format_.family] if field.name not in used]
    offer = others or [field.name for field in BY_FAMILY[format_.family]]
    for origin, points, related in by_filter_origin(format_):
        yield Finding(
            "field-not-available",
            f"the filter {quoted(format_.filter.name)} names {listing([quoted(name) for name in missing])}, which a "
            f"{points[0].kind.title} does not have; it has {listing(offer)} (`gen-flowlogs fields` lists them)",
            origin,
            related,
        )
