"""Old and new definitions of one spec: which of them are one capture point or destination, be it under a new name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from gen_flowlogs.model import CapturePoint, Destination

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gen_flowlogs.model import Spec

Definition = TypeVar("Definition", bound=CapturePoint | Destination)


def is_same(old: Definition, new: Definition) -> bool:
    """Whether two definitions are one: they have one name, or the new one has the old name as `renamed_from`."""
    return old.name in (new.name, new.renamed_from)


@dataclass(frozen=True, slots=True)
class Definitions(Generic[Definition]):
    """The definitions of one section of both versions, by name."""

    old: Mapping[str, Definition]
    new: Mapping[str, Definition]

    def old_of(self, name: str) -> Definition | None:
        """The old definition of a new one; that of the same name where two could be meant."""
        new = self.new.get(name)
        return self.old.get(name) or self.old.get((new and new.renamed_from) or "")

    def new_of(self, name: str) -> Definition | None:
        """The new definition of an old one; that of the same name where two could be meant."""
        return self.new.get(name) or next((each for each in self.new.values() if each.renamed_from == name), None)

    def pair(self, name: str) -> tuple[Definition | None, Definition | None]:
        """The old and the new definition of a name, whichever version uses the name."""
        if name in self.new:
            return self.old_of(name), self.new[name]
        return self.old.get(name), self.new_of(name)

    def now(self, name: str) -> str:
        """The new name of an old definition; the old one if it is gone."""
        new = self.new_of(name)
        return name if new is None else new.name

    def gone(self) -> Iterator[Definition]:
        """The old definitions without a new one."""
        kept = {each.name for each in self.new.values()} | {each.renamed_from for each in self.new.values()}
        return (each for each in self.old.values() if each.name not in kept)

    def added(self) -> Iterator[Definition]:
        """The new definitions without an old one."""
        return (each for each in self.new.values() if each.name not in self.old and each.renamed_from not in self.old)


def capture_points(old: Spec | None, new: Spec | None) -> Definitions[CapturePoint]:
    """The capture points of both versions."""
    before, after = (spec.capture_points if spec else () for spec in (old, new))
    return Definitions(old={each.name: each for each in before}, new={each.name: each for each in after})


def destinations(old: Spec | None, new: Spec | None) -> Definitions[Destination]:
    """The destinations of both versions."""
    before, after = (spec.destinations if spec else () for spec in (old, new))
    return Definitions(old={each.name: each for each in before}, new={each.name: each for each in after})
