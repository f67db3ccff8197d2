"""What all views have in common: resources, and the walk over them.

A resource is a frozen dataclass whose fields are the arguments of its Terraform resource, besides `label` (its name in
the address), `comment` and the meta-arguments `for_each`, `depends_on` and `prevent_destroy`. An argument that is
None, or an empty tuple, is not written.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

from gen_flowlogs.hcl import Label, Map, Ref

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.model import Tags


class Resource(Protocol):
    """Any resource of a view."""

    TYPE: ClassVar[str]

    @property
    def label(self) -> Label:
        """The second half of the address."""


def resources(view: object) -> Iterator[Resource]:
    """Every resource in a view, in the order in which it is written."""
    if hasattr(view, "TYPE"):
        yield view  # type: ignore[misc]  # what has a TYPE is a resource
    elif isinstance(view, tuple):
        for each in view:
            yield from resources(each)
    elif is_dataclass(view):
        for each in fields(view):
            yield from resources(getattr(view, each.name))


def address(resource: Resource) -> Ref:
    """`aws_flow_log.core__central`."""
    return Ref(f"{resource.TYPE}.{resource.label}")


def tag_map(tags: Tags) -> Map | None:
    """Tags as an argument; None where there are none."""
    return Map(tags) if tags else None
