"""A policy as Terraform would send it: plain data, with each reference replaced by its value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.hcl import Call, Interpolation, Map, Ref
from gen_flowlogs.policies.evaluate import resolve

if TYPE_CHECKING:
    from gen_flowlogs.policies.evaluate import Environment


def plain(value: object, environment: Environment) -> object:
    """A `document`, or a part of one, as plain data. Raises `Unresolved`."""
    match value:
        case Call(_, (only,)):
            return plain(only, environment)
        case Map(items):
            return {key: plain(each, environment) for key, each in items}
        case tuple():
            return [plain(each, environment) for each in value]
        case str() | Ref() | Interpolation():
            return resolve(value, environment)
    raise TypeError(value)
