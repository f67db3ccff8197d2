"""References → values: what an attribute of a resource is, and what stands behind a local value or a lookup.

AWS makes some attributes of what one knows (the ARN of a log group); so a reference and the same ARN as a literal are
one value. The rest (the id of a key) is a symbol of the resource.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gen_flowlogs.compare.effective import META
from gen_flowlogs.compare.roots import Instance, Root
from gen_flowlogs.compare.values import Symbol, Unknown, Value, normal, text
from gen_flowlogs.hcl import Ref
from gen_flowlogs.view.cloudwatch_logs import LogGroup
from gen_flowlogs.view.roles import Role
from gen_flowlogs.view.s3 import Bucket

if TYPE_CHECKING:
    from gen_flowlogs.hcl import Text
    from gen_flowlogs.view.data import DataSource
    from gen_flowlogs.view.resources import Resource

Follow = Callable[[Ref, Instance], Value]


def attribute(root: Root, ref: Ref, *, exists: bool = True, state: tuple[Root, str] | None = None) -> Value:
    """An attribute of a managed resource.

    Args:
        root: whose reference it is.
        ref: `aws_iam_role.central.arn`.
        exists: False where the resource is still to be made; what it is given is known even then.
        state: the root module and address of what is there, where that is another one.
    """
    kind, label, name = str(ref).split(".", 2)
    base = f"{kind}.{label}"
    resource = root.bases[base]
    if name in resource.__dataclass_fields__.keys() - META:  # type: ignore[attr-defined]
        return normal(getattr(resource, name), _no_further)
    if not exists:
        return Unknown(base)
    home, place = state or (root, base)
    made = _made(home.bases[place], name, home)
    return Symbol((place, name), f"{base}.{name}") if made is None else made


def _made(resource: Resource, name: str, root: Root) -> Value:
    """An attribute that AWS makes of the arguments; None where it does not."""
    where = root.place
    parts: tuple[Text, ...]
    match resource, name:
        case LogGroup(), "arn":
            parts = ("arn:", where.partition, ":logs:", where.region, ":", where.account, ":log-group:", resource.name)
        case Role(), "arn":
            path = resource.path or "/"
            parts = ("arn:", where.partition, ":iam::", where.account, f":role{path}{resource.name}")
        case Role(), "id":
            return resource.name
        case Bucket(), "arn":
            parts = ("arn:", where.partition, ":s3:::", resource.bucket)
        case Bucket(), "id":
            return resource.bucket
        case _:
            return None
    return text(normal(part, _no_further) for part in parts)


def outside(ref: Ref, root: Root, instance: Instance, follow: Follow) -> Value:
    """What a reference to anything but a managed resource stands for."""
    written = str(ref)
    if written == "each.key" and instance.key is not None:
        return instance.key
    if written in ("each.key", "each.value"):
        several = normal(instance.each, lambda inner: follow(inner, instance))
        return Symbol(("each", several), "each of several") if instance.for_each is not None else several
    if written in root.locals:
        return normal(root.locals[written], lambda inner: follow(inner, instance))
    base, _, name = written.rpartition(".")
    if base in root.sources:
        return _lookup(root.sources[base], name, lambda inner: follow(inner, instance))
    return _no_further(ref)


def _lookup(source: DataSource, name: str, resolve: Callable[[Ref], Value]) -> Symbol:
    """A lookup is what it asks, whatever it is called."""
    asked = tuple(sorted(((each.name, normal(each.values, resolve)) for each in source.filters), key=repr))
    return Symbol(("data", str(source.type), asked, name), f"a lookup of {source.type}")


def _no_further(ref: Ref) -> Symbol:
    return Symbol(str(ref), str(ref))
