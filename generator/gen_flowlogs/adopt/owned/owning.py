"""The extent of what a spec owns: log groups, or also roles, keys and buckets, where it can say them exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from gen_flowlogs.aws.regions import logs_suffix, partition_of
from gen_flowlogs.aws.tags import TAGS_PER_RESOURCE, Service, tag_problem
from gen_flowlogs.captures.locations import Location
from gen_flowlogs.dataclass import dataclass, field
from gen_flowlogs.observe.existing import Note, Unknown
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.source.normal_form import normal

if TYPE_CHECKING:
    from gen_flowlogs.adopt.spec.places import Place
    from gen_flowlogs.adopt.spec.proposal import Extent
    from gen_flowlogs.observe.existing import Existing, Source, Tags

Thing: TypeAlias = tuple[str, str, "Place"]
"""The word for a kind of thing, its name or ARN, and the place of the flow logs that use it."""

OwnTags: TypeAlias = tuple[tuple[str, str], ...]


class NotOwned(ValueError):  # noqa: N818 - its text is the reason, a clause
    """A thing that a spec cannot say exactly."""


@dataclass(slots=True)
class Owning:
    """The bounds of ownership.

    `refused`: the things that stay somebody else's, with the reason. `shared`: those that several destinations use.
    """

    existing: Existing
    extent: Extent
    shared: frozenset[Thing] = frozenset()
    refused: dict[Thing, Note] = field(default_factory=dict)

    def refuse(self, thing: Thing, source: Source, why: str) -> None:
        """Let a thing stay somebody else's."""
        text = f"the {thing[0]} {quoted(thing[1])} is not owned by the spec: {why}"
        remedy = "AWS keeps it as it is"
        self.refused.setdefault(thing, Note(source, text, remedy, partial=False))

    def judge_shared(self, thing: Thing) -> None:
        """Raises NotOwned for a thing that several destinations use: a spec lets one alone create it."""
        if thing in self.shared:
            raise NotOwned("several destinations of the spec use it, and only one could own it")


def location_of(place: Place) -> Location:
    """The location of a place, of literals. Raises NotOwned where it is not known."""
    partition = partition_of(place.region or "")
    if place.account is None or place.region is None or partition is None:
        raise NotOwned("its account or region is not known")
    return Location(place.account, place.region, partition, logs_suffix(partition))


def sayable_tags(tags: Tags | Unknown, service: Service) -> OwnTags:
    """The tags of a thing, without those of AWS. Raises NotOwned where a spec cannot say one of them."""
    if isinstance(tags, Unknown):
        raise NotOwned(f"its tags are not known ({tags.why})")
    own = tuple(sorted((key, value) for key, value in tags.items() if key[:4].lower() != "aws:"))
    if len(own) > TAGS_PER_RESOURCE:
        raise NotOwned(f"it has {len(own)} tags")
    for key, value in own:
        problem = tag_problem(key, value, service)
        if problem is not None or normal(key) != key or normal(value) != value:
            raise NotOwned(f"its tag {quoted(key)} {problem or 'is not in the normal form NFC'}")
    return own
