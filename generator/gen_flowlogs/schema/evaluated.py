"""A file whose values are in their places → findings, and the data that is sound, variant by variant.

The first variant of each definition stands in the data of the file. All second ones are checked together as a file of
their own, then all third ones, and so on, so that the cost is that of the definitions in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gen_flowlogs.dataclass import dataclass, replace
from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.schema.check import check
from gen_flowlogs.schema.cut import without

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gen_flowlogs.diagnostics import Path
    from gen_flowlogs.values import Evaluated, Name, Variant


@dataclass(frozen=True, slots=True)
class Sound:
    """The sound data of one file. `whole`: nothing was cut out of it but places that could not be evaluated.

    `variants`: definition → its sound variants, each with its stacks. One that was cut out is missing.
    `unread`: sections, and keys of capture points, whose values a mistake keeps from being known.
    """

    findings: tuple[Finding, ...]
    data: dict[str, Any]
    variants: Mapping[Name, tuple[tuple[tuple[str, ...], Any], ...]]
    whole: bool
    unread: frozenset[Path] = frozenset()


@dataclass(slots=True)
class _Layer:
    """One variant of each definition, as a file."""

    file: str
    data: dict[str, Any]
    broken: bool
    chosen: Mapping[Name, Variant]


def check_evaluated(evaluated: Evaluated, *, include: bool = False) -> Sound:
    """Check one file. `include`: another file takes it in."""
    findings: list[Finding] = []
    variants: dict[Name, list[tuple[tuple[str, ...], Any]]] = {name: [] for name in evaluated.variants}
    whole = True
    base: dict[str, Any] = {}
    for number, layer in enumerate(_layers(evaluated)):
        found, data = _check(layer, include=include or (number > 0 and "terraform" not in layer.data))
        findings += found
        whole = whole and (data is layer.data or not found)
        base = base if number else data
        for (section, name), variant in layer.chosen.items():
            if name in data.get(section, {}):
                variants[section, name].append((variant.stacks, data[section][name]))
    sound = {name: tuple(several) for name, several in variants.items()}
    return Sound(tuple(findings), base, sound, whole, _unread(findings))


def _unread(findings: list[Finding]) -> frozenset[Path]:
    if not findings:
        return frozenset()
    from gen_flowlogs.schema.meant import unread  # noqa: PLC0415 - a sound spec does not need it

    return unread(findings)


def _layers(evaluated: Evaluated) -> Iterator[_Layer]:
    document = evaluated.document
    first = {name: several[0] for name, several in evaluated.variants.items()}
    yield _Layer(document.file, evaluated.data, document.broken, first)
    for number in range(1, max(map(len, evaluated.variants.values()), default=0)):
        chosen = {name: several[number] for name, several in evaluated.variants.items() if number < len(several)}
        data: dict[str, Any] = {}
        for (section, name), variant in chosen.items():
            data.setdefault(section, {})[name] = variant.data
        yield _Layer(document.file, {**_NEEDED, **data} if "terraform" in data else data, document.broken, chosen)


_NEEDED = {"version": 1, "name": "layer", "include": ["layer.yaml"]}
"""All that a spec cannot be without: a layer with `terraform` is checked as one, others as included files are."""


def _check(layer: _Layer, *, include: bool) -> tuple[list[Finding], dict[str, Any]]:
    """The findings of a layer, and its sound data. Of a place that could not be evaluated nothing more is said."""
    verdict = check(layer, include=include)
    broken = {(*name, *path) for name, variant in layer.chosen.items() for path in variant.broken}
    if not layer.chosen:
        return list(verdict.findings), verdict.data
    findings = [_placed(each, layer) for each in verdict.findings if not _is_within(each, broken)]
    there = [path for path in broken if _is_there(verdict.data, path)]
    return findings, without(verdict.data, there) if there else verdict.data


def _placed(finding: Finding, layer: _Layer) -> Finding:
    """The finding with the stack that it was evaluated for."""
    if not isinstance(finding.at, Origin):
        return finding
    section, name = (*map(str, finding.at.path[:2]), "", "")[:2]
    variant = layer.chosen.get((section, name))
    if variant is None or not variant.stacks:
        return finding
    return replace(finding, at=replace(finding.at, stack=variant.stacks[0]))


def _is_within(finding: Finding, paths: set[Path]) -> bool:
    if not paths or not isinstance(finding.at, Origin):
        return False
    path = finding.at.path
    return any(path[:depth] in paths for depth in range(len(path) + 1))


def _is_there(data: Any, path: Path) -> bool:
    for step in path:
        inside = step in data if isinstance(data, dict) else isinstance(data, list) and step in range(len(data))
        if not inside:
            return False
        data = data[step]
    return True
