"""Specs of one call that take in one capture point with an id of its own: each of them would record the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.model import Ids
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.model import Spec

SLUGS = ("duplicate-flow-log",)


def conflicting(specs: Iterable[Spec]) -> Iterator[Finding]:
    """Find the capture points of included files whose id a spec before records already, by the same lines."""
    first: dict[tuple[Origin, str], Spec] = {}
    for spec in specs:
        told: set[Origin] = set()
        for point in spec.capture_points if spec.complete else ():
            at = Origin(point.origin.file, point.origin.path)
            for id_ in point.target.ids if at.file != spec.file and isinstance(point.target, Ids) else ():
                other = first.setdefault((at, id_), spec)
                if other.name != spec.name and at not in told:
                    told.add(at)
                    yield _twice(spec, other, point.name, id_, at)


def _twice(spec: Spec, other: Spec, name: str, id_: str, at: Origin) -> Finding:
    return Finding(
        "duplicate-flow-log",
        f"{quoted(other.name)} and {quoted(spec.name)} both include {quoted(name)}, so {quoted(id_)} would be recorded "
        "twice; write it into one of the specs, or read the id from a value that each has (`{value: …}`)",
        Origin(spec.file, ("include",), "key"),
        (("it is at", at.key()), ("the other includes it at", Origin(other.file, ("include",), "key"))),
    )
