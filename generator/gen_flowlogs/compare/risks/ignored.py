"""Adopted parts of flow logs that the spec changes → that Terraform ignores it, and what makes the change after all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import sinks
from gen_flowlogs.compare.comparison import Effect
from gen_flowlogs.compare.plan.differences import in_words
from gen_flowlogs.model import S3, CloudWatchLogs, Destination
from gen_flowlogs.view.flow_logs import ADOPTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.compare.plan.actions import PlannedChange
    from gen_flowlogs.compare.risks.scope import Scope
    from gen_flowlogs.model import Part

_UNREAD: dict[Part, str] = {
    "destination": "; until then the queries read another place",
    "format": "; until then the queries read fields that it does not record",
}


def effects(scope: Scope) -> Iterator[Effect]:
    """One effect for each adopted part that changes; none where Terraform refuses the plan, and nothing is applied."""
    for planned in scope.module.all() if not scope.module.is_refused else ():
        if not planned.ignored or planned.old is None:
            continue
        old = scope.destinations.old[str(planned.old.resource.destination), scope.module.name]
        new = scope.destinations.new[planned.destination, scope.module.name]
        for part, argument in ADOPTED.items():
            change = _change(planned, part, old, new)
            if change:
                yield Effect(
                    capture_point=planned.capture_point,
                    destination=new.name,
                    effect="kept",
                    template=f"Terraform keeps the {argument} of {planned.address}, since `adopted: [{part}]` ignores "
                    f"changes: {change}; `terraform apply -replace='{planned.address}'` applies the change"
                    f"{_UNREAD[part] if isinstance(new, CloudWatchLogs | S3) and new.queries else ''}",
                    stack=scope.module.name,
                    ignored=True,
                    subject=planned.address,
                )


def _change(planned: PlannedChange, part: Part, old: Destination, new: Destination) -> str:
    """The change in words; empty where the part stays, also where its log group or bucket is created again."""
    difference = next((each for each in planned.ignored if each.argument == str(ADOPTED[part])), None)
    if difference is None:
        return ""
    if part == "format":
        return in_words(difference)
    before, after = sinks.name(old), sinks.name(new)
    return "" if before == after else f"{before} → {after}"
