"""Candidates: the resources of one kind that a lookup may find, by its tags and containers, without asking each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence


class Tagged(Protocol):
    """A resource, as far as it is asked here."""

    @property
    def tags(self) -> Mapping[str, str]:
        """Its tags."""


Each = TypeVar("Each", bound=Tagged)


class Candidates(Generic[Each]):
    """The resources of a kind by each tag key that is asked for, and by what they are in; each is walked through once.

    `inside_of`: a resource → the ids of the containers by which EC2 filters.
    """

    def __init__(self, resources: Sequence[Each], inside_of: Callable[[Each], Iterator[str]]) -> None:
        self._resources = resources
        self._inside_of = inside_of
        self._by_tag: dict[str, dict[str, list[Each]]] = {}
        self._by_container: dict[str, list[Each]] | None = None

    def of(self, tags: Iterable[tuple[str, str]], inside: frozenset[str] | None) -> Sequence[Each]:
        """Some resources, in their order, among which are all that have these tags and are inside one of these ids."""
        several = [self._tagged(key).get(value, []) for key, value in tags]
        if inside is not None:
            contained = self._contained()
            several.append([each for id_ in sorted(inside) for each in contained.get(id_, ())])
        return min(several, key=len, default=self._resources)

    def _tagged(self, key: str) -> dict[str, list[Each]]:
        if key not in self._by_tag:
            found: dict[str, list[Each]] = {}
            for each in self._resources:
                if key in each.tags:
                    found.setdefault(each.tags[key], []).append(each)
            self._by_tag[key] = found
        return self._by_tag[key]

    def _contained(self) -> dict[str, list[Each]]:
        if self._by_container is None:
            self._by_container = {}
            for each in self._resources:
                for container in self._inside_of(each):
                    self._by_container.setdefault(container, []).append(each)
        return self._by_container
