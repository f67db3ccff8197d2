"""Values: what they are in each stack, and where the definitions of a spec read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gen_flowlogs.dataclass import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gen_flowlogs.diagnostics import Origin, Path


@dataclass(frozen=True, slots=True)
class Value:
    """A value and where it is written. `broken`: of a type that no value has, which the schema reports."""

    data: Any
    origin: Origin
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a spec, and the places at which its definitions read them.

    `stacks`: stack → name → value; under None those of a spec without stacks. `places`: file, section and name of a
    definition → the paths in it at which it reads, each with the names.
    """

    stacks: Mapping[str | None, Mapping[str, Value]] = field(default_factory=dict)
    places: Mapping[tuple[str, str, str], tuple[tuple[Path, tuple[str, ...]], ...]] = field(default_factory=dict)

    def at(self, origin: Origin, stack: str | None) -> dict[str, Value]:
        """The values that are read at a place, or that bring what stands there, as they are in a stack."""
        here = origin.path[2:]
        return self._read(origin, stack, lambda path: here[: len(path)] == path)

    def below(self, origin: Origin, stack: str | None) -> dict[str, Value]:
        """The values that are read in the entries of a list or mapping, as they are in a stack."""
        here = origin.path[2:]
        return self._read(origin, stack, lambda path: len(path) > len(here) > 0 and path[: len(here)] == here)

    def _read(self, origin: Origin, stack: str | None, is_meant: Callable[[Path], bool]) -> dict[str, Value]:
        if len(origin.path) < 2:
            return {}
        section, name = map(str, origin.path[:2])
        known = self.stacks.get(stack, {})
        return {
            each: known[each]
            for path, names in self.places.get((origin.file, section, name), ())
            if is_meant(path)
            for each in names
            if each in known
        }
