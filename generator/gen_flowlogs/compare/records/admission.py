"""Flow logs that stay in an account that their stack leaves, or keep an old sink → whether their bucket admits them."""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from gen_flowlogs.captures import locations, sinks
from gen_flowlogs.compare.records.dependencies import words
from gen_flowlogs.model import S3, store_name
from gen_flowlogs.root_modules import ownership

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.captures.recordings import Recording
    from gen_flowlogs.compare.names import Definitions
    from gen_flowlogs.compare.plan.actions import ModulePlan
    from gen_flowlogs.compare.records.dependencies import Dependencies
    from gen_flowlogs.model import Destination, Key, Spec, Stack
    from gen_flowlogs.root_modules import Ownership


class Admission:
    """Both versions of the destinations, to ask of the old flow logs of a stack whose account changes.

    Only a bucket can be of another stack than they: its owner goes on managing its policy.
    """

    def __init__(
        self,
        old: Spec | None,
        new: Spec | None,
        modules: Mapping[str | None, ModulePlan],
        destinations: Definitions[Destination],
        dependencies: Dependencies,
    ) -> None:
        moving = any(each.abandoned is not None for each in modules.values())
        self._known: tuple[Ownership | None, Ownership | None] = (
            ownership(old) if old and moving else None,
            ownership(new) if new and moving else None,
        )
        self._new = new
        self._admitted: dict[Key, frozenset[LocationKey]] = {}
        self._modules = modules
        self._destinations = destinations
        self._dependencies = dependencies

    def refusal(self, recording: Recording) -> str:
        """The reason why a flow log no longer delivers; empty if it still does, as far as the spec shows."""
        destination, stack = recording.destination, recording.stack
        before, after = self._known
        if not isinstance(destination, S3) or before is None or after is None:
            return ""
        if not destination.existing:
            owner = before.owners[destination.key]
            if owner is None or self._modules[owner.name].abandoned is not None:
                return ""
            gone = self._dependencies.destroyed(destination, stack)
            if gone is not None:
                return f"{words(gone)} is destroyed"
        now = self._now(destination, stack, after)
        return "" if now is None else self._refusal_of_account(now, stack, after)

    def refusal_of_kept(self, recording: Recording) -> str:
        """The reason why the bucket of an adopted flow log no longer takes its records; empty if it does.

        A bucket that exists, or whose destination the new spec retires, keeps the policy that it has.
        """
        destination, stack = recording.destination, recording.stack
        if not isinstance(destination, S3) or self._after is None:
            return ""
        now = self._now(destination, stack, self._after)
        if now is None or now.prefix == destination.prefix:
            return "" if now is None else self._refusal_of_account(now, stack, self._after)
        only = f"{now.prefix}/" if now.prefix else "records without a prefix"
        return f"the policy of the bucket {sinks.given_name(now)} then admits only {only}"

    @cached_property
    def _after(self) -> Ownership | None:
        return ownership(self._new) if self._new else None

    def _refusal_of_account(self, now: S3, stack: Stack, after: Ownership) -> str:
        """The reason why the policy of a bucket does not admit the account of a stack; empty if it does."""
        if now.org_id is not None:
            return ""
        if now.key not in self._admitted:
            self._admitted[now.key] = frozenset(map(locations.key, after.senders[now.key]))
        if locations.key(stack) in self._admitted[now.key]:
            return ""
        return f"the policy of the bucket {sinks.given_name(now)} no longer admits the account {stack.account}"

    def _now(self, destination: S3, stack: Stack, after: Ownership) -> S3 | None:
        """The new destination whose root module manages the policy of a bucket, whatever its name is."""
        for each in chain.from_iterable(self._destinations.new.variants.values()):
            if isinstance(each, S3) and each.bucket == store_name(destination) and not (each.retired or each.existing):
                owner = after.owners[each.key]
                if owner is None or locations.partition_name(owner) == locations.partition_name(stack):
                    return each
        return None
