"""The ground of an audit: specs, an inventory and what exists, and what follows from them, decided once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from gen_flowlogs.audit.things import Things
from gen_flowlogs.captures.now import alone
from gen_flowlogs.captures.recordings import TRAFFIC
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.match import match
from gen_flowlogs.observe.existing import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from gen_flowlogs.captures.inventory import Inventory, Resource
    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.captures.recordings import Recording
    from gen_flowlogs.captures.targets import LookedUp, Now
    from gen_flowlogs.match import Match, Matches
    from gen_flowlogs.model import Spec
    from gen_flowlogs.observe.existing import Existing, FlowLog


@dataclass(frozen=True, kw_only=True)
class Ground:
    """All that the rules ask. `today`: the day that exemptions are compared with."""

    specs: tuple[Spec, ...]
    inventory: Inventory
    existing: Existing
    today: date

    @cached_property
    def matches(self) -> tuple[Matches, ...]:
        """The matches of each spec, in their order."""
        return tuple(match(each, self.existing, inventory=self.inventory) for each in self.specs)

    @property
    def matched(self) -> Iterator[Match]:
        """The flow logs that the specs declare and AWS has."""
        for each in self.matches:
            yield from each.matched

    @cached_property
    def declared(self) -> Mapping[int, tuple[Spec, Recording]]:
        """The `id` of a flow log that AWS has → the spec and the recording that it is."""
        return {
            id(match.flow_log): (spec, match.recording)
            for spec, matches in zip(self.specs, self.matches, strict=True)
            for match in matches.matched
        }

    @cached_property
    def now(self) -> Now | None:
        """The answers of the inventory about the targets of the specs."""
        return alone(self.inventory)

    def found(self, lookup: LookedUp) -> tuple[str, ...] | None:
        """The ids that a lookup finds now; None where they are not known."""
        return None if self.now is None else self.now.found(lookup)

    def ignores(self, log: FlowLog, *slugs: str) -> bool:
        """Whether the spec of a flow log, its capture point or its destination ignores one of some rules of `lint`."""
        if id(log) not in self.declared:
            return False
        spec, recording = self.declared[id(log)]
        holders = (spec.ignores, recording.point.ignores, recording.destination.ignores)
        return any(slug in each for slug in slugs for each in holders)

    @cached_property
    def on(self) -> Mapping[str, tuple[FlowLog, ...]]:
        """Id of a resource → the flow logs on it."""
        found: dict[str, list[FlowLog]] = {}
        for log in self.existing.flow_logs:
            if isinstance(log.target, str):
                found.setdefault(log.target, []).append(log)
        return {id_: tuple(several) for id_, several in found.items()}

    @cached_property
    def asked(self) -> tuple[LocationKey, ...]:
        """The locations that the inventory is of."""
        return tuple(dict.fromkeys(each.location for each in self.inventory.scopes))

    @cached_property
    def things(self) -> Things:
        """The log groups, roles, buckets, keys and streams that exist, to be asked for."""
        return Things(self.existing, self.inventory)

    def places(self, location: LocationKey) -> tuple[LocationKey, ...]:
        """The locations of the inventory that the location of a stack may be; of a spec without stacks, each."""
        return self.inventory.places(location)

    def is_whole(self, kind: str, location: LocationKey) -> bool:
        """Whether all resources of a kind are known in every place that the location of a stack may be."""
        return self.inventory.has_all(kind, location)

    def owned_vpcs(self) -> Iterator[Resource]:
        """The VPCs that the account which was asked owns; a shared one is judged where its owner is."""
        for each in self.inventory.of_kind("vpc"):
            if each.location[0] is not None and each.owner in {None, each.location[0]}:
                yield each


def traffic(logs: tuple[FlowLog, ...]) -> frozenset[str]:
    """The traffic that some flow logs record together, as far as it is known."""
    return frozenset(
        one for log in logs for one in TRAFFIC.get("" if isinstance(log.traffic, Unknown) else log.traffic or "ALL", ())
    )


def location_of(log: FlowLog) -> LocationKey:
    """The location of a flow log, as far as it is known."""
    return log.where.account, log.where.region


def named(log: FlowLog) -> str:
    """The id of a flow log."""
    return log.id or str(log.source.at)


def declared(recording: Recording) -> str:
    """A recording in a sentence: its capture point and its destination."""
    return f"{recording.point.name} → {recording.destination.name}"
