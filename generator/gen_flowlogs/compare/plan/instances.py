"""Spec → the resource instances of each root module by address, with the moves, local values and lookups beside them.

A resource with `for_each` has one instance for each key; if the keys are not known before Terraform runs (a variable,
a lookup that no inventory answers), one instance represents them all, under the address without a key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs import naming
from gen_flowlogs.captures import locations
from gen_flowlogs.captures.targets import Targets
from gen_flowlogs.dataclass import dataclass, field, replace
from gen_flowlogs.hcl import Call, Map, Own
from gen_flowlogs.model import Lookup
from gen_flowlogs.view import data, flow_logs, moves, views
from gen_flowlogs.view.resources import Resource, address, resources

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TypeGuard

    from gen_flowlogs.captures.locations import Location
    from gen_flowlogs.captures.targets import Now, Target
    from gen_flowlogs.model import Spec, Stack


@dataclass(frozen=True, slots=True)
class Instance:
    """One resource instance. `each` is the value of `each.value`; `for_each` is set if its keys are not known."""

    address: str
    base: str  # the address without a key
    resource: Resource
    key: str | None = None
    each: object = None
    for_each: object = None


@dataclass(frozen=True, slots=True, eq=False)
class Instances:
    """The resource instances of one root module."""

    spec: Spec
    stack: Stack
    location: Location
    by_address: Mapping[str, Instance]
    resources: Mapping[str, Resource]  # by address without a key
    moves: tuple[moves.Move, ...] = ()
    kept: frozenset[str] = frozenset()  # bases that a `removed` block leaves as they are
    locals: Mapping[str, object] = field(default_factory=dict)
    sources: Mapping[str, data.DataSource] = field(default_factory=dict)  # by `data.TYPE.LABEL`
    found: Mapping[str, str] = field(default_factory=dict)  # `data.TYPE.LABEL` of a lookup of one → the id, if known


def instances(spec: Spec | None, now: Now | None = None) -> dict[str | None, Instances]:
    """The instances of each root module of a spec by the name of its stack; without a spec none."""
    if spec is None:
        return {}
    by_stack: dict[str | None, list[object]] = {stack.name: [] for stack in spec.stacks}
    for stem, view in views(spec).items():
        by_stack[stem.rpartition("/")[0] or None].append(view)
    return {
        stack.name: _of_module(spec, stack, by_stack[stack.name], _found(spec, stack, now)) for stack in spec.stacks
    }


def _found(spec: Spec, stack: Stack, now: Now | None) -> dict[str, tuple[str, ...]]:
    """Capture point → the ids that its lookup finds in a stack, where they are known."""
    if now is None:
        return {}
    targets = Targets(spec.capture_points, now)
    looking = (point for point in spec.capture_points if isinstance(point.target, Lookup) and stack in point.stacks)
    several = ((point.name, targets.in_stack(point, stack)) for point in looking)
    return {name: ids for name, found in several if len(ids := tuple(filter(_is_id, found))) == len(found)}


def _is_id(target: Target) -> TypeGuard[str]:
    return isinstance(target, str)


def _of_module(spec: Spec, stack: Stack, module_views: list[object], found: Mapping[str, tuple[str, ...]]) -> Instances:
    values: dict[str, object] = {}
    sources: dict[str, data.DataSource] = {}
    moved: list[moves.Move] = []
    kept: set[str] = set()
    by_address: dict[str, Instance] = {}
    by_base: dict[str, Resource] = {}
    for view in module_views:
        match view:
            case flow_logs.View():
                values |= {f"local.{each.name}": _keys(each, found.get(each.capture_point)) for each in view.locals}
            case data.View():
                sources |= {f"data.{each.type}.{each.label}": each for each in view.data_sources}
            case moves.View():
                moved += view.moves
                kept |= {str(each.source) for each in view.removals}
    for resource in (each for view in module_views for each in resources(view)):
        base = str(address(resource))
        by_base[base] = resource
        by_address |= {each.address: each for each in _instances(base, resource, values)}
    return Instances(
        spec=spec,
        stack=stack,
        location=locations.of(stack),
        by_address=by_address,
        resources=by_base,
        moves=tuple(moved),
        kept=frozenset(kept),
        locals=values,
        sources=sources,
        found={name: ids[0] for name, each in sources.items() if len(ids := found.get(each.capture_point, ())) == 1},
    )


def _keys(local: flow_logs.Local, found: tuple[str, ...] | None) -> object:
    """The value of a local, in which a map of ids differs from a set of them. `found`: ids of a lookup, if known."""
    if found is not None:
        return Call("toset", (found,))
    return Call("tomap", (local.value,)) if local.keyed else local.value


def _instances(base: str, resource: Resource, values: Mapping[str, object]) -> Iterator[Instance]:
    keys: object = getattr(resource, "for_each", None)
    if isinstance(keys, Own):
        keys = values.get(str(keys), keys)
    match keys:
        case None:
            yield Instance(address=base, base=base, resource=resource)
        case Call("toset", (tuple(ids),)):
            for id_ in ids:
                key = str(id_)
                yield Instance(address=naming.instance(base, key), base=base, resource=resource, key=key, each=id_)
        case Map(items):
            for key, value in items:
                yield Instance(address=naming.instance(base, key), base=base, resource=resource, key=key, each=value)
        case _:
            yield Instance(address=base, base=base, resource=resource, each=keys, for_each=keys)


def aligned(old: Instances, new: Instances, moved: Mapping[str, str]) -> tuple[Instances, Instances]:
    """Align both: if the keys of a `for_each` are unknown in one, one instance represents them all in both.

    `moved`: base in the old one → the base at which Terraform finds it.
    """
    opened = {each.base for each in new.by_address.values() if each.for_each is not None}
    opened_before = {moved[each.base] for each in old.by_address.values() if each.for_each is not None}
    return _gathered(old, {before for before, after in moved.items() if after in opened}), _gathered(new, opened_before)


def _gathered(module: Instances, bases: set[str]) -> Instances:
    keyed_ones = [each for each in module.by_address.values() if each.base in bases and each.key is not None]
    if not keyed_ones:
        return module
    ids: dict[str, list[str]] = {}
    for each in keyed_ones:
        ids.setdefault(each.base, []).append(each.key or "")
    stay = {address: each for address, each in module.by_address.items() if each.key is None or each.base not in bases}
    for base, keys in ids.items():
        stay[base] = Instance(
            address=base, base=base, resource=module.resources[base], each=tuple(keys), for_each=tuple(keys)
        )
    return replace(module, by_address=stay)
