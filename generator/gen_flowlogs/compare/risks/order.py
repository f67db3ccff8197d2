"""Resources that one address destroys and another one creates: Terraform does both in any order, and may fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import sinks
from gen_flowlogs.compare.records.dependencies import named
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.compare.records.flow_logs import FlowLog
    from gen_flowlogs.compare.records.versions import Versions

_FEW = 4
_AGAIN = "Terraform may create the new one before it destroys the old one; if it fails, apply again"


def races(versions: Versions) -> Iterator[str]:
    """One line for all flow logs, and one for each kind of dependency."""
    gone: dict[object, list[FlowLog]] = {}
    for each in versions.old:
        if each.planned is not None and each.planned.action in ("destroy", "replace"):
            gone.setdefault(_same(each), []).append(each)
    names = {
        each.recording.point.name: None
        for each in versions.new
        if each.planned is not None
        and each.planned.action in ("create", "replace")
        and any(_at(other) != _at(each) for other in gone.get(_same(each), ()))
    }
    if names:
        several = listing([quoted(name) for name in names])
        yield f"the apply may fail with FlowLogAlreadyExists for {several}: {_AGAIN}"
    by_kind: dict[str, list[str]] = {}
    for dependency in versions.dependencies.races():
        kind, name = named(dependency)
        by_kind.setdefault(kind, []).append(name)
    for kind, several_names in by_kind.items():
        what = (
            f"{kind} {several_names[0]} exists"
            if len(several_names) == 1
            else f"{kind}s {_listed(several_names)} exist"
        )
        yield f"the apply may fail because the {what}: {_AGAIN}"


def _listed(names: list[str]) -> str:
    return listing(sorted(set(names)), _FEW)


def _same(log: FlowLog) -> object:
    """Equal for two flow logs that AWS does not take beside each other."""
    recording = log.recording
    form = (recording.fields, recording.point.filter.tag_fields, sinks.file_form(recording.destination))
    return recording.subject, recording.sink, recording.traffic, form


def _at(log: FlowLog) -> object:
    """The stack and address in the plan; a move changes it."""
    return log.recording.stack.name, log.planned.address if log.planned else None
