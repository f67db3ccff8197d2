"""Drafts → points: one for each target, filter and tags, with all destinations; one for all targets that are alike."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gen_flowlogs.adopt.spec.drafts import Chosen, Draft
    from gen_flowlogs.adopt.spec.places import Place
    from gen_flowlogs.adopt.spec.sinks import Sink
    from gen_flowlogs.aws.kinds import Kind

Spelling: TypeAlias = tuple[object, object]
"""The destination and the format of a flow log as AWS spells them."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Point:
    """A capture point to be. `drafts`: by target, in order, each with the flow logs to its destinations, in theirs."""

    place: Place
    kind: Kind
    filter: Chosen
    tags: tuple[tuple[str, str], ...]
    unknown_tags: str
    origins: tuple[str, ...]  # addresses without keys, or Name tags
    sinks: tuple[Sink, ...]
    drafts: tuple[tuple[Draft, ...], ...]

    @property
    def identity(self) -> tuple[object, ...]:
        """The targets, the filter and the sinks: no two points have all of them."""
        targets = tuple(several[0].target for several in self.drafts)
        return (self.place, self.kind.singular, targets, self.filter, self.sinks)


def twice(drafts: Iterable[Draft]) -> tuple[list[Draft], list[tuple[Draft, Draft]]]:
    """The drafts in an order of their own, and those of which an earlier one is the same flow log, with that."""
    first: dict[object, Draft] = {}
    kept: list[Draft] = []
    again: list[tuple[Draft, Draft]] = []
    for draft in sorted(drafts, key=_order):
        earlier = first.setdefault(draft.identity, draft)
        if earlier is draft:
            kept.append(draft)
        else:
            again.append((draft, earlier))
    return kept, again


def points(drafts: Iterable[Draft]) -> tuple[Point, ...]:
    """The points, in the order of their targets. `drafts` are those that `twice` keeps, in its order."""
    of_targets: Mapping[object, list[Draft]] = defaultdict(list)
    for draft in drafts:
        of_targets[draft.place, draft.kind.singular, draft.target, draft.filter, draft.tags, draft.unknown_tags].append(
            draft
        )
    alike: Mapping[object, list[tuple[Draft, ...]]] = defaultdict(list)
    for several in of_targets.values():
        unit = tuple(several if len(several) == 1 else sorted(several, key=lambda draft: repr(draft.sink)))
        one, origins = unit[0], _origins(unit)
        forms = tuple((draft.sink, _spelling(draft)) for draft in unit)
        single = None if isinstance(one.target, str) else one.target  # a reference or variable is a point of its own
        alike[one.place, one.kind.singular, one.filter, one.tags, one.unknown_tags, origins, forms, single].append(unit)
    return tuple(_point(units) for units in alike.values())


def _point(units: list[tuple[Draft, ...]]) -> Point:
    one = units[0][0]
    return Point(
        place=one.place,
        kind=one.kind,
        filter=one.filter,
        tags=one.tags,
        unknown_tags=one.unknown_tags,
        origins=_origins(units[0]),
        sinks=tuple(draft.sink for draft in units[0]),
        drafts=tuple(sorted(units, key=lambda unit: str(unit[0].target))),
    )


def _origins(unit: Iterable[Draft]) -> tuple[str, ...]:
    return tuple(sorted({_origin(draft) for draft in unit}))


def _origin(draft: Draft) -> str:
    """The block of a flow log in its code, else the name that it has."""
    address = draft.flow_log.address
    return address.base if address is not None else f" {dict(draft.tags).get('Name', '')}"


def _spelling(draft: Draft) -> Spelling:
    return (draft.flow_log.log_destination, draft.flow_log.log_format)


def _order(draft: Draft) -> tuple[object, ...]:
    """The order of drafts, whichever source was read first: by target and flow log, then by what it says."""
    place, flow_log = draft.place, draft.flow_log
    said = (draft.filter.traffic, draft.filter.interval, draft.tags, draft.unknown_tags)
    spelled = tuple(str(each) for each in (*_spelling(draft), flow_log.log_group_name, flow_log.role, flow_log.source))
    return (str(place.account), str(place.region), draft.kind.singular, str(draft.target), draft.called, said, spelled)
