"""The names of capture points: of the block in the code, of its module, of the tag, or of the id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs import naming
from gen_flowlogs.adopt.spec import names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from gen_flowlogs.adopt.spec.drafts import Chosen
    from gen_flowlogs.adopt.spec.grouping import Point
    from gen_flowlogs.adopt.spec.places import Place
    from gen_flowlogs.observe.addresses import Address, Key


def named(
    points: Iterable[Point],
    filters: Mapping[Chosen, str],
    stacks: Mapping[Place, str],
    destinations: Callable[[Point], tuple[str, ...]],
    taken: frozenset[str],
) -> dict[Point, str]:
    """The names of capture points. `taken`: addresses that none of their flow logs may have."""
    candidates = {
        point: _free(_candidates(point, filters[point.filter], own, stacks.get(point.place, "")), own, taken)
        for point in points
        for own in (destinations(point),)
    }
    return names.chosen(candidates, weights={} if stacks else {point: len(point.drafts) for point in candidates})


def _free(several: Iterable[str], destinations: tuple[str, ...], taken: frozenset[str]) -> Iterator[str]:
    return (name for name in several if not _is_taken(name, destinations, taken))


def _is_taken(name: str, destinations: Iterable[str], taken: frozenset[str]) -> bool:
    return bool(taken) and any(f"aws_flow_log.{naming.flow_log_label(name, each)}" in taken for each in destinations)


def _candidates(point: Point, chosen: str, destinations: tuple[str, ...], stack: str) -> Iterator[str]:
    first = point.drafts[0][0]
    by_tag = names.slug(dict(point.tags).get("Name", ""))
    by_id = names.slug(str(first.target)) if isinstance(first.target, str) else ""
    own = _of_code(point) or ("" if names.is_generic(by_tag) else by_tag)
    if len(point.drafts) > 1:
        own = own or names.slug(point.kind.plural)
    base = own or by_id or point.kind.singular.replace("_", "-")
    yield base
    key = names.slug(_key(point), word="key")
    yield names.joined(base, key)
    yield names.joined(base, stack)
    yield names.joined(base, key, stack)
    yield names.joined(base, chosen)
    yield names.joined(base, chosen, stack)
    yield by_tag if by_tag != base and not names.is_generic(by_tag) else ""
    yield names.joined(base, by_id.removeprefix("log-")) if len(point.drafts) == 1 else ""
    to = "-and-".join(destinations)
    yield names.joined(base, to) if len(to) < names.LONGEST // 2 else ""
    yield names.joined(base, names.digest(point.identity, point.tags, point.origins))


def _of_code(point: Point) -> str:
    """The label of the block of the flow logs, or what the labels of several begin with; else that of their module."""
    addresses = _addresses(point)
    if not addresses:
        return ""
    labels = list(dict.fromkeys(names.slug(each.label) for each in addresses))
    label = labels[0] if len(labels) == 1 else _beginning(labels)
    if not names.is_generic(label):
        return label
    modules = list(dict.fromkeys(each.calls[-1].name if each.calls else "" for each in addresses))
    module = names.slug(modules[0]) if len(modules) == 1 else ""
    return "" if names.is_generic(module) else module


def _beginning(labels: list[str]) -> str:
    """The words that all labels begin with."""
    parts = [label.split("-") for label in labels]
    same = []
    for words in zip(*parts, strict=False):
        if len(set(words)) > 1:
            break
        same.append(words[0])
    return names.slug("-".join(same))


def _key(point: Point) -> str:
    """The key that all flow logs of a capture point have in the code, at the block or its calls."""
    keys: set[Key] = set()
    for address in _addresses(point):
        several = [each for each in (address.key, *(call.key for call in reversed(address.calls))) if each is not None]
        words = [each for each in several if isinstance(each, str)]
        keys.add((words or several or [None])[0])
    only = next(iter(keys)) if len(keys) == 1 else None
    return "" if only is None else str(only)


def _addresses(point: Point) -> list[Address]:
    several = [draft.flow_log.address for unit in point.drafts for draft in unit]
    return [each for each in several if each is not None]
