"""A capture point's target as the value of `vpc_id`, `for_each` or a lookup's filter."""

from __future__ import annotations

from gen_flowlogs import naming
from gen_flowlogs.hcl import Call, Own, Ref
from gen_flowlogs.model import CapturePoint, Ids, Lookup, Reference, Variable


def single(point: CapturePoint) -> str | Ref:
    """The one id of a singular capture point."""
    match point.target:
        case Ids((only,)):
            return only
        case Variable(name):
            return Own(f"var.{name}")
        case Reference(traversal):
            return Ref(traversal)
        case Lookup():
            return Own(f"data.{point.kind.data_source}.{naming.label(point.name)}.id")
    raise TypeError(point.target)


def local(point: CapturePoint) -> Own:
    """The local value that holds the ids of a plural capture point."""
    return Own(f"local.{naming.label(point.name)}")


def several(point: CapturePoint) -> Call | Ref:
    """The ids of a plural capture point as a set, for its local value."""
    match point.target:
        case Ids(ids):
            return Call("toset", (ids,))
        case Variable(name):
            return Own(f"var.{name}")
        case Reference(traversal):
            return Call("toset", (Ref(traversal),))
        case Lookup():
            return Call("toset", (Own(f"data.{point.kind.plural_data_source}.{naming.label(point.name)}.ids"),))
    raise TypeError(point.target)
