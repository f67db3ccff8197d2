"""Blocks and resources, which all views have in common, and the walk over them.

A block carries the names of the capture point and the destination that it comes from; each is None where the block
serves several or all. A resource is a block whose other fields are the arguments of its Terraform resource, besides
`comment` and the meta-arguments `for_each`, `depends_on`, `ignore_changes` and `prevent_destroy`. An argument that is
None, or an empty tuple, is not written. Outputs, the provider and `terraform` come from the whole spec, and carry no
names.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Protocol

from gen_flowlogs import naming
from gen_flowlogs.dataclass import dataclass, fields, is_dataclass
from gen_flowlogs.hcl import Label, Map, Ref

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.model import Tags


PROVENANCE = frozenset({"capture_point", "destination"})
"""Fields of a block that name its capture point and destination, and are no arguments."""


class Block(Protocol):
    """Any block of a view, with the names of its capture point and destination."""

    @property
    def capture_point(self) -> str | None:
        """The capture point; None where the block serves several, or all of a destination."""

    @property
    def destination(self) -> str | None:
        """The destination; None where the block serves several, or all of a capture point."""


class Resource(Block, Protocol):
    """Any resource of a view."""

    TYPE: ClassVar[str]

    @property
    def label(self) -> Label:
        """The second half of the address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfDestination:
    """A block that one destination needs, whichever capture points record into it."""

    capture_point: ClassVar[None] = None

    destination: str

    @property
    def label(self) -> Label:
        """The second half of the address."""
        return naming.block_label(self.destination)


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


@lru_cache(maxsize=1024)
def tag_map(tags: Tags) -> Map | None:
    """Tags as an argument; None without tags."""
    return Map(tags) if tags else None
