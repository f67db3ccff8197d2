"""Old destinations and a new spec → whether the new one may keep a destination as `retired`, beside all that it has."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from gen_flowlogs.compare.records import unique_names
from gen_flowlogs.lint import claims
from gen_flowlogs.model import ONLY, S3
from gen_flowlogs.root_modules import ownership, stacks_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gen_flowlogs.compare.records.dependencies import Dependency
    from gen_flowlogs.compare.records.unique_names import UniqueName
    from gen_flowlogs.lint.claims import Holder, NameClaim
    from gen_flowlogs.model import Destination, Spec, Stack


class Retiring:
    """The names in AWS that a new spec has, computed when they are first asked for."""

    def __init__(self, new: Spec | None) -> None:
        self._new = new

    def is_possible(self, variants: Iterable[Destination]) -> bool:
        """Whether the rule `name-conflict` has nothing against a retired destination, given by its variants.

        Its log group or bucket and its key stay, and its role is destroyed, at a moment that only Terraform knows.
        """
        if self._new is None:
            return False
        holders = [(each, stack) for each in variants for stack in _stacks(each, self._new)]
        if not holders:
            return False  # its stack is gone
        return self._claimed.isdisjoint((each.what, each.key) for each in _claims(holders)) and not (
            self._roles.intersection(name for holder in holders if (name := unique_names.own_role(*holder)) is not None)
        )

    def is_created(self, store: Dependency | None) -> bool:
        """Whether the new spec creates a log group or bucket."""
        return store is not None and (store[0], store[1:]) in self._claimed

    @cached_property
    def _holders(self) -> tuple[Holder, ...]:
        assert self._new is not None  # noqa: S101 - asked before
        used = (each for each in self._new.destinations if not each.retired)
        return tuple(claims.stacks_creating(ownership(self._new), used))

    @cached_property
    def _claimed(self) -> frozenset[tuple[str, claims.Key]]:
        return frozenset((each.what, each.key) for each in _claims(self._holders))

    @cached_property
    def _roles(self) -> frozenset[UniqueName]:
        """The roles that exist for the new spec."""
        return frozenset(name for holder in self._holders for name in unique_names.existing_roles(*holder))


def _claims(holders: Iterable[Holder]) -> Iterable[NameClaim]:
    return (claim for holder in holders for claim in claims.claims_of(*holder))


def _stacks(destination: Destination, new: Spec) -> tuple[Stack, ...]:
    """The stacks that have a destination once it is retired: its owner if it names one, or else all."""
    if isinstance(destination, S3) and destination.stack is not None and new.stacks != (ONLY,):
        return tuple(each for each in new.stacks if each.name == destination.stack)
    return stacks_of(destination, new.stacks)
