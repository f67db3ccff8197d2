"""A capture point's target as the value of `vpc_id`, `for_each` or a lookup's filter."""

from __future__ import annotations

from gen_flowlogs import naming
from gen_flowlogs.captures import givens
from gen_flowlogs.hcl import Call, Own, Ref
from gen_flowlogs.model import CapturePoint, Ids, Lookup, Reference, Variable


def single(point: CapturePoint) -> str | Ref:
    """The one id of a singular capture point."""
    match point.target:
        case Ids((only,)):
            return only
        case Variable() | Reference() as given:
            return givens.terraform(given)
        case Lookup():
            return Own(f"data.{point.kind.data_source}.{naming.label(point.name)}.id")
    raise TypeError(point.target)


def local(point: CapturePoint) -> Own:
    """The local value that holds the ids of a plural capture point."""
    return Own(f"local.{naming.label(point.name)}")


def is_keyed(point: CapturePoint) -> bool:
    """Whether the ids of a plural capture point are the values of a map, under keys of the author's own."""
    return isinstance(point.target, Variable | Reference) and point.target.keyed


def ids(point: CapturePoint) -> Call | Ref:
    """The ids of a plural capture point, for the filter of a lookup within it."""
    return Call("values", (local(point),)) if is_keyed(point) else local(point)


def several(point: CapturePoint) -> Call | Ref:
    """The ids of a plural capture point as a set, or as the map that they are in, for its local value."""
    match point.target:
        case Ids(literal):
            return Call("toset", (literal,))
        case Variable() | Reference(keyed=True) as given:
            return givens.terraform(given)
        case Reference(traversal):
            return Call("toset", (Ref(traversal),))
        case Lookup():
            return Call("toset", (Own(f"data.{point.kind.plural_data_source}.{naming.label(point.name)}.ids"),))
    raise TypeError(point.target)
