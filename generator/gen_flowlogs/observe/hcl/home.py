"""Home: the module that a resource is in, as far as the resource asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from gen_flowlogs.observe.addresses import Call
    from gen_flowlogs.observe.existing import Where


class Home(Protocol):
    """The module that a resource is in."""

    @property
    def calls(self) -> tuple[Call, ...]:
        """The calls that lead to it from the root module."""

    @property
    def path(self) -> str:
        """Its address; empty for the root module."""

    def where(self, provider: str = "aws") -> Where:
        """The location of what a provider makes."""
