"""Adopted flow logs whose destination or format Terraform leaves as it is → what they record after a change.

Terraform ignores that part, and nothing else: the role, the policy of the bucket and the key follow the new spec. So a
flow log that goes on delivering to its old sink may be refused there.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from gen_flowlogs import naming
from gen_flowlogs.captures import sinks
from gen_flowlogs.dataclass import replace
from gen_flowlogs.model import CloudWatchLogs, OwnKey, OwnRole
from gen_flowlogs.view.flow_logs import ADOPTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gen_flowlogs.captures.recordings import Recording
    from gen_flowlogs.compare.plan.actions import PlannedChange
    from gen_flowlogs.compare.records.admission import Admission
    from gen_flowlogs.model import Destination, Stack


def keeps_sink(planned: PlannedChange) -> bool:
    """Whether Terraform ignores that the destination of a flow log changes."""
    return any(each.argument == str(ADOPTED["destination"]) for each in planned.ignored)


class Former:
    """The recordings of the old spec, to find what a flow log goes on with."""

    def __init__(self, old: Iterable[Recording], admission: Admission) -> None:
        self._old = old
        self._admission = admission

    @cached_property
    def _by_base(self) -> Mapping[tuple[str | None, str], Recording]:
        """By the stack and the address without a key: the instances of one resource differ in their targets alone."""
        return {(each.stack.name, each.address.partition("[")[0]): each for each in self._old}

    def kept(self, meant: Recording, planned: PlannedChange) -> tuple[Recording, str]:
        """The recording of a flow log with all that Terraform ignores, and why its records are refused, or nothing."""
        assert planned.old is not None  # noqa: S101 - nothing is ignored of a flow log that is created
        old = self._by_base[meant.stack.name, planned.old.base]
        recording = meant
        if any(each.argument == str(ADOPTED["format"]) for each in planned.ignored):
            recording = replace(recording, fields=old.fields)
        if not keeps_sink(planned):
            return recording, ""
        new = meant.destination
        before = replace(old.destination, name=new.name, renamed_from=new.renamed_from)
        recording = replace(recording, sink=old.sink, destination=before)
        return recording, _refusal(before, new, meant.stack) or self._admission.refusal_of_kept(recording)


def _refusal(old: Destination, new: Destination, stack: Stack) -> str:
    """The reason why the role or the key of a log group no longer admits the records; empty if both do."""
    if not isinstance(old, CloudWatchLogs) or not isinstance(new, CloudWatchLogs) or old.log_group == new.log_group:
        return ""
    if isinstance(new.role, OwnRole) and new.role.permissions != "documented":
        return f"the role {naming.role_name(new, stack)} then admits only {sinks.name(new)}"
    if isinstance(old.kms, OwnKey):
        then = (
            f"then admits only {sinks.name(new)}" if isinstance(new.kms, OwnKey) else "is then scheduled for deletion"
        )
        return f"the key of {sinks.name(old)} {then}"
    return ""
