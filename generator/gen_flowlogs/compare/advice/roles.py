"""Both versions of a spec → whether a second destination, written beside the old ones, can have the role of a new one.

Source: the rule `name-conflict`, which refuses a role that two destinations would have.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from gen_flowlogs.compare.names import Version
from gen_flowlogs.compare.records import unique_names
from gen_flowlogs.model import CloudWatchLogs, Destination, Firehose, OwnRole, Spec, Stack
from gen_flowlogs.root_modules import ownership

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from gen_flowlogs.compare.records.unique_names import UniqueName


class Roles:
    """The roles of both versions, each computed when it is first asked for."""

    def __init__(self, old: Spec | None, new: Spec | None) -> None:
        self._old, self._new = old, new

    def is_taken(self, destination: str, stack: str | None, *, beside: Container[str]) -> bool:
        """Whether a role has the name that a new destination gives its own, so that no second one can have it.

        A destination of the old spec has the name, or the new one keeps it, since it is not only for the capture points
        `beside`.
        """
        new, at = self._destinations[destination, stack], self._stacks[stack]
        if not isinstance(new, CloudWatchLogs | Firehose) or not isinstance(new.role, OwnRole) or new.role.name is None:
            return False
        others = any(each not in beside for each in self._senders.get(destination, ()))
        return others or unique_names.own_role(new, at) in self._created | self._existing

    def is_given_up(self, destination: str, stack: str | None) -> bool:
        """Whether a new destination refers to a role that the old spec creates, and so destroys."""
        roles = unique_names.existing_roles(self._destinations[destination, stack], self._stacks[stack])
        return not self._created.isdisjoint(roles)

    @cached_property
    def _destinations(self) -> Version[Destination]:
        return Version.of(self._new.destinations if self._new else ())

    @cached_property
    def _stacks(self) -> Mapping[str | None, Stack]:
        return {each.name: each for each in self._new.stacks} if self._new else {}

    @cached_property
    def _senders(self) -> Mapping[str, list[str]]:
        """Destination → the capture points of the new spec that send to it."""
        senders: dict[str, list[str]] = {}
        for point in self._new.capture_points if self._new else ():
            for each in point.destinations:
                senders.setdefault(each.name, []).append(point.name)
        return senders

    @cached_property
    def _created(self) -> frozenset[UniqueName]:
        names = (unique_names.own_role(*each) for each in self._before())
        return frozenset(name for name in names if name is not None)

    @cached_property
    def _existing(self) -> frozenset[UniqueName]:
        return frozenset(name for each in self._before() for name in unique_names.existing_roles(*each))

    def _before(self) -> Iterator[tuple[Destination, Stack]]:
        """The old destinations, each in the stacks that have it."""
        mentioning = ownership(self._old).mentioning if self._old else {}
        return (
            (each, stack) for each in (self._old.destinations if self._old else ()) for stack in mentioning[each.key]
        )
