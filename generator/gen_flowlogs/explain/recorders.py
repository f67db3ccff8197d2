"""Recorders: the recordings of a spec, by the ids that they certainly are on, and those on ids not known here.

One walk over the spec; each question costs as much as its answer is long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.kinds import BY_KEY
from gen_flowlogs.captures import locations, targets
from gen_flowlogs.captures.now import alone
from gen_flowlogs.captures.recordings import Containers, recordings
from gen_flowlogs.captures.targets import LookedUp

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from gen_flowlogs.aws.kinds import Kind
    from gen_flowlogs.captures.inventory import Inventory, Resource
    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.captures.recordings import Recording, Subject
    from gen_flowlogs.captures.targets import Target
    from gen_flowlogs.model import Spec


class Recorders:
    """The recordings of one spec. `inventory` makes lookups certain, where it is whole.

    `names`: of the capture points. `inherits`: whether any of them has the destinations of `defaults`.
    """

    def __init__(self, spec: Spec, inventory: Inventory | None) -> None:
        self.spec = spec
        self._inventory = inventory
        self._now = alone(inventory)
        self.recordings = tuple(recordings(spec))
        self.names = frozenset(point.name for point in spec.capture_points)
        self.inherits = any(point.destinations_origin.path[:1] == ("defaults",) for point in spec.capture_points)
        self._containers = Containers(spec)
        self._on: dict[str, list[Recording]] = {}  # by id
        self._ids: dict[str, list[Recording]] = {}  # by kind: those on a literal id
        self._open: dict[str, list[Recording]] = {}  # by kind: those whose ids are not known here
        self._lookups: dict[str, list[Recording]] = {}  # by kind
        self._of_subject: dict[Subject, list[Recording]] = {}
        for each in self.recordings:
            self._of_subject.setdefault(each.subject, []).append(each)
            self._file(each)

    def _file(self, recording: Recording) -> None:
        target = recording.target
        kind = targets.kind_of(target) or ""
        if isinstance(target, str):
            self._ids.setdefault(kind, []).append(recording)
            self._on.setdefault(target, []).append(recording)
            return
        if isinstance(target, LookedUp):
            self._lookups.setdefault(kind, []).append(recording)
        found = self.found(target) if isinstance(target, LookedUp) else None
        if found is None or self.failing(recording) is not None:
            self._open.setdefault(kind, []).append(recording)
            return
        for id_ in found:
            self._on.setdefault(id_, []).append(recording)

    def found(self, lookup: LookedUp) -> tuple[str, ...] | None:
        """The ids that a lookup finds now; None where they are not known."""
        return None if self._now is None else self._now.found(lookup)

    def failing(self, recording: Recording) -> int | None:
        """The number that a lookup of one finds now, where it is not one, so that Terraform fails."""
        target = recording.target
        if not isinstance(target, LookedUp) or recording.point.plural:
            return None
        found = self.found(target)
        return None if found is None or len(found) == 1 else len(found)

    def lacks(self, id_: str | None, kind: Kind, location: LocationKey) -> bool:
        """Whether a resource certainly does not exist, so that AWS takes no flow log on it from a location."""
        known = self._inventory
        return known is not None and id_ is not None and known.lacks(id_, kind.singular, location)

    def may_be_on(self, id_: str, kind: str) -> bool:
        """Whether a recording is on an id, or may turn out to be on one of its kind."""
        return id_ in self._on or kind in self._open

    def on(self, id_: str) -> Iterator[Recording]:
        """The recordings that are certainly on an id: it is written, or a lookup finds it now."""
        yield from self._on.get(id_, ())

    def maybe_on(self, kind: str, resource: Resource | None, places: Collection[LocationKey]) -> Iterator[Recording]:
        """The recordings of a kind that can turn out to be on a resource of it; `resource`: as the inventory has it.

        `places`: the locations whose flow logs may be on it.
        """
        for each in self._open.get(kind, ()):
            if not any(locations.may_be_one(each.location, place) for place in places):
                continue
            if not isinstance(each.target, LookedUp) or self._may_find(each, resource):
                yield each

    def looking_up(self, kind: str) -> Iterator[Recording]:
        """The recordings on what a lookup of a kind finds."""
        yield from self._lookups.get(kind, ())

    def ids(self) -> Iterator[str]:
        """The ids that recordings certainly are on."""
        yield from self._on

    def of_kind(self, kind: str) -> Iterator[Recording]:
        """The recordings on a literal id of a kind."""
        yield from self._ids.get(kind, ())

    def around(self, recording: Recording) -> Iterator[tuple[tuple[Target, ...], list[Recording]]]:
        """The containers of a recording as the spec tells them: targets (it is in one), and their recordings."""
        for subjects in self._containers.around(recording):
            recorded = [each for subject in subjects for each in self._of_subject.get(subject, ())]
            yield tuple(target for _, target in subjects), recorded

    def _may_find(self, recording: Recording, resource: Resource | None) -> bool:
        lookup = recording.target
        assert isinstance(lookup, LookedUp)  # noqa: S101 - as the caller has asked
        found = self.found(lookup)
        if resource is None:
            return found is None
        if found is not None:
            return resource.id in found
        account, own = lookup.location[0], BY_KEY[lookup.kind][0].owner_filter is not None
        if lookup.plural and own and None not in (account, resource.owner) and account != resource.owner:
            return False
        return all(resource.tags.get(key) == value for key, value in lookup.tags)
