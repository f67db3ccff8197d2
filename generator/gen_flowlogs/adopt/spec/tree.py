"""A plan → the entries of its spec, in the order of the reference, with comments that say where each came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.adopt.spec import fields, filters
from gen_flowlogs.adopt.spec.destination_entries import destination_entry, given_node, tags_entry
from gen_flowlogs.adopt.spec.yaml_text import Entry, Flow, Item
from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gen_flowlogs.adopt.spec.drafts import Chosen, Draft
    from gen_flowlogs.adopt.spec.grouping import Point
    from gen_flowlogs.adopt.spec.plan import Holder, Plan
    from gen_flowlogs.adopt.spec.yaml_text import Node

REASON = "adopted as it was"
_LEAST = 2  # capture points that share a default


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """Settings of nearly all capture points, said once. Each is empty where nothing is shared."""

    filter: str = ""
    destinations: tuple[str, ...] = ()
    tags: Mapping[str, str]


def entries(plan: Plan, *, name: str, terraform: Mapping[str, Node], about: Iterable[str]) -> tuple[Entry, ...]:
    """The spec of a plan. `terraform`: the settings below that key; `about`: the comments at the top."""
    defaults = _defaults(plan)
    return (
        Entry(key="version", value=1, above=tuple(about)),
        Entry(key="name", value=name),
        *((Entry(key="terraform", value=Flow(dict(terraform))),) if terraform else ()),
        *_section("stacks", _stacks(plan)),
        *_section("filters", _filters(plan)),
        *_section("destinations", _destinations(plan, defaults)),
        *_default_entry(defaults),
        *_section("capture_points", _points(plan, defaults)),
        *(Entry(key=each.key, value=each.value, space=True) for each in ignored(plan, ("", ""))),
    )


def ignored(plan: Plan, holder: Holder) -> Iterator[Entry]:
    """The warnings that a definition ignores."""
    slugs = plan.ignored.get(holder, ())
    if slugs:
        yield Entry(key="lint", value=Flow({"ignore": Flow(dict.fromkeys(sorted(slugs), REASON))}))


def _section(key: str, several: Iterable[Entry]) -> tuple[Entry, ...]:
    made = tuple(several)
    return (Entry(key=key, value=made, space=True),) if made else ()


def _stacks(plan: Plan) -> Iterator[Entry]:
    for place, name in sorted(plan.stacks.items(), key=lambda each: each[1]):
        settings: dict[str, Node] = {"account": place.account or "", "region": place.region or ""}
        yield Entry(key=name, value=Flow(settings), holder=("stacks", name))


def _filters(plan: Plan) -> Iterator[Entry]:
    for chosen, name in sorted(plan.filters.items(), key=lambda each: each[1]):
        if not filters.is_built_in(chosen):
            yield Entry(key=name, value=tuple(_filter(chosen)), holder=("filters", name))


def _filter(chosen: Chosen) -> Iterator[Entry]:
    said = fields.said(chosen.fields, chosen.family)
    if chosen.traffic != "ALL":
        yield Entry(key="traffic", value=chosen.traffic)
    if filters.has_interval(chosen):
        yield Entry(key="max_aggregation_interval", value=chosen.interval)
    if said.preset is not None and not said.names:
        yield Entry(key="fields", value=said.preset)
    elif said.preset is not None:
        yield Entry(
            key="fields",
            value=(Entry(key="preset", value=said.preset), Entry(key="add", value=Flow(said.names))),
        )
    elif said.names:
        yield Entry(key="fields", value=Flow(said.names))
    if chosen.tag_fields:
        yield Entry(key="tag_fields", value=Flow({resource: Flow(keys) for resource, keys in chosen.tag_fields}))


def _destinations(plan: Plan, defaults: Defaults) -> Iterator[Entry]:
    for destination, name in sorted(plan.destinations.items(), key=lambda each: each[1]):
        own = () if destination.own is None else destination.own.tags
        tags = tuple((key, value) for key, value in own if defaults.tags.get(key) != value)
        yield destination_entry(destination, name, tags, tuple(ignored(plan, ("destinations", name))))


def _defaults(plan: Plan) -> Defaults:
    """Only what two capture points or more have in common is worth a line of its own."""
    points = list(plan.points)
    chosen = {plan.filters[point.filter] for point in points}
    sent = {tuple(sorted(plan.destination(point, sink) for sink in point.sinks)) for point in points}
    enough = len(points) >= _LEAST
    apart = any(parts for parts in plan.adopted.values())
    return Defaults(
        filter=next(iter(chosen)) if enough and len(chosen) == 1 and chosen != {"all"} else "",
        destinations=next(iter(sent)) if enough and len(sent) == 1 and not apart else (),
        tags=_shared_tags(plan),
    )


def _shared_tags(plan: Plan) -> Mapping[str, str]:
    """The tags that all tagged capture points have, and all that the spec owns."""
    tagged = [dict(point.tags) for point in plan.points if point.tags]
    owned = [dict(own.tags) for each in plan.destinations for own in (each.own, each.own_role) if own is not None]
    if len(tagged) < _LEAST or any(point.unknown_tags for point in plan.points):
        return {}
    first = tagged[0]
    return {key: value for key, value in first.items() if all(each.get(key) == value for each in tagged + owned)}


def _default_entry(defaults: Defaults) -> tuple[Entry, ...]:
    made = []
    if defaults.filter:
        made.append(Entry(key="filter", value=defaults.filter))
    if defaults.destinations:
        several = defaults.destinations
        made.append(Entry(key="destinations", value=several[0] if len(several) == 1 else Flow(several)))
    made += tags_entry("tags", defaults.tags.items())
    return _section("defaults", made)


def _points(plan: Plan, defaults: Defaults) -> Iterator[Entry]:
    for point, name in sorted(plan.points.items(), key=lambda each: each[1]):
        yield Entry(
            key=name,
            value=tuple(_point(plan, point, name, defaults)),
            holder=("capture_points", name),
        )


def _point(plan: Plan, point: Point, name: str, defaults: Defaults) -> Iterator[Entry]:
    unknown = (f"its tags are not known: {point.unknown_tags}",) if point.unknown_tags else ()
    if len(point.drafts) == 1:
        (unit,) = point.drafts
        above = tuple(draft.called for draft in unit)
        yield Entry(key=point.kind.singular, value=given_node(unit[0].target), above=(*above, *unknown))
    else:
        items = tuple(Item(str(unit[0].target), _origins(unit)) for unit in point.drafts)
        yield Entry(key=point.kind.plural, value=items, above=unknown)
    chosen = plan.filters[point.filter]
    if chosen != (defaults.filter or "all"):
        yield Entry(key="filter", value=chosen)
    yield from _sent(plan, point, name, defaults)
    if point.place in plan.stacks:
        yield Entry(key="stack", value=plan.stacks[point.place])
    yield from _tags(point, defaults)
    yield from ignored(plan, ("capture_points", name))


def _origins(unit: Iterable[Draft]) -> str:
    return "; ".join(draft.called for draft in unit)


def _sent(plan: Plan, point: Point, name: str, defaults: Defaults) -> Iterator[Entry]:
    sent = sorted(plan.destination(point, sink) for sink in point.sinks)
    parts = {each: plan.adopted.get((name, each), ()) for each in sent}
    alike = len(set(parts.values())) == 1
    listed = tuple(
        each if alike or not parts[each] else Flow({each: Flow({"adopted": Flow(parts[each])})}) for each in sent
    )
    if not (defaults.destinations and alike):
        only = listed[0] if len(listed) == 1 and isinstance(listed[0], str) else None
        yield Entry(key="destinations", value=Flow(listed) if only is None else only)
    if alike and parts[sent[0]]:
        yield Entry(key="adopted", value=Flow(parts[sent[0]]))


def _tags(point: Point, defaults: Defaults) -> Iterator[Entry]:
    own = {key: value for key, value in point.tags if defaults.tags.get(key) != value}
    if point.unknown_tags:
        return
    yield from tags_entry("tags", own.items())
    if defaults.tags and not point.tags:
        yield Entry(key="tags", value="none")
