"""Coverage of the inventory: the locations and kinds that the specs need, and that were not looked at, or not whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.audit.ground import declared
from gen_flowlogs.audit.results import NotSeen
from gen_flowlogs.captures import locations, sinks, targets
from gen_flowlogs.captures.inventory import FLOW_LOG
from gen_flowlogs.captures.targets import LookedUp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.audit.ground import Ground
    from gen_flowlogs.captures.inventory import Scope
    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.captures.recordings import Recording
    from gen_flowlogs.match import Ambiguous
    from gen_flowlogs.model import Spec

_ALWAYS: Final = ("vpc", FLOW_LOG)
"""The kinds that each location is asked for, whatever its specs have."""

_VALUES: Final = "give a state, a plan or the .tf files that have it: `--values PATH`"
_GIVE: Final = "give an inventory that has it, or ask AWS with `--live`"


def check(ground: Ground) -> Iterator[NotSeen]:
    """Find all that the specs need to be judged, and the inventory does not have."""
    found = [*_notes(ground), *_denied(ground), *_unknown(ground)]
    if not found and not ground.existing.complete:
        found.append(
            NotSeen(location=(None, None), subject="the inventory", why="is incomplete", remedy="collect it again")
        )
    yield from found


def _unknown(ground: Ground) -> Iterator[NotSeen]:
    for spec in ground.specs:
        for location, kinds in _needed(spec).items():
            yield from _scopes(ground, location, kinds)
    for spec, matches in zip(ground.specs, ground.matches, strict=True):
        for recording in matches.open:
            why = _open(ground, recording)
            if why is not None:
                yield _unmatched(spec, recording, *why)
        for each in matches.ambiguous:
            yield _ambiguous(spec, each)


def _notes(ground: Ground) -> Iterator[NotSeen]:
    """The notes of the reader about what is not in the inventory."""
    for note in ground.existing.notes:
        if note.partial:
            place = f"{note.source.file}: {note.source.at}" if note.source.at else note.source.file
            yield NotSeen(location=(None, None), subject=place, why=note.text, remedy=note.remedy)


def _denied(ground: Ground) -> Iterator[NotSeen]:
    """The kinds that AWS did not answer for, together where it has one reason."""
    for scope in ground.inventory.scopes:
        reasons: dict[str, list[str]] = {}
        for kind, why in scope.denied.items():
            reasons.setdefault(why, []).append(_title(kind))
        for why, several in reasons.items():
            yield NotSeen(location=scope.location, subject=", ".join(several), why=why)


def _needed(spec: Spec) -> dict[LocationKey, dict[str, None]]:
    """Location of a stack → the kinds that must be known there."""
    found: dict[LocationKey, dict[str, None]] = {locations.key(stack): dict.fromkeys(_ALWAYS) for stack in spec.stacks}
    for point in spec.capture_points:
        for stack in point.stacks:
            found[locations.key(stack)][point.kind.singular] = None
    return found


def _scopes(ground: Ground, location: LocationKey, kinds: dict[str, None]) -> Iterator[NotSeen]:
    places = ground.places(location)
    if not places:
        where = "its account and region" if location == (None, None) else "this account and region"
        yield NotSeen(
            location=location, subject="everything", why=f"is not seen: {where} is not in the inventory", remedy=_GIVE
        )
    for place in places:
        denied = {kind for scope in _of(ground, place) for kind in scope.denied}
        for kind in kinds:
            if kind not in denied and not ground.inventory.is_whole(kind, place):
                yield NotSeen(
                    location=place, subject=_title(kind), why="not all of them are in the inventory", remedy=_GIVE
                )


def _of(ground: Ground, place: LocationKey) -> Iterator[Scope]:
    return (scope for scope in ground.inventory.scopes if scope.location == place)


def _open(ground: Ground, recording: Recording) -> tuple[str, str] | None:
    """Why it is not known which flow log a recording is, and what to do; None for a lookup that fails, a deviation."""
    if sinks.is_open(recording.destination):
        given = sinks.given_name(recording.destination)
        return f"the value of {given} is not known, so its sink is not known either", _VALUES
    if isinstance(recording.target, LookedUp):
        if ground.found(recording.target) is not None:
            return None
        return f"the ids of {targets.name(recording.target)} are not known", _GIVE
    return f"the value of {targets.name(recording.target)} is not known", _VALUES


def _unmatched(spec: Spec, recording: Recording, why: str, remedy: str) -> NotSeen:
    return NotSeen(
        location=recording.location,
        subject=f"{spec.file}: {declared(recording)}",
        why=why,
        remedy=remedy,
    )


def _ambiguous(spec: Spec, each: Ambiguous) -> NotSeen:
    first = each.recordings[0]
    ids = ", ".join(str(log.id) for log in each.flow_logs[:4])
    return NotSeen(
        location=first.location,
        subject=f"{spec.file}: {declared(first)}",
        why=f"its flow log is one of {ids}, whose accounts or regions are not known",
        remedy="give an inventory that has them",
    )


def _title(kind: str) -> str:
    return kind.replace("_", " ")
