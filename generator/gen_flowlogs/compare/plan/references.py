"""References → values: attributes of resources, local values and lookups.

Some attributes follow from arguments (the ARN of a log group), so that a reference and the same ARN as a literal are
one value. Any other attribute (the id of a key) is a symbol of the resource.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gen_flowlogs.captures import locations
from gen_flowlogs.compare.plan.arguments import META
from gen_flowlogs.compare.plan.instances import Instance, Instances
from gen_flowlogs.compare.plan.values import Listing, Symbol, Unknown, Value, normal
from gen_flowlogs.hcl import Own, Ref
from gen_flowlogs.view.cloudwatch_logs import LogGroup
from gen_flowlogs.view.roles import Role
from gen_flowlogs.view.s3 import Bucket

if TYPE_CHECKING:
    from gen_flowlogs.view.data import DataSource
    from gen_flowlogs.view.resources import Resource

_IMPLIED = ("state", "owner-id")  # filters of every lookup of a kind

Follow = Callable[[Ref, Instance], Value]


def attribute(module: Instances, ref: Ref, *, exists: bool = True, state: tuple[Instances, str] | None = None) -> Value:
    """Evaluate an attribute of a managed resource.

    Args:
        module: the root module that has the reference.
        ref: `aws_iam_role.central.arn`.
        exists: False if the resource is still to be created; its arguments are known even then.
        state: the root module and address of the resource in the state, if they are others.
    """
    kind, label, name = str(ref).split(".", 2)
    base = f"{kind}.{label}"
    resource = module.resources[base]
    if name in resource.__dataclass_fields__.keys() - META:  # type: ignore[attr-defined]
        return normal(getattr(resource, name), _no_further)
    if not exists:
        return Unknown(base)
    home, address = state or (module, base)
    made = _made(home.resources[address], name, home)
    return Symbol((address, name), f"{base}.{name}") if made is None else made


def _made(resource: Resource, name: str, module: Instances) -> Value:
    """Compute an attribute that follows from the arguments; None for any other."""
    match resource, name:
        case LogGroup(), "arn":
            arn = locations.log_group_arn(resource.name, module.location)
        case Role(), "arn":
            arn = locations.role_arn(resource.name, module.location, path=resource.path or "/")
        case Bucket(), "arn":
            arn = locations.bucket_arn(resource.bucket, module.location)
        case Role(), "id":
            return resource.name
        case Bucket(), "id":
            return resource.bucket
        case _:
            return None
    return normal(arn, _no_further)


def outside(ref: Ref, module: Instances, instance: Instance, follow: Follow) -> Value:
    """Evaluate a reference to anything but a managed resource."""
    traversal = str(ref)
    if traversal == "each.key" and instance.key is not None:
        return instance.key
    if traversal in ("each.key", "each.value"):
        several = normal(instance.each, lambda inner: follow(inner, instance))
        return Symbol(("each", several), "each of several") if instance.for_each is not None else several
    if isinstance(ref, Own) and traversal in module.locals:
        return normal(module.locals[traversal], lambda inner: follow(inner, instance))
    base, _, name = traversal.rpartition(".")
    if isinstance(ref, Own) and name == "id" and base in module.found:
        return module.found[base]
    if isinstance(ref, Own) and base in module.sources:
        return _lookup(module.sources[base], name, lambda inner: follow(inner, instance))
    return _no_further(ref)


def _lookup(source: DataSource, name: str, resolve: Callable[[Ref], Value]) -> Symbol:
    """Identify a lookup by its filters, whatever its name."""
    asked = tuple(sorted(((each.name, normal(each.values, resolve)) for each in source.filters), key=repr))
    filters = ", ".join(f"{key} = {_asked(values)}" for key, values in asked if key not in _IMPLIED)
    shown = f"{source.type} where {filters}" if filters else f"every {source.type}"
    return Symbol(("data", str(source.type), asked, name), shown)


def _asked(values: Value) -> str:
    """The value of a filter, for people."""
    several = values.items if isinstance(values, Listing) else (values,)
    return " or ".join(each.shown if isinstance(each, Symbol) else str(each) for each in several)


def _no_further(ref: Ref) -> Symbol:
    return Symbol(str(ref), str(ref))
