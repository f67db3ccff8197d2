"""Spec → root modules as Terraform sees them: instances by address, and what they may refer to.

A resource with `for_each` has one instance for each key; where the keys are not known before Terraform runs (a
variable, a lookup) one stands for all, under the address without a key.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from gen_flowlogs.captures import locations
from gen_flowlogs.hcl import Call, Map, Ref
from gen_flowlogs.view import data, flow_logs, moves, views
from gen_flowlogs.view.resources import Resource, address, resources

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gen_flowlogs.captures.locations import Location
    from gen_flowlogs.model import Spec, Stack


@dataclass(frozen=True, slots=True)
class Instance:
    """One resource instance. `each` is what `each.value` stands for; `for_each` is written where its keys are open."""

    address: str
    base: str  # the address without a key
    resource: Resource
    key: str | None = None
    each: object = None
    for_each: object = None


@dataclass(frozen=True, slots=True, eq=False)
class Root:
    """One root module."""

    spec: Spec
    stack: Stack
    place: Location
    instances: Mapping[str, Instance]  # by address
    bases: Mapping[str, Resource]  # by address without a key
    moves: Mapping[str, str] = field(default_factory=dict)  # new base → old base
    kept: frozenset[str] = frozenset()  # bases that a `removed` block leaves as they are
    locals: Mapping[str, object] = field(default_factory=dict)
    sources: Mapping[str, data.DataSource] = field(default_factory=dict)  # by `data.TYPE.LABEL`


def roots(spec: Spec | None) -> dict[str | None, Root]:
    """The root modules of a spec by the names of their stacks; without a spec none."""
    if spec is None:
        return {}
    by_stack: dict[str | None, list[object]] = {stack.name: [] for stack in spec.stacks}
    for stem, view in views(spec).items():
        by_stack[stem.rpartition("/")[0] or None].append(view)
    return {stack.name: _root(spec, stack, by_stack[stack.name]) for stack in spec.stacks}


def _root(spec: Spec, stack: Stack, found: list[object]) -> Root:
    values: dict[str, object] = {}
    sources: dict[str, data.DataSource] = {}
    moved: dict[str, str] = {}
    kept: set[str] = set()
    instances: dict[str, Instance] = {}
    bases: dict[str, Resource] = {}
    for view in found:
        match view:
            case flow_logs.View():
                values |= {f"local.{each.name}": each.value for each in view.locals}
            case data.View():
                sources |= {f"data.{each.type}.{each.label}": each for each in view.data_sources}
            case moves.View():
                moved |= {str(each.target): str(each.source) for each in view.moves}
                kept |= {str(each.source) for each in view.removals}
    for resource in (each for view in found for each in resources(view)):
        base = str(address(resource))
        bases[base] = resource
        instances |= {each.address: each for each in _instances(base, resource, values)}
    return Root(spec, stack, locations.of(stack), instances, bases, moved, frozenset(kept), values, sources)


def _instances(base: str, resource: Resource, values: Mapping[str, object]) -> Iterator[Instance]:
    keys: object = getattr(resource, "for_each", None)
    if isinstance(keys, Ref):
        keys = values.get(str(keys), keys)
    match keys:
        case None:
            yield Instance(base, base, resource)
        case Call("toset", (tuple(ids),)):
            for id_ in ids:
                yield Instance(keyed(base, str(id_)), base, resource, str(id_), id_)
        case Map(items):
            for key, value in items:
                yield Instance(keyed(base, key), base, resource, key, value)
        case _:
            yield Instance(base, base, resource, None, keys, keys)


def keyed(base: str, key: str) -> str:
    """`aws_flow_log.core__central["vpc-1"]`, as Terraform writes it."""
    escaped = key.replace("\\", "\\\\").replace('"', '\\"').replace("${", "$${").replace("%{", "%%{")
    return f'{base}["{escaped}"]'


def aligned(old: Root, new: Root, places: Mapping[str, str]) -> tuple[Root, Root]:
    """Both, but where the keys of a `for_each` are open on one side, one instance stands for all on both.

    `places`: base of the old one → where Terraform finds it.
    """
    opened = {each.base for each in new.instances.values() if each.for_each is not None}
    opened_before = {places[each.base] for each in old.instances.values() if each.for_each is not None}
    return _gathered(old, {base for base, place in places.items() if place in opened}), _gathered(new, opened_before)


def _gathered(root: Root, bases: set[str]) -> Root:
    keyed_ones = [each for each in root.instances.values() if each.base in bases and each.key is not None]
    if not keyed_ones:
        return root
    ids: dict[str, list[str]] = {}
    for each in keyed_ones:
        ids.setdefault(each.base, []).append(each.key or "")
    stay = {address: each for address, each in root.instances.items() if each.key is None or each.base not in bases}
    for base, keys in ids.items():
        stay[base] = Instance(base, base, root.bases[base], None, tuple(keys), tuple(keys))
    return replace(root, instances=stay)
