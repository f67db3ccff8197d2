"""Findings about evaluated definitions → findings that say in which stacks, and where the values are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gen_flowlogs.dataclass import dataclass, replace
from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.phrasing import listing, quoted
from gen_flowlogs.secrets import masked_addresses
from gen_flowlogs.values.templates import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gen_flowlogs.diagnostics import Path
    from gen_flowlogs.model import CapturePoint, Value
    from gen_flowlogs.values import Evaluation
    from gen_flowlogs.values.evaluate import Stacks

_SHOWN = 3
"""Values that a finding leads to at most."""


def explained(
    findings: Iterable[Finding], evaluation: Evaluation, points: Iterable[CapturePoint] = ()
) -> list[Finding]:
    """The findings, each once.

    One about an evaluated definition leads to the values that are read at its place, and says the stacks that it is
    about if others use the definition too. One about the reading itself says already what it is about.

    Args:
        findings: those of all stages.
        evaluation: what the values of the spec are.
        points: the capture points of the spec, which differ between stacks also by what they have from `defaults`.
    """
    if not evaluation.values.places:
        return list(findings)
    known = _Known(evaluation, _variants(evaluation, points), frozenset(evaluation.findings))
    apart: list[Finding] = []
    of_stacks: list[list[Finding]] = []
    for finding in findings:
        if isinstance(finding.at, Origin) and finding.at.stack is not None:
            of_stacks.append([finding])
        else:
            apart.append(finding if finding in known.own else _with_values(finding, known))
    for said in (_without_text, _without_values):
        alike: dict[tuple[str, str, Origin], list[Finding]] = {}
        for several in of_stacks:
            place = replace(_at(several[0]), stack=None)
            alike.setdefault((several[0].slug, said(several[0], evaluation), place), []).extend(several)
        of_stacks = list(alike.values())
    return [*apart, *(_of_stacks(several, known) for several in of_stacks)]


def _at(finding: Finding) -> Origin:
    assert isinstance(finding.at, Origin)  # noqa: S101 - of a stack, which a position has none of
    return finding.at


def _without_text(finding: Finding, evaluation: Evaluation) -> str:
    """The message without the text that is evaluated at its place, which may be another in each stack."""
    at = _at(finding)
    section, name, *inner = (*at.path, "", "")[: max(len(at.path), 2)]
    files = (each for each in evaluation.files if each.document.file == at.file)
    several = (each for file in files for each in file.variants.get((str(section), str(name)), ()))
    data: Any = next((each.data for each in several if at.stack in each.stacks), None)
    for step in inner:
        inside = step in data if isinstance(data, dict) else isinstance(data, list) and step in range(len(data))
        data = data[step] if inside else None
    return finding.message.replace(quoted(data), "") if isinstance(data, str) else finding.message


def _without_values(finding: Finding, evaluation: Evaluation) -> str:
    """The message also without the values of its place: a hint may have them in another text."""
    message = _without_text(finding, evaluation)
    at = _at(finding)
    for name, value in evaluation.values.at(at, at.stack).items():
        text = "" if isinstance(value.data, list) else written(value.data)
        if text and text in message:
            message = re.sub(rf"(?<![a-zA-Z0-9]){re.escape(text)}(?![a-zA-Z0-9])", f"{{{name}}}", message)
    return message


@dataclass(frozen=True, slots=True)
class _Known:
    """The values of a spec, the variants of its definitions, and what was found about the values themselves."""

    evaluation: Evaluation
    variants: Mapping[tuple[str, Path], list[Stacks]]
    """File and path of a definition → the stacks of each of its variants."""
    own: frozenset[Finding]


def _variants(evaluation: Evaluation, points: Iterable[CapturePoint]) -> dict[tuple[str, Path], list[Stacks]]:
    found: dict[tuple[str, Path], list[Stacks]] = {
        (file.document.file, name): [each.stacks for each in several]
        for file in evaluation.files
        for name, several in file.variants.items()
    }
    split: dict[tuple[str, Path], list[Stacks]] = {}
    for point in points:
        if point.variant:
            split.setdefault((point.origin.file, point.origin.path), []).append(point.variant)
    return found | split


def _of_stacks(several: list[Finding], known: _Known) -> Finding:
    """One finding for those that say the same of one place in different stacks."""
    first = several[0]
    where = [each.at.stack for each in several if isinstance(each.at, Origin)]
    stacks, everywhere = _stacks(first, {each for each in where if each is not None}, known)
    several_stacks = (
        f"the stacks {listing(_quoted(stacks), 3)}" if len(stacks) > 1 else f"the stack {quoted(stacks[0])}"
    )
    alike = all(each.message == first.message for each in several)
    named = "" if everywhere and alike else f" (in {several_stacks})"
    return _with_values(replace(first, message=first.message + named), known)


def _quoted(names: Iterable[str]) -> list[str]:
    return [quoted(name) for name in names]


def _stacks(finding: Finding, firsts: set[str], known: _Known) -> tuple[list[str], bool]:
    """All stacks of the variants whose first stacks these are, and whether they are all that the definition has."""
    assert isinstance(finding.at, Origin)  # noqa: S101 - the caller has asked
    variants = known.variants.get((finding.at.file, finding.at.path[:2]), [])
    concerned = [each for each in variants if each and each[0] in firsts]
    return sorted({stack for each in concerned for stack in each} or firsts), len(concerned) == len(variants)


def _with_values(finding: Finding, known: _Known) -> Finding:
    """The finding with the places of the values that are read at its own."""
    at = finding.at
    if not isinstance(at, Origin):
        return finding
    values = known.evaluation.values
    stack = at.stack if at.stack is not None else next(iter(values.stacks), None)
    said = {origin for _, origin in finding.related}
    used = [(_shown(name, value), value.origin) for name, value in values.at(at, stack).items()]
    related = [each for each in used if each[1] not in said][:_SHOWN]
    return replace(finding, related=(*finding.related, *related)) if related else finding


def _shown(name: str, value: Value) -> str:
    if isinstance(value.data, list):
        return f"the list {quoted(name)} is at"
    return f"{quoted(name)} is {quoted(masked_addresses(written(value.data)))} at"
