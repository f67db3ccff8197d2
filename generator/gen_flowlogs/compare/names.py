"""Old and new definitions of one spec: which of them are one capture point or destination, be it under a new name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.model import CapturePoint, Destination

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gen_flowlogs.model import Spec

Definition = TypeVar("Definition", bound=CapturePoint | Destination)


def is_same(old: Definition, new: Definition) -> bool:
    """Whether two definitions are one: they have one name, or the new one has the old name as `renamed_from`."""
    return old.name in (new.name, new.renamed_from)


@dataclass(frozen=True, slots=True)
class Version(Generic[Definition]):
    """The definitions of one section of one version, by name; each with its variants, in the order of the spec."""

    variants: Mapping[str, tuple[Definition, ...]]
    renamed: Mapping[str, str]  # the name before, and the name of the first definition that had it
    _by_stack: Mapping[tuple[str, str | None], Definition]  # those that have variants

    @classmethod
    def of(cls, definitions: Iterable[Definition]) -> Version[Definition]:
        """The version that has some definitions."""
        variants: dict[str, list[Definition]] = {}
        renamed: dict[str, str] = {}
        by_stack: dict[tuple[str, str | None], Definition] = {}
        for each in definitions:
            variants.setdefault(each.name, []).append(each)
            if each.renamed_from is not None:
                renamed.setdefault(each.renamed_from, each.name)
            for stack in each.variant:
                by_stack[each.name, stack] = each
        return cls({name: tuple(several) for name, several in variants.items()}, renamed, by_stack)

    def __contains__(self, name: str) -> bool:
        """Whether the version has a definition of a name."""
        return name in self.variants

    def __iter__(self) -> Iterator[str]:
        """The names, in the order of the spec."""
        return iter(self.variants)

    def any_of(self, name: str) -> Definition | None:
        """A definition, for all that its variants have in common; None if there is none of the name."""
        return self.variants.get(name, (None,))[0]

    def get(self, name: str, stack: str | None) -> Definition | None:
        """A definition as it is in a stack; its first variant if none is for the stack, None if there is none."""
        return self._by_stack.get((name, stack)) or self.any_of(name)

    def __getitem__(self, at: tuple[str, str | None]) -> Definition:
        """A definition that is there, by its name and a stack."""
        return self._by_stack.get(at) or self.variants[at[0]][0]


@dataclass(frozen=True, slots=True)
class Definitions(Generic[Definition]):
    """The definitions of one section of both versions. Old and new may group their stacks into other variants."""

    old: Version[Definition]
    new: Version[Definition]

    def former(self, name: str) -> str | None:
        """The old name of a new definition: the same one where two could be meant; None if it is new."""
        new = self.new.any_of(name)
        former = (new and new.renamed_from) or ""
        return name if name in self.old else former if former in self.old else None

    def latter(self, name: str) -> str | None:
        """The new name of an old definition: the same one where two could be meant; None if it is gone."""
        return name if name in self.new else self.new.renamed.get(name)

    def old_of(self, name: str, stack: str | None) -> Definition | None:
        """The old definition of a new one, as it is in a stack."""
        former = self.former(name)
        return None if former is None else self.old.get(former, stack)

    def new_of(self, name: str, stack: str | None) -> Definition | None:
        """The new definition of an old one, as it is in a stack."""
        latter = self.latter(name)
        return None if latter is None else self.new.get(latter, stack)

    def pair(self, name: str, stack: str | None) -> tuple[Definition | None, Definition | None]:
        """The old and the new definition of a name in a stack, whichever version uses the name."""
        if name in self.new:
            return self.old_of(name, stack), self.new.get(name, stack)
        return self.old.get(name, stack), self.new_of(name, stack)

    def now(self, name: str) -> str:
        """The new name of an old definition; the old one if it is gone."""
        return self.latter(name) or name

    def gone(self) -> Iterator[tuple[Definition, ...]]:
        """The old definitions without a new one, each with all its variants."""
        return (several for name, several in self.old.variants.items() if self.latter(name) is None)

    def added(self) -> Iterator[tuple[Definition, ...]]:
        """The new definitions without an old one, each with all its variants."""
        return (
            several
            for name, several in self.new.variants.items()
            if name not in self.old and several[0].renamed_from not in self.old.variants
        )


def capture_points(old: Spec | None, new: Spec | None) -> Definitions[CapturePoint]:
    """The capture points of both versions."""
    before, after = (spec.capture_points if spec else () for spec in (old, new))
    return Definitions(old=Version.of(before), new=Version.of(after))


def destinations(old: Spec | None, new: Spec | None) -> Definitions[Destination]:
    """The destinations of both versions."""
    before, after = (spec.destinations if spec else () for spec in (old, new))
    return Definitions(old=Version.of(before), new=Version.of(after))
