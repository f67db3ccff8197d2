"""Findings about evaluated definitions → findings that say in which stacks, and where the values are written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.phrasing import listing, quoted
from gen_flowlogs.values.templates import written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gen_flowlogs.values import Evaluation
    from gen_flowlogs.values.known import Value
    from gen_flowlogs.values.reading import Read

_SHOWN = 3
"""Values that a finding leads to at most."""


def explained(findings: Iterable[Finding], evaluation: Evaluation) -> list[Finding]:
    """The findings, each once.

    One about an evaluated definition leads to the values that are read at its place, and says the stacks that it is
    about if others use the definition too.
    """
    if not evaluation.reading:
        return list(findings)
    apart: list[Finding] = []
    alike: dict[tuple[str, str, Origin], list[Finding]] = {}
    for finding in findings:
        if isinstance(finding.at, Origin) and finding.at.stack is not None:
            place = replace(finding.at, stack=None)
            alike.setdefault((finding.slug, finding.message, place), []).append(finding)
        else:
            apart.append(_with_values(finding, evaluation))
    return [*apart, *(_of_stacks(several, evaluation) for several in alike.values())]


def _of_stacks(several: list[Finding], evaluation: Evaluation) -> Finding:
    """One finding for those that say the same of one place in different stacks."""
    first = several[0]
    where = [each.at.stack for each in several if isinstance(each.at, Origin)]
    stacks, everywhere = _stacks(first, {each for each in where if each is not None}, evaluation)
    several_stacks = (
        f"the stacks {listing(_quoted(stacks), 3)}" if len(stacks) > 1 else f"the stack {quoted(stacks[0])}"
    )
    named = "" if everywhere else f" (in {several_stacks})"
    return _with_values(replace(first, message=first.message + named), evaluation)


def _quoted(names: Iterable[str]) -> list[str]:
    return [quoted(name) for name in names]


def _stacks(finding: Finding, firsts: set[str], evaluation: Evaluation) -> tuple[list[str], bool]:
    """All stacks of the variants whose first stacks these are, and whether they are all that the definition has."""
    assert isinstance(finding.at, Origin)  # noqa: S101 - the caller has asked
    variants = [
        each
        for file in evaluation.files
        if file.document.file == finding.at.file
        for name, several in file.variants.items()
        if name == finding.at.path[:2]
        for each in several
    ]
    concerned = [each for each in variants if each.stacks and each.stacks[0] in firsts]
    return sorted({stack for each in concerned for stack in each.stacks} or firsts), len(concerned) == len(variants)


def _with_values(finding: Finding, evaluation: Evaluation) -> Finding:
    """The finding with the places of the values that are read at its own."""
    at = finding.at
    if not isinstance(at, Origin) or len(at.path) < 2 or finding.slug in _ABOUT_VALUES:
        return finding
    section, name = at.path[:2]
    read = evaluation.reading.get((at.file, (str(section), str(name))), ())
    known = evaluation.known.stacks
    values = known.get(at.stack) or next(iter(known.values()))
    used = dict.fromkeys(each for one in read if _concerns(one, at) for each in one.names if each in values)
    said = {origin for _, origin in finding.related}
    found = [(_shown(each, values[each]), values[each].origin) for each in used]
    related = [each for each in found if each[1] not in said][:_SHOWN]
    return replace(finding, related=(*finding.related, *related)) if related else finding


_ABOUT_VALUES = ("unknown-name", "missing-value")


def _concerns(read: Read, at: Origin) -> bool:
    """Whether a finding at this place is about what is read here: at it, or in a value that it brings."""
    return not read.elsewhere and at.path[2 : 2 + len(read.path)] == read.path


def _shown(name: str, value: Value) -> str:
    if isinstance(value.data, list):
        return f"the list {quoted(name)} is at"
    return f"{quoted(name)} is {quoted(written(value.data))} at"
