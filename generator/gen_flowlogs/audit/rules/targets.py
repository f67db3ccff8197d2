"""Targets of the specs that do not exist (`target-gone`): ids that AWS does not have, and lookups that find nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.audit.results import Deviation
from gen_flowlogs.captures import targets
from gen_flowlogs.captures.targets import LookedUp
from gen_flowlogs.model import Lookup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.audit.ground import Ground
    from gen_flowlogs.captures.recordings import Recording


def check(ground: Ground) -> Iterator[Deviation]:
    """Find them, each once for a capture point."""
    seen: set[tuple[object, ...]] = set()
    for matches in ground.matches:
        for each in (*matches.absent, *(match.recording for match in matches.matched), *matches.open):
            key = (each.point.key, each.stack.name, each.target)
            if key not in seen and is_gone(ground, each):
                seen.add(key)
                yield _gone(each)


def is_gone(ground: Ground, recording: Recording) -> bool:
    """Whether the target of a recording certainly does not exist; only an inventory that is whole tells."""
    target = recording.target
    if isinstance(target, LookedUp):
        needed = not (isinstance(recording.point.target, Lookup) and recording.point.target.allow_empty)
        return needed and ground.inventory.found(target) == ()
    if not isinstance(target, str) or target in ground.inventory.resources:
        return False
    return ground.is_whole(recording.point.kind.singular, recording.location)


def _gone(recording: Recording) -> Deviation:
    target = recording.target
    nothing = isinstance(target, LookedUp)
    return Deviation(
        slug="target-gone",
        location=recording.location,
        subject=targets.name(target),
        text=f"{'finds nothing' if nothing else 'does not exist'}, and {recording.point.name} records it",
        remedy="tag what is meant, or write `allow_empty: true`" if nothing else "take it out of the spec",
        origin=recording.point.origin.key(),
        stack=recording.stack.name,
    )
