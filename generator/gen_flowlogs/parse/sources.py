"""The files of one spec, and what each of their sections defines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gen_flowlogs.dataclass import dataclass, field, replace
from gen_flowlogs.diagnostics import Finding, Origin, Path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gen_flowlogs.model import Variant


_NOTHING: Final = object()


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its sound data, its data before the schema cut anything out, and its look-alikes.

    `variants`: section and name → the sound data of a definition for some stacks, where it is not the same for all.
    """

    file: str
    data: dict[str, Any]
    raw: dict[str, Any]  # before the schema cut anything out
    lookalikes: Mapping[Path, str]
    variants: Mapping[tuple[str, str], Sequence[tuple[tuple[str, ...], Any]]] = field(default_factory=dict)
    whole: bool = True  # nothing was cut out
    unread: frozenset[Path] = frozenset()  # sections and keys whose values a mistake keeps from being known

    def holds(self, path: Path) -> bool:
        """Whether the sound data still has a value at the path."""
        return self.at(path) is not _NOTHING

    def at(self, path: Path) -> Any:
        """The value of the sound data at the path, which `holds` knows to be there."""
        data: Any = self.data
        for step in path:
            inside = step in data if isinstance(data, dict) else isinstance(data, list) and step in range(len(data))
            if not inside:
                return _NOTHING
            data = data[step]
        return data


Defined = dict[str, tuple[Any, Origin]]
"""Name → its definition, and the origin of that."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The definitions that names can lead to, over all files."""

    filters: Defined
    destinations: Defined
    capture_points: Defined
    stacks: Defined
    defaults: dict[str, Any]
    defaults_origin: Origin
    defaults_whole: bool  # nothing was cut out of the defaults
    raw: dict[str, dict[str, Any]]  # section → name → its definition, broken or not
    variants: Mapping[tuple[str, str], Sequence[tuple[tuple[str, ...], Any]]]  # section and name → stacks and data
    unread: frozenset[Path] = frozenset()  # sections and keys whose values a mistake keeps from being known

    def variants_of(self, section: str, name: str, raw: Any, origin: Origin) -> list[tuple[Any, Origin, Variant]]:
        """The variants of a definition: the data, where it stands, and the stacks; `()` of them: all."""
        several = self.variants.get((section, name))
        if several is None:
            return [(raw, origin, ())]
        return [(data, replace(origin, stack=stacks[0] if stacks else None), stacks) for stacks, data in several]

    def origin_of_default(self, key: str, stack: str | None) -> Origin:
        """The origin of a key of `defaults`, as it is evaluated for a stack."""
        for stacks, _ in self.variants.get(("defaults", key), ()):
            if stack in stacks:
                return replace(self.defaults_origin, stack=stacks[0]).at(key)
        return self.defaults_origin.at(key)

    def default(self, key: str, stack: str | None, otherwise: Any) -> Any:
        """The value of a key of `defaults` in a stack."""
        for stacks, data in self.variants.get(("defaults", key), ()):
            if stack in stacks or not stacks:
                return data
        return otherwise if ("defaults", key) in self.variants else self.defaults.get(key, otherwise)

    def mentioned(self) -> set[str]:
        """The destinations that any definition names, also a broken one."""
        found: set[str] = set()
        for raw in (self.defaults, *self.raw["capture_points"].values()):
            names = raw.get("destinations") if isinstance(raw, dict) else None
            for each in names if isinstance(names, list) else [names]:
                found.update([each] if isinstance(each, str) else each if isinstance(each, dict) else ())
        return found

    @classmethod
    def of(cls, sources: Sequence[Source]) -> tuple[Scope, list[Finding]]:
        """The scope of a spec's files, and a finding for each name that two of them define."""
        findings: list[Finding] = []
        sections = ("filters", "destinations", "capture_points", "stacks")
        defined = {section: _defined(sources, section, findings) for section in sections}
        with_defaults = [source for source in sources if "defaults" in source.raw]
        findings += [
            Finding(
                "duplicate-definition",
                "`defaults` are written in two files, and only one may have them",
                Origin(later.file, ("defaults",), "key"),
                (("first written at", Origin(with_defaults[0].file, ("defaults",), "key")),),
            )
            for later in with_defaults[1:]
        ]
        holder = with_defaults[0] if with_defaults else sources[0]
        raw = {
            section: {
                name: value
                for source in sources
                if isinstance(held := source.raw.get(section), dict)
                for name, value in held.items()
            }
            for section in sections
        }
        return cls(
            filters=defined["filters"],
            destinations=defined["destinations"],
            capture_points=defined["capture_points"],
            stacks=defined["stacks"],
            defaults=holder.data.get("defaults", {}),
            defaults_origin=Origin(holder.file, ("defaults",)),
            defaults_whole=holder.data.get("defaults") == holder.raw.get("defaults"),
            raw=raw,
            variants={
                name: several
                for source in reversed(sources)
                for name, several in source.variants.items()
                if name[0] != "defaults" or source is holder
            },
            unread=frozenset().union(*(source.unread for source in sources)),
        ), findings


def _defined(sources: Sequence[Source], section: str, findings: list[Finding]) -> Defined:
    defined: Defined = {}
    for source in sources:
        held = source.data.get(section)
        if not held:
            continue
        origin = Origin(source.file, (section,))
        for name, value in held.items():
            if name in defined:
                findings.append(
                    Finding(
                        "duplicate-definition",
                        f'"{name}" is defined in two files; rename one of them',
                        origin.key(name),
                        (("first defined at", Origin(defined[name][1].file, (section, name), "key")),),
                    )
                )
            else:
                defined[name] = (value, origin.at(name))
    return defined
