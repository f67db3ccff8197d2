"""A `ref` that leads to what the output itself defines, and not to something in a file of the author's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import naming
from generator.diagnostics import Finding, Origin
from generator.lint.places import settings, target
from generator.model import CapturePoint, Firehose, Lookup, Reference
from generator.words import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.lint.survey import Survey


def check(found: Survey) -> Iterator[Finding]:
    """Terraform would refuse the second definition of the name, or an author's reference means another thing."""
    written = list(_written(found))
    if not written:
        return
    defined = {name: point for point in found.spec.capture_points for name in _defined(point)}
    for traversal, stacks, origin in written:
        parts = traversal.replace("[", ".").split(".")
        name = ".".join(parts[: 3 if parts[0] == "data" else 2])
        point = defined.get(name)
        if point is not None and stacks & {stack.name for stack in point.stacks}:
            yield Finding(
                "name-conflict",
                f"`{name}` is what the output itself defines for the capture point {quoted(point.name)}, so it cannot "
                "be defined in a file beside it; give one of them another name",
                origin,
                (("the capture point is at", point.origin.key()),),
            )


def _written(found: Survey) -> Iterator[tuple[str, set[str | None], Origin]]:
    """Each reference, the names of the stacks that it stands in, and its place."""
    streams: dict[str, set[str | None]] = {}
    for point in found.spec.capture_points:
        stacks = {stack.name for stack in point.stacks}
        if isinstance(point.target, Reference):
            yield point.target.traversal, stacks, target(point).at("ref")
        for destination in point.destinations:
            if isinstance(destination, Firehose):
                streams.setdefault(destination.name, set()).update(stacks)
    for destination in found.spec.destinations:
        if isinstance(destination, Firehose) and isinstance(destination.stream, Reference):
            at = settings(destination).at("delivery_stream", "ref")
            yield destination.stream.traversal, streams.get(destination.name, set()), at


def _defined(point: CapturePoint) -> Iterator[str]:
    """What the output defines for a capture point under a name that an author may have taken as well."""
    name = naming.label(point.name)
    if point.plural:
        yield f"local.{name}"
    if isinstance(point.target, Lookup):
        yield f"data.{point.kind.plural_data_source if point.plural else point.kind.data_source}.{name}"
