"""Ground: all that an answer is made of. One spec, with an inventory where one is given."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.explain.inheritance import Inheritance
from gen_flowlogs.explain.network_index import Addresses
from gen_flowlogs.explain.recorders import Recorders
from gen_flowlogs.match import match
from gen_flowlogs.view import written

if TYPE_CHECKING:
    from collections.abc import Callable

    from gen_flowlogs.captures.inventory import Inventory
    from gen_flowlogs.match import Matches
    from gen_flowlogs.model import Spec
    from gen_flowlogs.observe.existing import Existing
    from gen_flowlogs.source import Document
    from gen_flowlogs.view import Views


@dataclass(frozen=True)
class Ground:
    """One spec and what is known beside it.

    `documents`: a file → its text as data, if it is the spec or one that the spec includes. `output`: a file → the
    stack and the text, if it is one of the output.
    """

    spec: Spec
    inventory: Inventory | None
    existing: Existing | None
    documents: Callable[[str], Document | None]
    output: Callable[[str], tuple[str | None, str] | None]

    @cached_property
    def recorders(self) -> Recorders:
        """The recordings of the spec, by what they are on."""
        return Recorders(self.spec, self.inventory)

    @cached_property
    def inheritance(self) -> Inheritance:
        """The flow logs that record a resource, by its chain."""
        return Inheritance(self.recorders)

    @cached_property
    def matches(self) -> Matches | None:
        """The recordings as the flow logs that exist; None without an inventory."""
        return None if self.existing is None else match(self.spec, self.existing)

    @cached_property
    def views(self) -> Views:
        """The output as data, with the names that it has."""
        return written(self.spec)

    @cached_property
    def addresses(self) -> Addresses:
        """The interfaces, subnets and VPCs of the inventory, by their addresses."""
        return Addresses.of(self.inventory)
