"""Stale output → the lines of the spec that it comes from: a reviewer sees the spec, while generated files are folded.

The text of the output folder is cut into blocks for this alone; its bytes decide whether it is right.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gen_flowlogs import naming, source
from gen_flowlogs.cli import inputs
from gen_flowlogs.cli.drift import stale
from gen_flowlogs.diagnostics import Finding, Origin, stamp
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.view import written
from gen_flowlogs.view.flow_logs import FlowLog
from gen_flowlogs.view.heads import blocks, head_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs import emit
    from gen_flowlogs.diagnostics import Diagnostic
    from gen_flowlogs.model import Spec
    from gen_flowlogs.view.heads import Head

# GitHub shows ten errors of a step: output that is stale in more places, or in none, is one error.
_MOST_PLACES = 5  # of one file
_MOST_FILES = 5  # in one message

_END = pattern(r"^\}$", re.MULTILINE)


def drift_at_spec(plan: emit.Plan, spec: Spec) -> tuple[Diagnostic, ...]:
    """An error for each place of the spec whose output is stale; one at its first line for what has no such place."""
    told = stale(plan)
    if not told:
        return ()
    known = _Definitions(spec)
    placeless: list[str] = []
    findings = []
    for name, message in told:
        said = f"{(plan.folder / name).as_posix()}: {message}"
        places = _places(plan.old.get(name, ""), plan.new.get(name, ""), known)
        findings += [Finding("stale-output", said, place) for place in places]
        placeless += [] if places else [said]
    if placeless:
        more = len(placeless) - _MOST_FILES
        named = [*placeless[:_MOST_FILES], *([f"and {more} more files"] if more > 0 else [])]
        findings.append(Finding("stale-output", "; ".join(named), Origin(spec.file)))
    files = dict.fromkeys([spec.file, *(each.at.file for each in findings)])
    return stamp(findings, {file: source.load(inputs.content(file), file) for file in files})


class _Definitions:
    """The origins of the definitions that blocks come from, by the head of a block."""

    def __init__(self, spec: Spec) -> None:
        self._points = {naming.label(each.name): each.origin.key() for each in spec.capture_points}
        self._destinations = {naming.label(each.name): each.origin.key() for each in spec.destinations}
        self._made = {head: block for view in written(spec).values() for head, block in blocks(view)}

    def of(self, head: Head) -> Origin | None:
        """The origin; None where the spec has no such name. A block that is on disk alone is known by its label."""
        match self._made.get(head):
            case None if head.type == FlowLog.TYPE:
                return self._points.get(naming.labels_of_flow_log(head.label)[0])
            case None:
                return self._destinations.get(head.label) or self._points.get(head.label)
            case block if block.capture_point is not None:
                return self._points[naming.label(block.capture_point)]
            case block:
                return None if block.destination is None else self._destinations[naming.label(block.destination)]


def _places(old: str, new: str, known: _Definitions) -> list[Origin]:
    """The places of the blocks that differ; none where they are too many."""
    was, now = dict(_blocks(old)), dict(_blocks(new))
    differing = [block for block in {**now, **was} if was.get(block) != now.get(block)]
    places = dict.fromkeys(place for block in differing if (place := known.of(block)))
    return list(places) if len(places) <= _MOST_PLACES else []


def _blocks(text: str) -> Iterator[tuple[Head, str]]:
    """Head of each resource and data source, and its text with the comment before it."""
    for part in _END.split(text.partition("\n")[2]):  # the first line is the signature
        head = next(filter(None, map(head_of, part.split("\n"))), None)
        if head is not None:
            yield head, part
