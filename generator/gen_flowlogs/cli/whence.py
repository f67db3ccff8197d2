"""Stale output → the lines of the spec that it comes from, which a reviewer looks at, instead of those of folded files.

What lies in the output folder is cut into blocks for this alone; whether it is right is decided by its bytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gen_flowlogs import naming, source
from gen_flowlogs.cli import inputs
from gen_flowlogs.cli.drift import stale
from gen_flowlogs.diagnostics import Finding, Origin, stamp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs import emit
    from gen_flowlogs.diagnostics import Diagnostic
    from gen_flowlogs.model import Spec

# GitHub shows ten errors of a step: what is stale in more places, or in none, is told once.
_MOST_PLACES = 5  # of one file
_MOST_FILES = 5  # in one message

_END = re.compile(r"^\}$", re.MULTILINE)
_START = re.compile(r'^(?:data|resource) "(\w+)" "(\w+)" \{$', re.MULTILINE)


def drift_at_spec(plan: emit.Plan, spec: Spec) -> tuple[Diagnostic, ...]:
    """An error for each place of the spec whose output is stale; one at its first line for what has no such place."""
    known = _Definitions(spec)
    placeless: list[str] = []
    findings = []
    for name, message in stale(plan):
        said = f"{(plan.folder / name).as_posix()}: {message}"
        places = _places(plan.old.get(name, ""), plan.new.get(name, ""), known)
        findings += [Finding("stale-output", said, place) for place in places]
        placeless += [] if places else [said]
    if placeless:
        more = len(placeless) - _MOST_FILES
        named = [*placeless[:_MOST_FILES], *([f"and {more} more files"] if more > 0 else [])]
        findings.append(Finding("stale-output", "; ".join(named), Origin(spec.file)))
    files = dict.fromkeys([spec.file, *(each.at.file for each in findings)])
    return stamp(findings, {file: source.load(inputs.content(file), file) for file in files} if findings else {})


class _Definitions:
    """Where the capture point or destination behind a block is defined."""

    def __init__(self, spec: Spec) -> None:
        self._points = {naming.label(each.name): each.origin.key() for each in spec.capture_points}
        self._destinations = {naming.label(each.name): each.origin.key() for each in spec.destinations}

    def of(self, kind: str, label: str) -> Origin | None:
        """None where the spec has no such name."""
        if kind == "aws_flow_log":
            return self._points.get(label.partition("__")[0])
        return self._destinations.get(label) or self._points.get(label)


def _places(old: str, new: str, known: _Definitions) -> list[Origin]:
    """The places of the blocks that differ; none where they are too many."""
    was, now = dict(_blocks(old)), dict(_blocks(new))
    differing = [block for block in {**now, **was} if was.get(block) != now.get(block)]
    places = dict.fromkeys(place for block in differing if (place := known.of(*block)))
    return list(places) if len(places) <= _MOST_PLACES else []


def _blocks(text: str) -> Iterator[tuple[tuple[str, str], str]]:
    """Type and label of each resource and data source, and its text with the comment before it."""
    for part in _END.split(text.partition("\n")[2]):  # the first line is the signature
        if start := _START.search(part):
            yield (start[1], start[2]), part
