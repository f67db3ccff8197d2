"""Entries of EC2's answers → resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gen_flowlogs.captures.inventory import Resource
    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.observe.answers.values import Answer


def resource(key: str, of: Answer, location: LocationKey) -> Resource | None:
    """The resource of one entry of the list `key` (`NetworkInterfaces`, `Vpcs`, …); None where it has no id."""
    raise NotImplementedError
