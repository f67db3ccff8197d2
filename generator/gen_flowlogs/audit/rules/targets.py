"""Targets of the specs that do not exist (`target-gone`): ids that AWS does not have, and lookups that fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.audit.results import Deviation
from gen_flowlogs.captures import locations, targets
from gen_flowlogs.captures.targets import Targets
from gen_flowlogs.model import Lookup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.audit.ground import Ground
    from gen_flowlogs.captures.recordings import Recording
    from gen_flowlogs.model import CapturePoint, Spec, Stack


def check(ground: Ground) -> Iterator[Deviation]:
    """Find them, each once for a capture point."""
    seen: set[tuple[object, ...]] = set()
    for matches in ground.matches:
        for each in (*matches.absent, *(match.recording for match in matches.matched)):
            key = (each.point.key, each.stack.name, each.target)
            if key not in seen and is_gone(ground, each):
                seen.add(key)
                text = f"does not exist, and {each.point.name} records it"
                yield _deviation(each.point, each.stack, str(each.target), text, "take it out of the spec")
    for spec in ground.specs:
        yield from _lookups(ground, spec)


def is_gone(ground: Ground, recording: Recording) -> bool:
    """Whether the target of a recording certainly does not exist; only an inventory that is whole tells."""
    target = recording.target
    return isinstance(target, str) and ground.inventory.lacks(target, recording.point.kind.singular, recording.location)


def _lookups(ground: Ground, spec: Spec) -> Iterator[Deviation]:
    """The lookups with which the next apply fails: they find nothing, or several where one is meant."""
    known = Targets(spec.capture_points, ground.now)
    for point in spec.capture_points:
        if not isinstance(point.target, Lookup):
            continue
        for stack in point.stacks:
            found, lookup = known.found(point, stack), known.looked_up(point, stack)
            if found is None or lookup is None:
                continue
            if not found and not point.target.allow_empty:
                text, remedy = "finds nothing", "tag the right resource, or take the capture point out of the spec"
            elif len(found) > 1 and not point.plural:
                text, remedy = f"finds {len(found)} of them, and must find one", "give the lookup more conditions"
            else:
                continue
            subject = f"the lookup of {targets.name(lookup)}"
            yield _deviation(point, stack, subject, f"{text}, and {point.name} needs it", remedy)


def _deviation(point: CapturePoint, stack: Stack, subject: str, text: str, remedy: str) -> Deviation:
    return Deviation(
        slug="target-gone",
        location=locations.key(stack),
        subject=subject,
        text=text,
        remedy=remedy,
        origin=point.origin.key(),
        stack=stack.name,
    )
