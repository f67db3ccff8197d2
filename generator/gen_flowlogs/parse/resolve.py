"""Names in a capture point → the filter and the destinations that they lead to, its own or those of `defaults`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from gen_flowlogs.dataclass import dataclass, replace
from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.model import Destination, Filter
from gen_flowlogs.parse import entries
from gen_flowlogs.parse.tags import merged
from gen_flowlogs.phrasing import nearest, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.model import Stack, Tags
    from gen_flowlogs.parse.sources import Scope

_WORDS: Final = pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")

Definition = TypeVar("Definition", Filter, Destination)


@dataclass(frozen=True, slots=True)
class Resolved:
    """All that a capture point has by names or from `defaults`. `filter` is None where its name leads to none."""

    filter: Filter | None
    filter_origin: Origin
    destinations: tuple[Destination, ...]
    destinations_origin: Origin
    tags: Tags


class Names:
    """Names → definitions. A name that is defined but broken gives neither a definition nor a finding."""

    def __init__(
        self,
        scope: Scope,
        filters: Mapping[str, tuple[Filter, ...]],
        destinations: Mapping[str, tuple[Destination, ...]],
        findings: list[Finding],
    ) -> None:
        self._scope = scope
        self._filters = {name: _by_stack(several) for name, several in filters.items()}
        self._destinations = {name: _by_stack(several) for name, several in destinations.items()}
        self._findings = findings
        self._shared: dict[object, tuple[Destination, ...]] = {}  # many capture points have the same list

    def filter(self, name: str, origin: Origin, stack: str | None) -> Filter | None:
        """The filter of a name in a stack."""
        found = self._filters.get(name)
        if found is not None:
            return found[stack] if stack in found else found.get(None)
        if name not in self._scope.raw["filters"]:
            self._unknown("filter", name, sorted({*self._filters, *self._scope.raw["filters"]}), origin)
        return None

    def destinations(self, raw: entries.Raw, origin: Origin, stack: str | None) -> tuple[Destination, ...]:
        """The destinations of a name or a list of names in a stack, in the order of their names."""
        key = (raw if isinstance(raw, str) else tuple(map(entries.name_of, raw)), stack)
        found = self._shared.get(key)
        if found is None:
            named = dict(entries.named(raw, origin)).items()
            resolved = [each for name, at in named if (each := self._destination(name, at, stack)) is not None]
            found = tuple(sorted(resolved, key=lambda each: each.name))
            if len(found) == len(named):
                self._shared[key] = found
        return found

    def _destination(self, name: str, origin: Origin, stack: str | None) -> Destination | None:
        found = self._destinations.get(name)
        if found is not None:
            return found[stack] if stack in found else found.get(None)
        if name not in self._scope.raw["destinations"]:
            self._unknown("destination", name, sorted(self._scope.raw["destinations"]), origin)
        return None

    def _unknown(self, what: str, name: str, known: list[str], origin: Origin) -> None:
        if (f"{what}s",) in self._scope.unread:  # perhaps it is defined there
            return
        from gen_flowlogs.aws.spellings import TRAFFIC  # noqa: PLC0415 - a sound spec does not need it

        near = name.lower() if name.lower() in known else nearest(name, known)
        hint = f"did you mean {quoted(near)}?" if near else f"define it under `{what}s`"
        words = list(dict.fromkeys(_WORDS.findall(name)))
        if what == "destination" and words and set(words) <= {*known} and words != [name]:
            hint = f"write a list, `[{', '.join(words)}]`"
        if what == "filter" and name.lower() in TRAFFIC:
            near = TRAFFIC[name.lower()].lower()
            hint = f"did you mean {quoted(near)}?"
        if what == "filter" and not near:
            hint += ", or use `all`, `accept` or `reject`, which are built in"
        self._findings.append(Finding("unknown-name", f"no {what} is called {quoted(name)}; {hint}", origin))


def _own_tags(shared: dict[str, str], own: dict[str, str] | str) -> Tags:
    return () if isinstance(own, str) else merged(shared, own)


def _by_stack(several: tuple[Definition, ...]) -> dict[str | None, Definition]:
    """The variants of a definition by stack; under None the one that stands for all."""
    return {stack: each for each in several for stack in each.variant or (None,)}


def _as_in(stack: Stack, resolved: Resolved, origin: Origin) -> Resolved:
    """The same, with the places in the capture point as they are for a stack."""
    filter_, destinations = (
        replace(each, stack=stack.name) if (each.file, each.path[:2]) == (origin.file, origin.path) else each
        for each in (resolved.filter_origin, resolved.destinations_origin)
    )
    return replace(resolved, filter_origin=filter_, destinations_origin=destinations)


class Resolver:
    """Resolves capture points. Where nothing has variants, each is the same in all of its stacks."""

    def __init__(self, scope: Scope, names: Names) -> None:
        self._scope = scope
        self._names = names
        self._inherited: dict[str | None, Resolved] = {}
        self._default(None)  # what is wrong with the defaults is found, whether or not anything has them

    def of(
        self, raw: dict[str, Any], origin: Origin, stacks: tuple[Stack, ...]
    ) -> list[tuple[tuple[Stack, ...], Resolved]]:
        """Resolve a capture point in its stacks: those in which it is alike, and all that it has there."""
        if not self._scope.variants or not stacks:
            return [(stacks, self._resolved(raw, origin, None))]
        groups: dict[object, tuple[list[Stack], Resolved]] = {}
        for stack in stacks:
            resolved = self._resolved(raw, origin, stack.name)
            key = (id(resolved.filter), tuple(map(id, resolved.destinations)), resolved.tags)
            groups.setdefault(key, ([], resolved))[0].append(stack)
        if len(groups) == 1:
            return [(stacks, resolved) for _, resolved in groups.values()]
        return [(tuple(alike), _as_in(alike[0], resolved, origin)) for alike, resolved in groups.values()]

    def _resolved(self, raw: dict[str, Any], origin: Origin, stack: str | None) -> Resolved:
        inherited = self._inherited.get(stack) or self._default(stack)
        filter_, filter_origin = inherited.filter, inherited.filter_origin
        if "filter" in raw:
            filter_origin = origin.at("filter")
            filter_ = self._names.filter(raw["filter"], filter_origin, stack)
        destinations, destinations_origin = inherited.destinations, inherited.destinations_origin
        if "destinations" in raw:
            destinations_origin = origin.at("destinations")
            destinations = self._names.destinations(raw["destinations"], destinations_origin, stack)
        return Resolved(
            filter=filter_,
            filter_origin=filter_origin,
            destinations=destinations,
            destinations_origin=destinations_origin,
            tags=_own_tags(dict(inherited.tags), raw["tags"]) if "tags" in raw else inherited.tags,
        )

    def _default(self, stack: str | None) -> Resolved:
        """All that a capture point has in a stack which says nothing of its own."""
        scope = self._scope
        filter_origin, destinations_origin = (scope.origin_of_default(key, stack) for key in ("filter", "destinations"))
        found = self._inherited[stack] = Resolved(
            filter=self._names.filter(scope.default("filter", stack, "all"), filter_origin, stack),
            filter_origin=filter_origin,
            destinations=self._names.destinations(scope.default("destinations", stack, ()), destinations_origin, stack),
            destinations_origin=destinations_origin,
            tags=merged(scope.default("tags", stack, {}), {}),
        )
        return found
